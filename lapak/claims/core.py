"""The core system that the settings name."""

from functools import cache

from django.conf import settings
from django.core.signals import setting_changed
from django.utils.module_loading import import_string

from lapak.claims.ports import CoreSystem


@cache
def core_system() -> CoreSystem:
    """Return the core system of this process: `CORE_SYSTEM["adapter"]`, called with the other settings."""
    options = {name: value for name, value in settings.CORE_SYSTEM.items() if name != "adapter"}
    core: CoreSystem = import_string(settings.CORE_SYSTEM["adapter"])(**options)
    return core


def _forget(*, setting: str, **_: object) -> None:
    if setting == "CORE_SYSTEM":
        core_system.cache_clear()


setting_changed.connect(_forget, dispatch_uid="lapak.claims.core")
