"""Addresses of visits, part of the participant's."""

from django.urls import path

from lapak.web.participant import handoff_views, queue_views, visit_views

urlpatterns = [
    path("kunjungan/", visit_views.room, name="visit"),
    path("kunjungan/isi/", visit_views.content, name="visit_content"),
    path("kunjungan/masuk/", visit_views.enter, name="visit_enter"),
    path("kunjungan/perjalanan/", queue_views.travel, name="visit_travel"),
    path("kunjungan/urutan/", queue_views.order, name="visit_order"),
    path("kunjungan/nomor/<slug:act>/", queue_views.own_number, name="visit_number"),
    path("kunjungan/<uuid:ticket_id>/hp/", visit_views.to_own_phone, name="visit_own_phone"),
    path("kunjungan/<uuid:ticket_id>/<slug:task>/", visit_views.work, name="visit_work"),
    path("h/", handoff_views.ask_code, name="handoff_code"),
    path("h/<slug:code>/", handoff_views.open_code, name="handoff"),
]
