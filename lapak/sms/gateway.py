"""The gateway that the settings name."""

from functools import cache

from django.conf import settings
from django.core.signals import setting_changed
from django.utils.module_loading import import_string

from lapak.sms.ports import SmsGateway


@cache
def sms_gateway() -> SmsGateway | None:
    """Return `SMS_GATEWAY["adapter"]`, called with the other settings; None where no gateway is named."""
    if not settings.SMS_GATEWAY:
        return None
    options = {name: value for name, value in settings.SMS_GATEWAY.items() if name != "adapter"}
    gateway: SmsGateway = import_string(settings.SMS_GATEWAY["adapter"])(**options)
    return gateway


def _forget(*, setting: str, **_: object) -> None:
    if setting == "SMS_GATEWAY":
        sms_gateway.cache_clear()


setting_changed.connect(_forget, dispatch_uid="lapak.sms.gateway")
