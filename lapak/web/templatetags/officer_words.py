"""Filters that put words on what the console shows."""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lapak.claims.queries.claim import SignedView
from lapak.claims.rules.capacities import plain_kind
from lapak.claims.rules.needs import Need
from lapak.desk.queries import Tile
from lapak.desk.rules.flags import FlagReason
from lapak.desk.rules.tiles import TileState
from lapak.web import needs_words
from lapak.web.officer import words
from lapak.web.officer.workspace import Comparison, Remaining, Workspace

register = template.Library()

FACTS = {
    "name": gettext_lazy("Nama"),
    "nik": gettext_lazy("NIK"),
    "born": gettext_lazy("Lahir"),
    "birth_place": gettext_lazy("Tempat lahir"),
    "employer": gettext_lazy("Pemberi kerja"),
    "ended": gettext_lazy("Berhenti"),
    "status": gettext_lazy("Status"),
    "account": gettext_lazy("Rekening"),
}
VALUES = {"inactive": gettext_lazy("Nonaktif"), "active": gettext_lazy("Masih aktif")}


@register.filter
def state_word(state: TileState) -> str:
    """Return what a tile says: `Ditahan`."""
    return str(words.STATES[state])


@register.filter
def step_word(step: int) -> str:
    """Return the name of a step: `KTP asli`."""
    return str(words.STEPS[step])


@register.filter
def flag_word(reason: str) -> str:
    """Return what the person said with the raised hand."""
    return str(words.FLAGS[FlagReason(reason)])


@register.filter
def priority_word(priority: str) -> str:
    """Return `Lansia`, `Difabel` or `Hamil`."""
    return str(words.PRIORITIES[priority][0])


@register.filter
def priority_icon(priority: str) -> str:
    """Return the icon beside the priority."""
    return str(words.PRIORITIES[priority][1])


@register.filter
def still_word(kind: str) -> str:
    """Return what a still shows."""
    return str(words.STILLS[plain_kind(kind)])


@register.filter
def need_word(need: Need) -> str:
    """Return the help somebody asked for, in short: `Lewat tulisan`."""
    return str(needs_words.SHORT[need][0])


@register.filter
def need_icon(need: Need) -> str:
    """Return the icon beside it."""
    return str(needs_words.SHORT[need][1])


@register.filter
def signed_word(signed: SignedView) -> str:
    """Return how a form was signed that was not drawn: `Persetujuan lisan, dibacakan Dimas; saksi …`."""
    facts = {"way": words.WAYS[signed.way], "by": signed.taken_by, "witness": signed.witness}
    if signed.witness:
        return _("%(way)s, dibacakan %(by)s, disaksikan %(witness)s") % facts
    return _("%(way)s, dibacakan %(by)s") % facts


@register.filter
def fact_word(name: str) -> str:
    """Return the name of a compared fact."""
    return str(FACTS[name])


@register.filter
def seconds_alone(tile: Tile, now: datetime) -> int:
    """Return for how many seconds the tile is in its present state."""
    return max(0, int((now - tile.since).total_seconds()))


@register.filter
def core_value(row: Comparison) -> str:
    """Return what the core system has, as people read it."""
    return _value(row.core)


@register.filter
def given_value(row: Comparison) -> str:
    """Return what the person gave, as people read it."""
    return _value(row.given)


@register.filter
def has_differences(work: Workspace) -> bool:
    """Return whether a fact was given otherwise than the core system has it."""
    return any(row.mark in ("near", "differs") for row in work.comparisons)


@register.filter
def remaining_words(remaining: Remaining) -> str:
    """Return what is left to do before filing, in one sentence."""
    if remaining.is_nothing:
        return _("Semua sudah diperiksa, siap diajukan")
    parts = []
    if remaining.checks:
        parts.append(
            ngettext("%(n)s pemeriksaan", "%(n)s pemeriksaan", remaining.checks) % {"n": remaining.checks}
        )
    if remaining.papers:
        parts.append(ngettext("%(n)s dokumen", "%(n)s dokumen", remaining.papers) % {"n": remaining.papers})
    if remaining.npwp:
        parts.append(_("NPWP"))
    if remaining.unsigned:
        parts.append(_("tanda tangan"))
    return _("%(what)s lagi sebelum bisa diajukan") % {"what": ", ".join(parts)}


def _value(value: Any) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, date):
        return dateformat.format(value, "d-m-Y")
    return str(VALUES.get(value, value))
