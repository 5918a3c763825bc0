from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "lapak.journal"
    default_auto_field = "django.db.models.BigAutoField"
