"""Addresses that exist only in the demonstration."""

from django.urls import path

from lapak.demonstration import views

app_name = "demonstration"
urlpatterns = [
    path("", views.roles, name="roles"),
    path("peragaan/peran/<slug:username>/", views.become_staff, name="become_staff"),
    path("peragaan/alat/<slug:slug>/", views.become_device, name="become_device"),
    path("peragaan/alat.json", views.devices, name="devices"),
    path("peragaan/orang/", views.people, name="people"),
    path("peragaan/orang.json", views.people_json, name="people_json"),
    path("peragaan/selesai/", views.finished, name="finished"),
    path("peragaan/surat/", views.mail, name="mail"),
    path("peragaan/surat/<uuid:id>/", views.one_mail, name="one_mail"),
    path("peragaan/surat.json", views.mail_json, name="mail_json"),
    path("peragaan/robot/", views.bring_robots, name="bring_robots"),
    path("gaya/", views.gallery, name="gallery"),
]
