"""Tests: the demonstration's parts on an embedded server of their own, and a cheap password hash."""

import os
from pathlib import Path

from lapak.config import embedded

_BUILD = Path(__file__).resolve().parents[3] / "build"
_BUILD.mkdir(exist_ok=True)
# What tests write need not outlive a power cut. Tests of faults keep it safe, on servers of their own.
_HASTY = embedded.TUNING + "fsync = off\nfull_page_writes = off\n"
os.environ.setdefault("LAPAK_DATA", str(_BUILD / f"test-data{os.environ.get('PYTEST_XDIST_WORKER', '')}"))
if "DATABASE_URL" not in os.environ:
    os.environ["LAPAK_EMBEDDED_URL"] = embedded.url(
        server=embedded.start(folder=_BUILD / "test-postgres", tuning=_HASTY), database="postgres"
    )

from lapak.config.settings.base import DATABASE_OPTIONS, DATABASES, STORAGES, TEMPLATE_OPTIONS  # noqa: E402 reads the variables above
from lapak.config.settings.demonstration import *  # noqa: E402, F403 settings are layered by import

# A pool would keep connections of one test alive into the next.
DATABASES["default"]["OPTIONS"] = {**DATABASE_OPTIONS, "pool": False}
DATABASES["default"]["TEST"] = {"NAME": "test_lapak" + os.environ.get("LAPAK_TEST_RUN", "").replace("-", "_")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
TEMPLATE_OPTIONS["string_if_invalid"] = "UNDEFINED VARIABLE %s"
