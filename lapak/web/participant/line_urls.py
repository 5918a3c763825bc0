"""Addresses of days that are given out by lot, part of the participant's."""

from django.urls import path

from lapak.web.participant.views import draws, line

urlpatterns = [
    path("", draws.days, name="lot_days"),
    path("kode/", line.by_code, name="line_code"),
    path("kirim/", line.send_link, name="line_link"),
    path("<uuid:release_id>/", line.room, name="line"),
    path("<uuid:release_id>/ikut/", line.enter, name="line_enter"),
    path("<uuid:release_id>/keluar/", line.leave, name="line_leave"),
    path("<uuid:release_id>/pilih/", line.choose, name="line_choose"),
    path("<uuid:release_id>/undian/", draws.draw, name="lot_draw"),
    path("<uuid:release_id>/undian.json", draws.data, name="lot_data"),
]
