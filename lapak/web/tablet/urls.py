"""Addresses of the tablet at the door."""

from django.urls import path

from lapak.web.tablet import line_views, views

app_name = "tablet"
urlpatterns = [
    path("pintu/", views.door, name="door"),
    path("pintu/samping/", views.side, name="side"),
    path("pintu/datang/", views.arrive, name="arrive"),
    path("pintu/ambil/", views.take_number, name="take_number"),
    path("pintu/lewat-hp/", views.by_phone, name="by_phone"),
    path("pintu/susulan/", views.late, name="late"),
    path("pintu/antrean/", line_views.line, name="line"),
    path("pintu/antrean/isi/", line_views.content, name="line_content"),
    path("pintu/antrean/mengapa/", line_views.why, name="why"),
    path("pintu/hitung/", views.count, name="count"),
    path("pintu/hitung/batal/", views.undo, name="undo"),
    path("pintu/<uuid:ticket_id>/", line_views.ticket, name="ticket"),
    path("pintu/<uuid:ticket_id>/tahan/", line_views.hold, name="hold"),
    path("pintu/<uuid:ticket_id>/lanjut/", line_views.resume, name="resume"),
    path("pintu/<uuid:ticket_id>/beri-jalan/", line_views.let_pass, name="let_pass"),
    path("pintu/<uuid:ticket_id>/kembali/", line_views.come_back, name="come_back"),
    path("pintu/<uuid:ticket_id>/daring/", line_views.online, name="online"),
    path("pintu/<uuid:ticket_id>/pendamping/", line_views.companions, name="companions"),
    path("pintu/<uuid:ticket_id>/kantor/", line_views.send, name="send"),
    path("pintu/<uuid:ticket_id>/prioritas/", views.priority, name="priority"),
    path("pintu/<uuid:ticket_id>/tunggu/", views.wait, name="wait"),
    path("pintu/<uuid:ticket_id>/pergi/", line_views.leave, name="leave"),
    path("pintu/<uuid:ticket_id>/karcis/", views.slip, name="slip"),
]
