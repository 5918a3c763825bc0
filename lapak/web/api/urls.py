"""Addresses for scripts and machines."""

from django.urls import path

from lapak.web.api import calls

app_name = "api"
urlpatterns = [
    path("panggilan/<uuid:call_id>/kirim/", calls.send, name="call_send"),
    path("panggilan/<uuid:call_id>/denyut/", calls.beat, name="call_beat"),
    path("panggilan/<uuid:call_id>/keadaan/", calls.state, name="call_state"),
]
