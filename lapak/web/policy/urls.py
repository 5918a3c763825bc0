"""Readings of disputed points."""

from django.urls import path

from lapak.web.policy import views

app_name = "policy"
urlpatterns = [
    path("tafsir/", views.points, name="points"),
    path("tafsir/batal/<int:entry_id>/", views.withdraw, name="withdraw"),
    path("tafsir/<slug:programme_code>/<slug:point>/", views.point, name="point"),
]
