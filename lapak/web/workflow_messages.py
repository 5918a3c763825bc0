"""Sentences for refusals in the work on claims: approvals, samples, reopening, signals, kin."""

from django.utils.translation import gettext_lazy as _

WORKFLOW = {
    "tiers_invalid": _("Ada batas yang perlu diperbaiki. Yang lain tetap terisi."),
    "tier_incomplete": _("Isi jumlah uang dan jumlah orangnya, atau kosongkan keduanya."),
    "tier_amount_invalid": _("Isi jumlah di atas nol, misalnya Rp100.000.000."),
    "tier_not_rising": _("Batas ini harus lebih tinggi daripada yang di atasnya."),
    "tier_approvers_invalid": _("Pilih 2 sampai %(most)s orang. Tanpa batas, satu orang menyetujui."),
    "tier_too_few_people": _(
        "Cabang ini punya %(people)s pejabat penyetuju. Tambah orangnya dulu, atau pilih lebih sedikit."
    ),
    "setting_in_the_past": _("Pilih hari ini atau sesudahnya. Yang sudah lewat tidak diubah."),
    "not_your_branch": _("Hanya kepala cabang ini atau pengelola yang dapat mengubahnya."),
}
