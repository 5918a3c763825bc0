"""The branch head's pages."""

from django.urls import path

from lapak.web.office import (
    boards,
    claim_file,
    dead_letters,
    idle,
    reconciliation,
    rules,
    samples,
    views,
    withholding,
)

app_name = "office"
urlpatterns = [
    path("kantor/perangkat/", views.devices, name="devices"),
    path("kantor/perangkat/pasang/", views.pair, name="pair"),
    path("kantor/perangkat/<uuid:device_id>/cabut/", views.revoke, name="revoke"),
    path("kantor/bilik/<uuid:booth_id>/", views.booth_order, name="booth_order"),
    path("kantor/papan/", boards.boards, name="boards"),
    path("kantor/papan/<uuid:device_id>/", boards.set_board, name="set_board"),
    path("kantor/papan/bilik/<uuid:booth_id>/", boards.set_section, name="set_section"),
    path("kantor/aturan/", rules.rules, name="rules"),
    path("kantor/contoh/", samples.samples, name="samples"),
    path("kantor/contoh/<uuid:claim_id>/", samples.seen, name="seen"),
    path("kantor/aturan/contoh/", rules.set_sampling, name="set_sampling"),
    path("kantor/aturan/persetujuan/", rules.set_approvals, name="set_approvals"),
    path("kantor/tertunda/", idle.waiting, name="waiting"),
    path("berkas/<uuid:claim_id>/", claim_file.file, name="file"),
    path("berkas/<uuid:claim_id>/buka-lagi/", claim_file.reopen, name="reopen"),
    path("berkas/<uuid:claim_id>/tetap/", claim_file.uphold, name="uphold"),
    path("berkas/<uuid:claim_id>/batas/", claim_file.extend, name="extend"),
    path("berkas/<uuid:claim_id>/antrean/", claim_file.interrupt, name="interrupt"),
    path("kantor/tertahan/", dead_letters.letters, name="dead_letters"),
    path("kantor/tertahan/<uuid:message_id>/coba-lagi/", dead_letters.try_again, name="try_again"),
    path("kantor/tertahan/<uuid:message_id>/hentikan/", dead_letters.give_up, name="give_up"),
    path("kantor/pencocokan/", reconciliation.comparisons, name="reconciliation"),
    path("kantor/pencocokan/<int:finding_id>/selesai/", reconciliation.resolve, name="resolve"),
    path("kantor/pajak/", withholding.month, name="withholding"),
    path("kantor/pajak/unduh/", withholding.take, name="withholding_take"),
]
