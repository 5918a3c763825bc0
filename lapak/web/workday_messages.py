"""Sentences for refusals about a branch's days, by code."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

WORKDAYS: "Mapping[str, str | _StrPromise]" = {
    "days_out_of_order": _("Hari terakhir sebelum hari pertama. Pilih hari yang sama atau sesudahnya."),
    "times_out_of_order": _("Jam selesai harus setelah jam mulai, paling lambat 23.59."),
    "day_is_past": _("Hari ini sudah lewat. Pilih hari ini atau sesudahnya."),
    "shift_overlaps": _("Petugas ini sudah bekerja pada jam itu, di sini atau di cabang lain."),
    "rest_unknown": _("Istirahat ini sudah tidak ada."),
    "shift_unknown": _("Giliran kerja ini sudah tidak ada."),
    "absence_unknown": _("Catatan ini sudah tidak ada."),
    "booth_unknown": _("Bilik ini tidak ada di cabang Anda."),
    "zone_without_limit": _("Isi luas lantai atau batas orangnya."),
    "zone_hall_needed": _("Ruang tunggu perlu batas lebih dari nol."),
    "zone_limit_zero": _(
        "Luas ini tidak cukup untuk satu orang pada jarak itu. Perbesar luas atau dekatkan."
    ),
    "zone_distance": _("Isi jarak %(least)s sampai %(most)s cm."),
    "zone_alarm": _("Isi persen %(least)s sampai %(most)s, supaya alarm sebelum batas."),
    "alarm_unknown": _("Alarm ini tidak ada di cabang Anda."),
}
