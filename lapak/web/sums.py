"""The worked sum in words: one plain sentence, then line by line, and which rule it rests on."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lapak.claims.rules.benefit import Doubt, Sum
from lapak.claims.rules.points import Option, Point, point_of
from lapak.claims.rules.programme import Programme
from lapak.claims.rules.treatment import Why
from lapak.kernel.rupiah import format_figure, format_rupiah
from lapak.web.templatetags.lapak_text import plain_date

DOUBTS: dict[Doubt, str | Promise] = {
    Doubt.EARLIER_PAYMENTS_DIFFER: gettext_lazy(
        "Pembayaran sebelumnya tidak sama dengan jumlah yang keluar dari saldo. Tanyakan ke sistem inti."
    ),
    Doubt.EARLIER_TAX_UNEXPLAINED: gettext_lazy(
        "Pajak pembayaran sebelumnya tidak cocok dengan aturan mana pun. Periksa bukti potongnya."
    ),
}


@dataclass(frozen=True)
class SumRow:
    """One line: what it is, how many rupiah, whether it is taken off, whether it is a result."""

    label: str
    amount: int
    less: bool = False
    total: bool = False


@dataclass(frozen=True)
class RuleUsed:
    """A point the sources disagree on, and the reading that was used."""

    point: Point
    option: Option


def sentence(due: Sum) -> str:
    """Return how the payment is taxed, in one plain sentence."""
    said = {
        Why.UNTAXED: _("Manfaat ini tidak kena pajak."),
        Why.PARTIAL_ON_BALANCE: _("Kena pajak %(rate)s%% atas seluruhnya, karena saldo di atas %(limit)s."),
        Why.PARTIAL_PROGRESSIVE: _("Kena pajak progresif dari rupiah pertama, karena dibayar sebagian."),
        Why.LATER_YEAR: _("Kena pajak progresif, karena pembayaran pertama sudah lama: %(first)s."),
    }.get(due.why) or _final_sentence(due)
    return said % {
        "rate": due.brackets[-1].rate_percent,
        "limit": format_rupiah(due.free_limit),
        "used": format_rupiah(due.used_before),
        "first": plain_date(due.earlier[0].paid_on) if due.earlier else "",
    }


def _final_sentence(due: Sum) -> str:
    if due.used_before >= due.free_limit and due.used_before:
        return _("Kena pajak %(rate)s%% seluruhnya: bagian bebas pajak terpakai pembayaran sebelumnya.")
    if due.used_before:
        return _("Dari %(limit)s yang bebas pajak, %(used)s sudah terpakai. Di atasnya kena %(rate)s%%.")
    if due.gross > due.free_limit:
        return _("Kena pajak %(rate)s%% hanya untuk bagian di atas %(limit)s.")
    return _("Tidak kena pajak, karena tidak lebih dari %(limit)s.")


def npwp_sentence(due: Sum) -> str:
    """Return what a tax number changes, empty when it changes nothing."""
    if not due.npwp_matters:
        return ""
    other = {"other": format_rupiah(due.other_tax)}
    if due.npwp:
        return _("Dihitung dengan NPWP. Tanpa NPWP pajaknya %(other)s.") % other
    return _("Dihitung tanpa NPWP, 20%% lebih tinggi. Dengan NPWP pajaknya %(other)s.") % other


def rows(due: Sum, programme: Programme) -> tuple[SumRow, ...]:
    """Return the sum line by line, from the contributions to what is received."""
    return tuple(_rows(due, programme.texts.amount))


def rules_used(due: Sum, programme: Programme) -> tuple[RuleUsed, ...]:
    """Return the points that bore on the sum, each with the reading in force."""
    points = (point_of(programme.points, code) for code in due.deciding)
    return tuple(RuleUsed(point, point.option(due.choices[point.code])) for point in points)


def _rows(due: Sum, balance: str) -> Iterator[SumRow]:
    yield SumRow(_("Iuran"), due.contributions)
    yield SumRow(_("Hasil pengembangan"), due.yield_)
    if due.paid_out:
        yield SumRow(_("Sudah dibayar sebelumnya"), due.paid_out, less=True)
    yield SumRow(balance, due.balance, total=True)
    if due.limit is not None:
        yield SumRow(_("Paling banyak %(share)s%%") % {"share": due.share_percent}, due.limit)
        yield SumRow(_("Yang dibayar sekarang"), due.gross, total=True)
    for line in due.tax_lines:
        words = {"rate": line.rate_percent, "base": format_figure(line.base)}
        yield SumRow(_("PPh 21 · %(rate)s%% × %(base)s") % words, line.amount, less=bool(line.amount))
    yield SumRow(_("Diterima"), due.net, total=True)
