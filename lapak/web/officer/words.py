"""What the console calls the states, steps and reasons of the desk."""

from django.utils.translation import gettext_lazy as _

from lapak.desk.rules.flags import FlagReason
from lapak.desk.rules.stages import Stage
from lapak.desk.rules.tiles import TileState

STATES = {
    TileState.NEEDS_OFFICER: _("Butuh petugas"),
    TileState.CONNECTING: _("Menyambungkan"),
    TileState.TALKING: _("Bicara"),
    TileState.FILLING_IN: _("Mengisi formulir"),
    TileState.SCANNING: _("Memindai dokumen"),
    TileState.READING: _("Membaca formulir"),
    TileState.SIGNING: _("Menandatangani"),
    TileState.ON_HOLD: _("Ditahan"),
    TileState.DROPPED: _("Terputus"),
    TileState.OVER_LIMIT: _("Lewat batas"),
    TileState.DONE: _("Selesai"),
}

STEPS = {
    1: _("Salam"),
    2: _("KTP asli"),
    3: _("Foto wajah"),
    4: _("Hitungan dan rekening"),
    5: _("Tanda tangan"),
}

FLAGS = {
    FlagReason.HELP: _("“Saya butuh bantuan”"),
    FlagReason.UNREADABLE: _("“Hurufnya kurang jelas”"),
    FlagReason.QUESTION: _("“Saya mau bertanya”"),
    FlagReason.DEVICE: _("“Alatnya bermasalah”"),
    FlagReason.TASK_DONE: _("“Tugas saya selesai”"),
    FlagReason.LINE: _("Menulis pesan"),
}

TASKS = {
    Stage.FILLING_IN: (_("Memeriksa dan memperbaiki data"), "form-input"),
    Stage.SCANNING: (_("Memotret ulang dokumen"), "scan-line"),
    Stage.READING: (_("Membaca formulir"), "file-text"),
    Stage.SIGNING: (_("Menandatangani formulir"), "signature"),
}

PRIORITIES = {
    "elderly": (_("Lansia"), "cane"),
    "disabled": (_("Difabel"), "wheelchair"),
    "pregnant": (_("Hamil"), "heart"),
    "ill": (_("Sakit"), "thermometer"),
}

WAYS = {
    "drawn": _("Tanda tangan"),
    "spoken": _("Persetujuan lisan"),
    "thumb": _("Cap jempol"),
    "paper": _("Tanda tangan di kertas"),
}

STILLS = {
    "bukti_ktp": _("KTP asli"),
    "bukti_wajah": _("Wajah"),
    "bukti_percakapan": _("Percakapan"),
    "bukti_persetujuan": _("Persetujuan lisan"),
    "bukti_cap_jempol": _("Cap jempol"),
}

REASONS = {
    "resigned": _("Mengundurkan diri"),
    "laid_off": _("Kena PHK"),
    "retirement_age": _("Usia pensiun"),
    "death": _("Meninggal dunia"),
}
