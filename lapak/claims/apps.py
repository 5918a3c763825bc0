from django.apps import AppConfig
from django.core.checks import register


class ClaimsConfig(AppConfig):
    name = "lapak.claims"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the files of every programme looked through before anything starts."""
        from lapak.claims.programmes import problems  # not before the settings are read

        register(problems)
