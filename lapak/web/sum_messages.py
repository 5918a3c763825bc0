"""Sentences for refusals about amounts, tax numbers and the institution's choices."""

from django.utils.translation import gettext_lazy as _

SUMS = {
    "rupiah_empty": _("Isi jumlahnya, misalnya Rp6.000.000."),
    "rupiah_not_readable": _("Tulis jumlah dalam rupiah penuh, misalnya Rp6.000.000."),
    "rupiah_too_large": _("Jumlah ini terlalu besar. Periksa angkanya."),
    "amount_not_positive": _("Isi jumlah di atas nol."),
    "amount_above_limit": _("Jumlah ini lebih besar daripada batasnya. Lihat batas di atas kotak."),
    "amount_not_for_full": _("Pembayaran penuh selalu seluruh saldo. Kosongkan jumlahnya."),
    "account_does_not_add_up": _("Saldo dari sistem inti tidak cocok jumlahnya. Petugas akan menanyakannya."),
    "npwp_invalid": _("Periksa NPWP. Yang lain tetap tersimpan."),
    "npwp_empty": _("Isi NPWP, atau tandai tidak punya."),
    "npwp_not_digits": _("NPWP hanya berisi angka."),
    "npwp_length": _("NPWP berisi 15 atau 16 angka, yang diisi %(given)s."),
    "npwp_and_none": _("Kosongkan NPWP, atau hapus tanda tidak punya."),
    "npwp_not_given": _("Peserta belum memberi NPWP."),
    "npwp_unjudged": _("NPWP belum dicocokkan."),
    "download_reason_unknown": _("Pilih satu alasan. Unduhan dicatat."),
    "point_unknown": _("Pertanyaan ini tidak ada dalam aturan program."),
    "point_option_unknown": _("Pilih salah satu dari daftar."),
    "point_choice_same": _("Pilihan ini sudah berlaku pada hari itu."),
    "point_from_past": _("Pilih besok atau sesudahnya. Keputusan hari ini dan yang lewat tidak diubah."),
    "point_change_overlaps": _(
        "Sudah ada perubahan mulai %(from)s. Batalkan dulu, atau pilih hari sesudahnya."
    ),
    "point_note_empty": _("Tulis alasan atau nomor suratnya."),
    "point_note_too_long": _("Catatan paling panjang %(most)s huruf."),
    "policy_unknown": _("Perubahan ini tidak ditemukan. Muat ulang halaman."),
    "policy_in_force": _("Perubahan ini sudah berlaku. Buat perubahan baru."),
    "policy_withdrawn": _("Perubahan ini sudah dibatalkan."),
}
