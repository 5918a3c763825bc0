from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "lapak.outbox"
    default_auto_field = "django.db.models.BigAutoField"
