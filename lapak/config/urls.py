"""Every address of the product, by audience."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

AUDIENCES = (
    *("participant", "authenticity", "booth", "board", "tablet", "crowd"),
    *("officer", "company", "checker", "office", "policy", "staff", "roster", "api"),
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", admin.site.urls),
    path("", include("lapak.web.urls")),
    *(path("", include(f"lapak.web.{audience}.urls")) for audience in AUDIENCES),
]
if settings.DEMONSTRATION:
    urlpatterns.insert(0, path("", include("lapak.demonstration.urls")))
