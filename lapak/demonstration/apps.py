from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    name = "lapak.demonstration"
    default_auto_field = "django.db.models.BigAutoField"
