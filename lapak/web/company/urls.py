"""Pages of a company's representative, and of those at the branch who serve companies."""

from django.urls import path

from lapak.web.company import batches, branch, letters, registering, rosters, talks, workers

app_name = "company"
urlpatterns = [
    path("perusahaan/daftar/", registering.register, name="register"),
    path("perusahaan/", registering.home, name="home"),
    path("perusahaan/surat-kuasa/", registering.give_letter, name="give_letter"),
    path("perusahaan/pernyataan/", registering.sign_pledge, name="sign_pledge"),
    path("perusahaan/skala/", registering.state_size, name="state_size"),
    path("perusahaan/perpanjang/", registering.renew, name="renew"),
    path("perusahaan/letakkan/", registering.lay_down, name="lay_down"),
    path("perusahaan/pekerja/<uuid:roster_id>/", rosters.roster, name="roster"),
    path("perusahaan/pekerja/<uuid:roster_id>/ajukan/", rosters.file, name="file"),
    path("perusahaan/pekerja/<uuid:roster_id>/periksa/", rosters.check_again, name="check_again"),
    path("perusahaan/pekerja/<uuid:roster_id>/jadwal/", rosters.schedule, name="schedule"),
    path("perusahaan/pekerja/<uuid:roster_id>/surat/", rosters.give_mass_letter, name="give_mass_letter"),
    path(
        "perusahaan/pekerja/<uuid:roster_id>/surat/<slug:kind>/",
        letters.company_letter_file,
        name="letter",
    ),
    path("perusahaan/pekerja/<uuid:roster_id>/unduh/", rosters.export, name="export"),
    path("perusahaan/percakapan/", talks.of_representative, name="talk"),
    path("kolektif/", branch.overview, name="overview"),
    path("kolektif/perusahaan/<uuid:mandate_id>/", branch.mandate_page, name="mandate"),
    path("kolektif/perusahaan/<uuid:mandate_id>/terima/", branch.accept, name="accept"),
    path("kolektif/perusahaan/<uuid:mandate_id>/cabut/", branch.revoke, name="revoke"),
    path("kolektif/perusahaan/<uuid:mandate_id>/berkas/<slug:kind>/", branch.paper, name="mandate_paper"),
    path("kolektif/perusahaan/<uuid:mandate_id>/percakapan/", talks.begin_identity, name="talk_identity"),
    path("kolektif/rombongan/<uuid:batch_id>/", batches.batch_page, name="batch"),
    path("kolektif/rombongan/<uuid:batch_id>/setuju/", batches.agree, name="agree"),
    path("kolektif/rombongan/<uuid:batch_id>/tolak/", batches.refuse, name="refuse"),
    path("kolektif/rombongan/<uuid:batch_id>/putuskan/", batches.decide, name="decide"),
    path("kolektif/rombongan/<uuid:batch_id>/selesai/", batches.finish, name="finish"),
    path("kolektif/rombongan/<uuid:batch_id>/percakapan/", talks.begin_batch, name="talk_batch"),
    path(
        "kolektif/rombongan/<uuid:batch_id>/<uuid:claim_id>/berkas/<slug:kind>/",
        batches.paper,
        name="batch_paper",
    ),
    path(
        "kolektif/rombongan/<uuid:batch_id>/<uuid:claim_id>/percakapan/",
        talks.begin_worker,
        name="talk_worker",
    ),
    path("kolektif/percakapan/<uuid:talk_id>/", talks.of_officer, name="officer_talk"),
    path("kolektif/percakapan/<uuid:talk_id>/akhiri/", talks.end, name="end_talk"),
    path("kolektif/persetujuan/", batches.to_approve, name="to_approve"),
    path("kolektif/persetujuan/<uuid:batch_id>/", batches.approvals, name="approvals"),
    path("kolektif/persetujuan/<uuid:batch_id>/setuju/", batches.approve, name="approve"),
    path("lacak/klaim/kolektif/", workers.answer, name="worker_answer"),
    path("lacak/klaim/percakapan/", talks.of_worker, name="worker_talk"),
]
