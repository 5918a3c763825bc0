from django.apps import AppConfig


class CollectiveConfig(AppConfig):
    name = "lapak.collective"
    default_auto_field = "django.db.models.BigAutoField"
