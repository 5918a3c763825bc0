from django.apps import AppConfig
from django.db.backends.signals import connection_created

from lapak.moments import read_by_it


class WebConfig(AppConfig):
    name = "lapak.web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have every connection read moments quickly."""
        connection_created.connect(read_by_it)
