"""The sample payments in words."""

from django.utils.translation import gettext as _

from lapak.claims.rules.preview import Sample
from lapak.kernel.rupiah import format_rupiah


def sample_words(sample: Sample) -> str:
    """Return the sample in words: `Sisa Rp84.000.000, 2 tahun setelah pembayaran sebagian, tanpa NPWP`."""
    facts = {"amount": format_rupiah(sample.balance), "share": sample.share_percent, "years": sample.years}
    if sample.after == "full":
        said = _("%(amount)s masuk, %(years)s tahun kalender setelah dibayar penuh")
    elif sample.after:
        said = _("Sisa %(amount)s, %(years)s tahun kalender setelah dibayar sebagian 30%%")
    elif sample.share_percent:
        said = _("Sebagian %(share)s%% dari %(amount)s")
    else:
        said = _("Semua sekaligus, %(amount)s")
    said = said % facts
    return said if sample.npwp else _("%(sample)s, tanpa NPWP") % {"sample": said}
