"""Addresses of the participant: filing, following, and the visit."""

from django.urls import include, path

from lapak.web.participant.views import (
    account,
    appointment,
    entering,
    home,
    identity,
    letters,
    papers,
    people,
    schedule,
    summary,
    tracking,
)

app_name = "participant"

urlpatterns = [
    path("beranda/", home.home, name="home"),
    path("klaim/", identity.start, name="start"),
    path("klaim/data/", identity.identity, name="identity"),
    path("klaim/pengaju/", people.acting, name="acting"),
    path("klaim/ahli-waris/", people.heirs, name="heirs"),
    path("klaim/ahli-waris/tambah/", people.add, name="add_party"),
    path("klaim/ahli-waris/<int:number>/", people.change, name="change_party"),
    path("klaim/ahli-waris/<int:number>/hapus/", people.remove, name="remove_party"),
    path("klaim/syarat/", identity.answer, name="answer"),
    path("klaim/kontak/", identity.contact, name="contact"),
    path("klaim/dokumen/", papers.papers, name="papers"),
    path("klaim/dokumen/<slug:kind>/", papers.upload, name="upload"),
    path("klaim/dokumen/<slug:kind>/petugas/", papers.leave, name="leave_to_officer"),
    path("klaim/dokumen/<slug:kind>/gambar/", papers.picture, name="picture"),
    path("klaim/nanti/", papers.later, name="later"),
    path("klaim/rekening/", account.account, name="account"),
    path("klaim/jadwal/", schedule.schedule, name="schedule"),
    path("klaim/jadwal/kantor/", schedule.branch_list, name="branches"),
    path("klaim/ringkasan/", summary.summary, name="summary"),
    path("klaim/selesai/", summary.done, name="done"),
    path("klaim/janji.ics", summary.calendar, name="calendar"),
    path("klaim/pengingat.ics", summary.reminder, name="reminder"),
    path("janji/", appointment.appointment, name="appointment"),
    path("janji/waktu/", appointment.change_time, name="change_time"),
    path("janji/waktu/kantor/", appointment.change_branch, name="change_branch"),
    path("janji/batal/", appointment.give_back, name="give_back"),
    path("lacak/", entering.find, name="find"),
    path("lacak/klaim/", tracking.track, name="track"),
    path("lacak/klaim/dokumen/<slug:kind>/", tracking.correct, name="correct"),
    path("lacak/klaim/rekening/", tracking.new_account, name="new_account"),
    path("lacak/klaim/surat/<slug:kind>/", letters.letter, name="letter"),
    path("lacak/kode/kirim/", entering.send_code, name="send_code"),
    path("lacak/kode/", entering.code, name="code"),
    path("lacak/tutup/", entering.leave_claim, name="leave_claim"),
    path("k/<slug:secret>/", entering.open_by_link, name="open_link"),
    path("", include("lapak.web.participant.visit_urls")),
]
