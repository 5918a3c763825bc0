"""Addresses of the tablet at the door."""

from django.urls import path

from lapak.web.tablet import views

app_name = "tablet"
urlpatterns = [
    path("pintu/", views.door, name="door"),
    path("pintu/samping/", views.side, name="side"),
    path("pintu/datang/", views.arrive, name="arrive"),
    path("pintu/ambil/", views.take_number, name="take_number"),
    path("pintu/hitung/", views.count, name="count"),
    path("pintu/hitung/batal/", views.undo, name="undo"),
    path("pintu/<uuid:ticket_id>/prioritas/", views.priority, name="priority"),
    path("pintu/<uuid:ticket_id>/tunggu/", views.wait, name="wait"),
    path("pintu/<uuid:ticket_id>/pergi/", views.leave, name="leave"),
    path("pintu/<uuid:ticket_id>/karcis/", views.slip, name="slip"),
]
