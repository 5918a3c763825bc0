"""Where staff arrive after signing in."""

from django.urls import path

from lapak.web.staff import kin, views

app_name = "staff"
urlpatterns = [
    path("staf/", views.home, name="home"),
    path("staf/kerabat/", kin.kin, name="kin"),
]
