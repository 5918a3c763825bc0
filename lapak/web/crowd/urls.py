"""How busy branches are, and the counter at their doors."""

from django.urls import path

from lapak.web.crowd import counter, public

app_name = "crowd"
urlpatterns = [
    path("keramaian/", public.branches, name="branches"),
    path("keramaian/<slug:code>/", public.branch, name="branch"),
    path("penghitung/", counter.counter, name="counter"),
    path("penghitung/isi/", counter.now, name="now"),
    path("penghitung/tekan/", counter.press, name="press"),
    path("penghitung/batal/", counter.undo, name="undo"),
]
