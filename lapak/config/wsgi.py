"""Django as WSGI: the web process in production, and one half of the one-port front."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lapak.config.settings.production")

application = get_wsgi_application()
gc.freeze()  # what was imported stays: no collection need walk through it
