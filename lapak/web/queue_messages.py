"""Refusals of the queue and the door as sentences, see `messages`."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

QUEUE: "Mapping[str, str | _StrPromise]" = {
    "ticket_of_another_day": _("Nomor ini dari hari lain. Ambil nomor baru."),
    "companions_too_many": _("Pendamping paling banyak %(most)s orang."),
    "same_branch": _("Orang ini sudah di kantor itu. Pilih kantor lain."),
    "no_appointment_here": _("Tidak ada janji di kantor ini hari ini. Ketik NIK di KTP."),
    "called_already": _("Nomor ini sudah dipanggil. Petugas yang memanggil yang melepasnya."),
    "met_already": _("Peserta ini sudah disapa. Pilih oper bila petugas lain yang melanjutkan."),
    "questions_missing": _("Isi sedikitnya satu pertanyaan, atau matikan penyaringan."),
    "questions_too_many": _("Paling banyak %(most)s pertanyaan, supaya antre di pintu tidak lama."),
    "question_too_long": _("Satu pertanyaan paling panjang %(longest)s huruf. Singkat kalimatnya."),
}
