"""The second pair of eyes: queue, case, decisions, evidence."""

from django.urls import path

from lapak.web.checker import decisions, evidence, letters, samples, views

app_name = "checker"
urlpatterns = [
    path("persetujuan/", views.queue, name="queue"),
    path("persetujuan/antrean/", views.waiting, name="waiting"),
    path("persetujuan/keputusan/", views.decided, name="decided"),
    path("persetujuan/contoh/", samples.samples, name="samples"),
    path("persetujuan/<uuid:claim_id>/contoh/", samples.look, name="look"),
    path("persetujuan/<uuid:claim_id>/", views.claim, name="claim"),
    path("persetujuan/<uuid:claim_id>/setujui/", decisions.approve, name="approve"),
    path("persetujuan/<uuid:claim_id>/kembalikan/", decisions.give_back, name="return"),
    path("persetujuan/<uuid:claim_id>/tolak/", decisions.reject, name="reject"),
    path("persetujuan/<uuid:claim_id>/tarik/", decisions.recall, name="recall"),
    path("persetujuan/<uuid:claim_id>/pesan-ulang/", decisions.order_again, name="order_again"),
    path("persetujuan/<uuid:claim_id>/surat/<slug:kind>/", letters.letter, name="letter"),
    path("persetujuan/<uuid:claim_id>/dokumen/<uuid:document_id>/", evidence.content, name="document"),
    path("persetujuan/<uuid:claim_id>/dokumen/<uuid:document_id>/buka/", evidence.open_closed, name="open"),
]
