from django.apps import AppConfig


class LimitsConfig(AppConfig):
    name = "lapak.limits"
    default_auto_field = "django.db.models.BigAutoField"
