"""Addresses of the lobby board."""

from django.urls import path

from lapak.web.board import views

app_name = "board"
urlpatterns = [
    path("papan/", views.board, name="board"),
    path("papan/isi/", views.content, name="content"),
    path("papan/denyut/", views.alive, name="alive"),
]
