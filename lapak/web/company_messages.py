"""Sentences for the codes of companies, their representatives, and lists of workers."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise

COMPANY: "Mapping[str, str | _StrPromise]" = {
    "registration_invalid": _("Ada isian yang perlu diperbaiki. Yang lain tetap."),
    "npp_empty": _("Isi NPP perusahaan, 8 huruf dan angka."),
    "npp_length": _("NPP berisi %(expected)s huruf dan angka, yang diisi %(given)s."),
    "npp_not_readable": _("NPP berisi angka, boleh didahului dua huruf. Lihat di sertifikat kepesertaan."),
    "npp_unknown": _("NPP ini tidak ada di data kepesertaan. Lihat lagi di sertifikat kepesertaan."),
    "company_empty": _("Isi nama perusahaan seperti di akta."),
    "password_weak": _("Pilih kata sandi paling sedikit 12 huruf, yang tidak mudah ditebak."),
    "address_has_account": _("Alamat ini sudah punya akun. Masuk dengan alamat itu, atau pakai alamat lain."),
    "date_empty": _("Isi tanggalnya, misalnya 31-12-2020."),
    "mandate_over_already": _("Tanggal ini sudah lewat, atau sebelum surat kuasa mulai. Periksa tahunnya."),
    "mandate_too_long": _("Surat kuasa berlaku paling lama %(days)s hari. Isi tanggal yang lebih awal."),
    "mandate_revoked": _("Surat kuasa ini sudah diakhiri. Klaim yang sudah diajukan tetap berjalan."),
    "mandate_expired": _(
        "Masa surat kuasa sudah lewat. Perpanjang dulu; klaim yang sudah diajukan tetap berjalan."
    ),
    "mandate_not_yet": _("Surat kuasa belum mulai berlaku."),
    "mandate_letter_missing": _("Unggah surat kuasa dulu."),
    "pledge_missing": _("Tanda tangani pernyataan tidak menyalahgunakan kuasa dulu."),
    "identity_missing": _("Identitas Anda belum dicocokkan lewat video dengan petugas."),
    "mandate_not_accepted": _("Surat kuasa sedang diperiksa petugas cabang."),
    "company_too_small": _(
        "Kanal kolektif terbuka untuk usaha menengah dan besar. Pekerja dapat mengajukan sendiri."
    ),
    "company_size_missing": _("Isi angka skala usaha dan buktinya dulu."),
    "size_invalid": _("Ada angka yang perlu diperbaiki."),
    "figures_missing": _("Isi salah satu angka: penjualan, kekayaan bersih, modal, atau jumlah pekerja."),
    "figure_negative": _("Angka ini tidak boleh kurang dari nol."),
    "company_unknown": _("Perusahaan ini tidak ditemukan di cabang Anda."),
    "threshold_not_met": _("Syarat 30% belum terpenuhi, atau masih ditimbang petugas."),
    "threshold_met": _("Perusahaan memenuhi syarat kolektif, jadi klaim diajukan bersama."),
    "batch_unknown": _("Rombongan ini tidak ada di cabang Anda."),
    "batch_moved_on": _("Rombongan ini sudah berubah. Muat ulang halaman."),
    "nobody_chosen": _("Pilih paling sedikit satu pekerja."),
    "talk_first": _("Pekerja ini terpilih untuk dihubungi lewat video. Hubungi dulu."),
    "form_missing": _("Formulir F5 bertanda tangan belum ada."),
    "claim_left_list": _("Pekerja ini mengurus klaimnya sendiri."),
    "talk_under_way": _("Anda masih dalam percakapan lain. Akhiri dulu."),
    "talk_unknown": _("Percakapan ini sudah berakhir."),
    "worker_unknown": _("Pekerja ini tidak ada di rombongan ini."),
}
