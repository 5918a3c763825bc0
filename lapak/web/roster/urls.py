"""Pages on which a representative hands in a list of workers and repairs its rows."""

from django.urls import path

from lapak.web.roster import downloads, pages, papers, repair, sending, sums

app_name = "roster"
urlpatterns = [
    path("perusahaan/berkas/mulai/", pages.begin, name="begin"),
    path("perusahaan/berkas/<uuid:roster_id>/", pages.files, name="files"),
    path("perusahaan/berkas/<uuid:roster_id>/kirim/", sending.send_whole, name="send_whole"),
    path("perusahaan/berkas/<uuid:roster_id>/umumkan/", sending.announce, name="announce"),
    path("perusahaan/berkas/potongan/<uuid:file_id>/", sending.piece, name="piece"),
    path("perusahaan/berkas/kolom/<uuid:file_id>/", pages.choose, name="choose"),
    path("perusahaan/berkas/tinggalkan/<uuid:file_id>/", pages.leave, name="leave"),
    path("perusahaan/berkas/templat/<slug:programme>/", downloads.template, name="template"),
    path("perusahaan/berkas/<uuid:roster_id>/jawaban/", downloads.answers, name="answers"),
    path("kolektif/batas/", sums.sums, name="sums"),
    path("kolektif/batas/<uuid:sum_id>/", sums.decide, name="decide_sum"),
    path("perusahaan/kelengkapan/<uuid:roster_id>/", papers.papers, name="papers"),
    path("perusahaan/perbaikan/<uuid:roster_id>/", repair.rows, name="repair"),
    path("perusahaan/perbaikan/<uuid:roster_id>/<int:serial>/", repair.row, name="row"),
    path("perusahaan/perbaikan/<uuid:roster_id>/<int:serial>/hapus/", repair.remove, name="remove"),
]
