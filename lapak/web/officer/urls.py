"""The officer's console."""

from django.urls import path

from lapak.web.officer.views import attention, desk, letters, papers, talk, work

app_name = "officer"
urlpatterns = [
    path("meja/", desk.desk, name="desk"),
    path("meja/buka/", desk.open_desk, name="open"),
    path("meja/tutup/", desk.close_desk, name="close"),
    path("meja/denyut/", desk.beat, name="beat"),
    path("meja/ubin/", desk.tiles, name="tiles"),
    path("meja/ruang/", desk.work, name="work"),
    path("meja/terima/", desk.take_next, name="take_next"),
    path("meja/fokus/", attention.focus, name="focus"),
    path("meja/tahan/", attention.hold, name="hold"),
    path("meja/tidak-hadir/", attention.no_show, name="no_show"),
    path("meja/panggil-lagi/", attention.call_again, name="call_again"),
    path("meja/lewati/", attention.skip, name="skip"),
    path("meja/alihkan/", attention.hand_over, name="hand_over"),
    path("meja/selesai/", attention.finish, name="finish"),
    path("meja/tahap/", attention.stage, name="stage"),
    path("meja/periksa/<slug:code>/", work.check, name="check"),
    path("meja/dokumen/<slug:kind>/sesuai/", work.accept_paper, name="accept_paper"),
    path("meja/dokumen/minta-lagi/", work.ask_again, name="ask_again"),
    path("meja/berkas/<uuid:document_id>/", papers.paper, name="paper"),
    path("meja/surat/<slug:kind>/", letters.letter, name="letter"),
    path("meja/npwp/", work.npwp, name="npwp"),
    path("meja/hal/<slug:code>/", work.explain, name="explain"),
    path("meja/alasan/", work.propose_reason, name="propose_reason"),
    path("meja/alasan/batal/", work.take_reason_back, name="take_reason_back"),
    path("meja/daftarkan/", work.open_in_core, name="open_in_core"),
    path("meja/catatan/", work.note, name="note"),
    path("meja/pesan/", talk.talk, name="talk"),
    path("meja/pesan/kirim/", talk.write, name="write"),
    path("meja/foto/", work.still, name="still"),
    path("meja/persetujuan/", work.consent, name="consent"),
    path("meja/ajukan/", work.file_claim, name="file"),
    path("meja/tolak/", work.reject, name="reject"),
]
