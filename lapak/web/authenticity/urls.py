"""Addresses at which anybody checks a letter. The one with the code stands in the QR."""

from django.urls import path

from lapak.web.authenticity import views

app_name = "authenticity"
urlpatterns = [
    path("cek/", views.find, name="find"),
    path("cek/<slug:code>/", views.letter, name="letter"),
    path("cek/<slug:code>/banding/", views.compare, name="compare"),
]
