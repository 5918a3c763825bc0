"""Addresses of screens: pairing for all of them, and the booth's own page."""

from django.urls import path

from lapak.web.booth import pair_views

app_name = "booth"
urlpatterns = [
    path("perangkat/", pair_views.pair, name="pair"),
    path("perangkat/mulai/", pair_views.begin, name="pair_begin"),
    path("perangkat/kode/", pair_views.code, name="pair_code"),
    path("perangkat/denyut/", pair_views.alive, name="alive"),
]
