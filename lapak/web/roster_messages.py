"""Sentences for refusals about files and rows of a company's list of workers."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from lapak.web.company.row_words import REFUSALS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ROSTER: "Mapping[str, str | _StrPromise]" = {
    **{code: words.replace("{", "%(").replace("}", ")s") for code, words in REFUSALS.items()},
    "roster_unknown": _("Daftar ini tidak ditemukan. Buka dari halaman perusahaan."),
    "roster_closed": _("Daftar ini sudah ditutup. Mulai daftar baru."),
    "roster_file_at_work": _("Berkas lain sedang dibaca. Tunggu sebentar, yang ini belum dikirim."),
    "file_unknown": _("Berkas ini tidak ditemukan. Muat ulang halaman."),
    "file_unnamed": _("Berkas ini tidak dapat dikenali. Pilih lagi berkasnya."),
    "file_moved_on": _("Berkas ini sudah diproses. Muat ulang halaman."),
    "piece_out_of_place": _("Kiriman terputus. Dilanjutkan dari bagian terakhir yang sampai."),
    "piece_too_big": _("Bagian berkas terlalu besar. Muat ulang halaman, lalu kirim lagi."),
    "no_list_chosen": _("Pilih paling sedikit satu lembar."),
    "columns_missing": _("Masih ada kolom wajib yang belum dipilih."),
    "row_unknown": _("Baris ini tidak ditemukan. Muat ulang halaman."),
    "row_changed_meanwhile": _("Baris ini baru saja berubah. Lihat isinya, lalu perbaiki lagi."),
    "row_filed_already": _("Pekerja ini sudah diajukan, jadi barisnya tidak diubah lagi."),
    "sum_unknown": _("Hitungan ini tidak ditemukan."),
    "sum_reason_empty": _("Tulis alasannya dulu."),
    "sum_reason_too_long": _("Alasan paling panjang %(most)s huruf."),
    "sum_not_borderline": _("Hitungan ini sudah jelas, tidak perlu diputuskan."),
    "sum_decided": _("Hitungan ini sudah diputuskan."),
    "sum_replaced": _("Daftarnya berubah, ada hitungan baru. Muat ulang halaman."),
    "branch_head_only": _("Hanya kepala cabang yang melayani perusahaan ini yang memutuskan."),
}
