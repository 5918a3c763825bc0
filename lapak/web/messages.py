"""Codes of refusals as sentences that say what to do. The one place where words are put to them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from django import forms
from django.utils.translation import gettext_lazy as _

from lapak.kernel.errors import DomainError, FieldError
from lapak.web.company_messages import COMPANY
from lapak.web.people_messages import PEOPLE
from lapak.web.queue_messages import QUEUE
from lapak.web.roster_messages import ROSTER
from lapak.web.sum_messages import SUMS
from lapak.web.workday_messages import WORKDAYS
from lapak.web.workflow_messages import WORKFLOW

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Sentences: TypeAlias = "Mapping[str, str | _StrPromise]"

_IDENTITY: Sentences = {
    "identity_invalid": _("Ada isian yang perlu diperbaiki. Yang lain sudah tersimpan."),
    "nik_empty": _("Isi 16 angka NIK dari KTP."),
    "nik_not_digits": _("NIK hanya berisi angka. Lihat lagi di KTP."),
    "nik_length": _("NIK berisi 16 angka, yang diisi %(given)s. Lihat lagi di KTP."),
    "nik_province_unknown": _(
        "Dua angka pertama NIK tidak cocok dengan provinsi mana pun. Lihat lagi di KTP."
    ),
    "nik_birth_date_impossible": _("Tanggal di dalam NIK tidak ada di kalender. Lihat lagi di KTP."),
    "nik_serial_zero": _("Empat angka terakhir NIK tidak mungkin 0000. Lihat lagi di KTP."),
    "kpj_empty": _("Isi 11 angka di kartu peserta."),
    "kpj_not_digits": _("Nomor peserta hanya berisi angka."),
    "kpj_length": _("Nomor peserta berisi 11 angka, yang diisi %(given)s."),
    "name_empty": _("Isi nama seperti di KTP."),
    "name_too_long": _("Nama paling panjang %(most)s huruf. Singkat bagian tengahnya."),
    "birth_date_empty": _("Isi tanggal lahir seperti di KTP."),
    "birth_date_in_future": _("Tanggal lahir belum lewat. Periksa tahunnya."),
    "reason_unknown": _("Pilih alasan mengajukan klaim."),
    "event_on_empty": _("Isi tanggalnya, misalnya 12-05-2020."),
    "event_on_ahead": _("Tanggal ini belum lewat. Periksa tahunnya."),
    "event_on_before_birth": _("Tanggal ini sebelum peserta lahir. Periksa tahunnya."),
    "identity_not_checked": _("Data diri belum dicek. Mulai dari isian data diri."),
}

_CONTACT: Sentences = {
    "contact_invalid": _("Ada isian yang perlu diperbaiki. Yang lain sudah tersimpan."),
    "contact_missing": _("Isi surel dan nomor HP, supaya kabar bisa sampai."),
    "email_empty": _("Isi alamat surel. Tautan klaim dikirim ke sana."),
    "email_invalid": _("Alamat surel belum lengkap. Contoh: nama@contoh.id."),
    "phone_empty": _("Isi nomor HP yang aktif."),
    "phone_invalid": _("Nomor HP belum lengkap. Contoh: 0812 3456 7890."),
}

_ACCOUNT: Sentences = {
    "account_invalid": _("Ada isian yang perlu diperbaiki. Yang lain sudah tersimpan."),
    "account_missing": _("Isi rekening tujuan."),
    "bank_unknown": _("Pilih bank dari daftar."),
    "account_number_empty": _("Isi nomor rekening dari buku tabungan."),
    "account_number_invalid": _("Nomor rekening berisi 6 sampai 20 angka. Lihat lagi di buku tabungan."),
    "account_unusable": _("Rekening ini belum bisa dipakai. Isi rekening lain atas nama sendiri."),
    "account_holder_differs": _("Rekening ini atas nama orang lain. Isi rekening atas nama sendiri."),
    "account_dormant": _(
        "Rekening ini tidak aktif. Aktifkan lagi di bank, atau isi rekening lain atas nama sendiri."
    ),
}

_FILES: Sentences = {
    "file_missing": _("Belum ada foto atau berkas yang dipilih."),
    "file_empty": _("Berkas ini kosong. Pilih atau foto sekali lagi."),
    "file_too_big": _(
        "Berkas lebih dari %(most_megabytes)s MB. Foto langsung dari sini, ukurannya kami kecilkan."
    ),
    "file_not_an_image": _(
        "Berkas ini bukan foto JPG, PNG, atau PDF. Pilih berkas lain, atau foto langsung."
    ),
    "file_truncated": _("Berkas ini terpotong atau rusak. Kirim sekali lagi."),
    "file_too_small": _(
        "Foto ini terlalu kecil (%(width)s × %(height)s titik), hurufnya tidak terbaca. Foto lebih dekat."
    ),
    "file_too_many_pixels": _("Ukuran gambar ini terlalu besar. Foto langsung dari sini, kami kecilkan."),
    "paper_accepted": _("Dokumen ini sudah diterima petugas, tidak perlu dikirim lagi."),
    "paper_not_asked": _("Dokumen ini tidak diminta untuk klaim Anda."),
    "paper_same_as_before": _("Ini foto yang sama dengan sebelumnya. Foto sekali lagi."),
    "paper_missing": _("Dokumen ini belum dikirim."),
    "document_unknown": _("Dokumen ini tidak ada lagi."),
}

_SCHEDULE: Sentences = {
    "slot_gone": _("Jam ini baru saja diambil orang lain. Pilih jam lain, isian lain tetap tersimpan."),
    "slot_unknown": _("Jam ini tidak ada lagi. Pilih jam lain."),
    "slot_missing": _("Pilih hari dan jam."),
    "branch_missing": _("Pilih kantor cabang."),
    "branch_unknown": _("Kantor cabang ini tidak ada. Pilih dari daftar."),
    "already_booked": _("Anda sudah punya janji lain. Satu orang satu janji."),
    "anywhere_by_video": _("Menunggu di kantor mana pun hanya untuk panggilan video. Pilih satu kantor."),
    "lot_not_open_yet": _("Pendaftaran hari ini belum dibuka. Halaman ini memberi tahu jam bukanya."),
    "lot_over": _("Hari ini sudah bisa dipesan siapa saja. Langsung pilih jamnya."),
    "lot_unknown": _("Antrean ini tidak ditemukan. Pilih hari lain."),
    "turn_over": _("Giliran Anda memilih sudah lewat. Masuk antrean lagi bila masih ada tempat."),
    "offer_gone": _("Tawaran ini sudah lewat. Anda tetap di daftar tunggu bila masih ada tawaran tersisa."),
    "slot_not_open_yet": _("Hari ini belum dibuka untuk dipesan. Lihat jam bukanya, atau pilih hari lain."),
    "moved_too_often": _("Janji ini sudah sering dipindah. Pakai waktu yang sekarang, atau hubungi 175."),
    "hold_expired": _("Jam yang dipilih hanya disimpan 10 menit dan sudah dilepas. Pilih jam sekali lagi."),
}

_ACCESS: Sentences = {
    "access_unknown": _("Kode atau tautan ini tidak dikenal. Periksa lagi, atau minta yang baru."),
    "access_expired": _("Kode atau tautan ini sudah tidak berlaku. Minta yang baru."),
    "access_locked": _("Terlalu banyak percobaan. Coba lagi %(minutes)s menit lagi."),
    "access_too_many_codes": _(
        "Kode baru saja dikirim. Lihat surel Anda, atau coba lagi %(minutes)s menit lagi."
    ),
    "too_often": _(
        "Terlalu banyak percobaan dari jaringan ini. Coba lagi %(minutes)s menit lagi, atau hubungi 175."
    ),
    "number_empty": _("Isi nomor klaim dari surel."),
    "code_empty": _("Isi enam huruf dan angka dari surel."),
    "number_not_readable": _("Tulis seperti di surel, misalnya K-2020-0618-0743."),
    "number_check_wrong": _("Ada angka yang keliru atau tertukar. Periksa lagi."),
    "pairing_unknown": _(
        "Kode ini tidak dikenal atau sudah lewat. Lihat kode yang sekarang tampil di layar."
    ),
}

_CLAIM: Sentences = {
    "core_unavailable": _(
        "Data kepesertaan sedang tidak dapat dibuka, bukan salah Anda."
        " Isian sudah tersimpan. Coba lagi sebentar."
    ),
    "claim_incomplete": _("Masih ada yang belum lengkap. Lihat tanda di bawah."),
    "claim_in_progress": _(
        "Klaim untuk nomor peserta ini sedang diproses. Lacak klaim itu, tidak perlu mengajukan lagi."
    ),
    "claim_moved_on": _("Klaim ini sudah melangkah lebih jauh. Lihat keadaannya di halaman lacak."),
    "changed_meanwhile": _("Isian ini baru diubah di layar lain. Periksa lagi, lalu kirim sekali lagi."),
    "claim_unknown": _("Klaim ini tidak ditemukan."),
    "sum_unknown": _("Saldo belum diketahui. Cek data diri sekali lagi."),
    "move_not_from_here": _("Langkah ini sudah dilakukan, atau belum bisa sekarang."),
    "move_not_for_role": _("Langkah ini hanya untuk petugas yang berwenang."),
    "four_eyes": _("Yang memverifikasi tidak boleh menyetujui. Minta pemeriksa lain."),
}

_DOOR: Sentences = {
    "qr_unknown": _("QR ini bukan janji Lapak. Minta QR di surel, atau ketik NIK."),
    "claim_elsewhere": _("Klaim orang ini ada di cabang lain. Tawarkan jadwal di sini lewat halaman lacak."),
    "ticket_not_waiting": _("Nomor ini sudah dipanggil, tidak bisa diubah lagi."),
    "no_pager": _("Semua alat panggil sedang dipakai. Pilih menunggu di dalam atau dengan HP."),
    "nothing_to_undo": _("Tidak ada hitungan yang bisa dibatalkan."),
    "section_unknown": _("Bagian ruang ini tidak ada lagi. Pilih dari daftar."),
    "section_too_long": _("Bagian ruang paling panjang 40 huruf. Singkat namanya."),
    "volume_out_of_range": _("Isi 0 sampai 100."),
    "booth_taken": _("Bilik ini baru saja dipakai orang lain."),
}

_CHECK: Sentences = {
    "difference_unexplained": _("Tulis catatan tentang beda data ini, supaya jelas mengapa tetap disetujui."),
    "rejection_reason_unknown": _("Pilih alasan penolakan dari daftar."),
    "core_refused": _("Sistem inti menolak klaim ini, jadi belum bisa dibayar. Kembalikan ke petugas."),
    "order_under_way": _("Pembayarannya sudah ada di sistem inti, jadi klaim tidak bisa ditarik lagi."),
    "finding_resolved": _("Selisih ini sudah ditutup orang lain."),
    "letter_unknown": _("Pesan ini sudah tidak tertahan."),
    "message_needed": _("Pesanan bayar tidak boleh dihentikan. Kembalikan klaimnya ke petugas."),
    "opening_needed": _("Klaim ini masih berjalan dan perlu terdaftar. Coba lagi, atau usulkan penolakan."),
    "finding_unknown": _("Selisih ini tidak ada di cabang Anda."),
}

_DESK: Sentences = {
    "desk_unknown": _("Meja ini belum dibuka. Muat ulang halaman."),
    "desk_closed": _("Meja sudah ditutup. Muat ulang halaman untuk membukanya lagi."),
    "places_out_of_range": _("Pilih 1 sampai %(most)s orang."),
    "officer_only": _("Hanya petugas cabang yang dapat membuka meja."),
    "place_empty": _("Tempat ini sudah kosong. Pilih peserta lain."),
    "line_empty": _("Pesannya masih kosong. Tulis dulu, lalu kirim."),
    "line_too_long": _("Pesan paling panjang %(most)s huruf. Kirim dalam dua bagian."),
    "lines_too_many": _(
        "Pesan tertulis sudah sangat banyak. Lanjutkan dengan bicara, atau minta janji lain."
    ),
    "place_unknown": _("Tempat ini sudah kosong. Pilih peserta lain."),
    "person_not_confirmed": _("Cocokkan nama dan nomor antre dulu."),
    "person_changed": _("Peserta di ruang kerja sudah berganti. Tidak ada yang diubah."),
    "not_in_focus": _("Pilih pesertanya dulu, lalu ulangi."),
    "not_met_yet": _("Peserta ini belum disapa. Pilih tidak hadir bila orangnya tidak ada."),
    "stage_refused": _("Peserta sedang mengerjakan hal lain. Lihat ubinnya, lalu ulangi."),
    "step_refused": _("Langkah ini belum bisa sekarang."),
    "not_ready_to_verify": _("Masih ada yang belum diperiksa. Lihat daftar periksa dan dokumen."),
    "sum_changed": _("Saldo berubah setelah formulir ditandatangani. Minta peserta menandatangani lagi."),
    "core_refused": _("Sistem inti menolak klaim ini. Tanyakan lagi, atau minta kepala cabang melihatnya."),
    "not_your_claim": _("Klaim ini sedang dipegang petugas lain."),
    "check_unknown": _("Daftar periksa berubah. Muat ulang halaman."),
    "form_incomplete": _("Lengkapi pilihan di kotak ini, lalu kirim lagi."),
    "note_empty": _("Tulis catatannya dulu."),
    "note_too_long": _("Catatan paling panjang %(most)s huruf."),
    "ask_again_reason_unknown": _("Pilih satu alasan dari daftar."),
    "rejection_reason_unknown": _("Pilih satu alasan dari daftar."),
}

SENTENCES: Sentences = {
    **_IDENTITY,
    **_CONTACT,
    **_ACCOUNT,
    **_FILES,
    **_SCHEDULE,
    **_ACCESS,
    **_CLAIM,
    **_CHECK,
    **_DOOR,
    **_DESK,
    **QUEUE,
    **COMPANY,
    **WORKFLOW,
    **WORKDAYS,
    **PEOPLE,
    **ROSTER,
    **SUMS,
}
_OTHERWISE = _("Belum berhasil. Isian sudah tersimpan. Coba lagi, atau tanya petugas (kode %(code)s).")


def sentence(refusal: DomainError | FieldError) -> str:
    """Return what to tell the person; a code without words of its own gets a general sentence with it."""
    text = SENTENCES.get(refusal.code)
    if text is None:
        return str(_OTHERWISE) % {"code": refusal.code}
    return str(text) % refusal.params if refusal.params else str(text)


def put_on_form(form: forms.BaseForm, refusal: DomainError) -> None:
    """Show a refusal at the fields it concerns, or above the form when it names none the form has."""
    for error in refusal.fields:
        if error.field in form.fields:
            form.add_error(error.field, sentence(error))
    if not any(error.field in form.fields for error in refusal.fields):
        form.add_error(None, sentence(refusal))
