"""Sentences about the people of a claim who are not the member: heirs, guardians, representatives."""

from django.utils.translation import gettext_lazy as _

from lapak.claims.rules.parties import PartyProblem

_P = PartyProblem
PEOPLE = {
    "not_an_heir": _("Tabungan ini untuk ahli waris. Tekan Saya butuh petugas, jalannya dijelaskan."),
    "consent_invalid": _("Lengkapi isian tentang persetujuan ini."),
    "way_unknown": _("Pilih persetujuan lisan atau cap jempol."),
    "way_not_allowed": _("Cara ini belum diperbolehkan pada tanggal ini."),
    "witness_missing": _("Tulis nama saksi yang hadir."),
    "party_invalid": _("Ada isian yang perlu diperbaiki. Yang lain sudah tersimpan."),
    "party_is_member": _("Ini NIK peserta sendiri. Isi NIK orang yang mewakilinya."),
    "party_named_already": _("Orang dengan NIK ini sudah ada di daftar."),
    "party_unknown": _("Orang ini sudah tidak ada di daftar."),
    "too_many_parties": _("Daftar ini paling banyak %(most)s orang. Minta bantuan di cabang."),
    "acting_stays": _("Yang mengajukan tidak bisa dihapus. Ubah isiannya, atau mulai dari isian pertama."),
    "acting_not_chosen": _("Pilih dulu siapa yang mengajukan di isian pertama."),
    "acting_under_age": _("Yang mengajukan harus sudah 18 tahun. Minta wali atau ahli waris dewasa."),
    "kin_missing": _("Pilih satu."),
    "share_unreadable": _("Tulis bagian seperti 1/8 atau 25%, atau kosongkan."),
    "guardian_unfit": _("Pilih wali yang sudah 18 tahun dari daftar."),
    "date_in_future": _("Tanggal ini belum lewat. Periksa tahunnya."),
    "died_on_empty": _("Isi tanggal peserta meninggal dari surat kematian."),
    "died_before_born": _("Tanggal ini sebelum tanggal lahir peserta. Periksa tahunnya."),
    "letter_on_empty": _("Isi tanggal surat keterangan ahli waris."),
    "letter_before_death": _("Surat ahli waris dibuat setelah peserta meninggal. Periksa tanggalnya."),
    "consent_before_death": _("Persetujuan dibuat setelah peserta meninggal. Periksa tanggalnya."),
    "mandate_on_empty": _("Isi tanggal di surat kuasa atau penetapan."),
    "mandate_until_before": _("Akhir masa berlaku lebih awal dari tanggal surat. Periksa keduanya."),
    "heirs_incomplete": _("Daftar ahli waris belum lengkap. Lihat yang perlu diisi di bawah."),
    "acts_after_death": _("Surat kuasa berakhir saat peserta meninggal. Pilih ahli waris."),
    _P.ACTING_MISSING: _("Tulis dulu siapa yang mengajukan."),
    _P.CAPACITY_WRONG: _("Peran dan alasan klaim belum cocok. Pilih lagi di isian pertama."),
    _P.DEATH_DATE_MISSING: _("Isi tanggal peserta meninggal."),
    _P.HEIRS_LETTER_MISSING: _("Isi tanggal surat keterangan ahli waris."),
    _P.HEIRS_NOT_WHOLE: _("Periksa daftar ahli waris, lalu nyatakan sudah lengkap."),
    _P.NOBODY_ENTITLED: _("Belum ada ahli waris di daftar. Tambahkan dari surat ahli waris."),
    _P.NOT_ENTITLED: _(
        "Menurut urutan ahli waris, %(name)s belum berhak selama ada yang lebih dekat."
        " Minta salah satu dari mereka yang mengajukan."
    ),
    _P.ACTING_MINOR: _(
        "%(name)s belum 18 tahun. Yang mengajukan adalah walinya, atau ahli waris dewasa lain."
    ),
    _P.GUARDIAN_MISSING: _("%(name)s belum 18 tahun. Tulis siapa walinya."),
    _P.GUARDIAN_OF_NOBODY: _("Tambahkan ahli waris di bawah 18 tahun yang diwakili %(name)s."),
    _P.CONSENT_MISSING: _("Isi tanggal surat persetujuan ahli waris lain."),
    _P.SHARES_TOO_LARGE: _("Jumlah semua bagian lebih dari satu. Periksa di surat ahli waris."),
    _P.MANDATE_MISSING: _("Isi tanggal surat kuasa atau penetapan."),
    _P.MANDATE_NOT_YET: _("Surat kuasa atau penetapan ini belum berlaku. Periksa tanggalnya."),
    _P.MANDATE_ENDED: _("Masa berlaku surat ini sudah lewat. Minta surat yang baru, lalu isi lagi."),
}
