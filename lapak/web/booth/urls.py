"""Addresses of screens: pairing for all of them, and the booth's own page."""

from django.urls import path

from lapak.web.booth import pair_views, visit_views

app_name = "booth"
urlpatterns = [
    path("perangkat/", pair_views.pair, name="pair"),
    path("perangkat/mulai/", pair_views.begin, name="pair_begin"),
    path("perangkat/kode/", pair_views.code, name="pair_code"),
    path("perangkat/denyut/", pair_views.alive, name="alive"),
    path("bilik/", visit_views.home, name="home"),
    path("bilik/isi/", visit_views.content, name="content"),
    path("bilik/denyut/", visit_views.beat, name="beat"),
]
