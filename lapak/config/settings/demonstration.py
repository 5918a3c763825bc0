"""The demonstration branch on one machine: secrets made on the spot, mail kept where it can be read."""

import os

from lapak.config.settings.base import *  # noqa: F403 settings are layered by import
from lapak.config.settings.base import INSTALLED_APPS

DEMONSTRATION = True
FINISHED_CLAIM = (
    os.environ.get("LAPAK_FINISHED_CLAIM", "yes") == "yes"
)  # one claim that is through, to look at
INSTALLED_APPS += ["lapak.demonstration"]
SMS_GATEWAY = {"adapter": "lapak.demonstration.sms.VisibleSms"}
EMAIL_BACKEND = "lapak.demonstration.mail.VisibleOutbox"
