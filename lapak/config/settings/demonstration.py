"""The demonstration branch on one machine: secrets made on the spot, mail kept where it can be read."""

from lapak.config.settings.base import *  # noqa: F403 settings are layered by import
from lapak.config.settings.base import INSTALLED_APPS

DEMONSTRATION = True
INSTALLED_APPS += ["lapak.demonstration"]
SMS_GATEWAY = {"adapter": "lapak.demonstration.sms.VisibleSms"}
EMAIL_BACKEND = "lapak.demonstration.mail.VisibleOutbox"
