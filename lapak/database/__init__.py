"""Django's PostgreSQL, named in the settings as the engine."""
