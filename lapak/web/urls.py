"""Addresses that belong to no audience."""

from django.urls import include, path

from lapak.web.health import healthz, metrics
from lapak.web.live.renewal import renew

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("metrics", metrics, name="metrics"),
    path("live-token/", renew, name="live_token"),
    path("masuk/", include("lapak.web.staff.library_urls")),
]
