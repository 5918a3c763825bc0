"""Addresses that belong to no audience."""

from django.urls import include, path

from lapak.web.health import healthz, metrics

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("metrics", metrics, name="metrics"),
    path("masuk/", include("lapak.web.staff.library_urls")),
]
