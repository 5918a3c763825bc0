"""Words about the people of a claim: how they are related, what the order of heirs says, what is missing."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lapak.claims.queries.parties import ActingView, PartyView
from lapak.claims.rules.capacities import Capacity
from lapak.claims.rules.heirs import Kin
from lapak.kernel.identity import WOMAN_DAY_OFFSET
from lapak.web.templatetags.lapak_text import plain_date

KINS = {
    Kin.SPOUSE: gettext_lazy("Istri atau suami"),
    Kin.CHILD: gettext_lazy("Anak"),
    Kin.PARENT: gettext_lazy("Orang tua"),
    Kin.GRANDCHILD: gettext_lazy("Cucu"),
    Kin.GRANDPARENT: gettext_lazy("Kakek atau nenek"),
    Kin.SIBLING: gettext_lazy("Saudara kandung"),
    Kin.PARENT_IN_LAW: gettext_lazy("Mertua"),
    Kin.NAMED_IN_WILL: gettext_lazy("Disebut dalam wasiat"),
}
CAPACITIES = {
    Capacity.HEIR: gettext_lazy("Ahli waris"),
    Capacity.GUARDIAN: gettext_lazy("Wali ahli waris di bawah umur"),
    Capacity.REPRESENTATIVE: gettext_lazy("Penerima kuasa"),
    Capacity.CURATOR: gettext_lazy("Pengampu"),
}
ORDER = (
    gettext_lazy("istri atau suami, dan anak"),
    gettext_lazy("orang tua, cucu, kakek dan nenek"),
    gettext_lazy("saudara kandung"),
    gettext_lazy("mertua"),
    gettext_lazy("orang yang disebut dalam wasiat"),
)


@dataclass(frozen=True)
class PersonRow:
    """One person as the list shows them: the name, what they are, and what is still open about them."""

    party: PartyView
    what: str
    standing: str
    guardian: str


def rows_of(acting: ActingView) -> list[PersonRow]:
    """Return everybody of a claim after a death, the acting person first."""
    names = {one.number: one.name for one in acting.parties}
    people = sorted(acting.parties, key=lambda one: not one.acts)
    return [
        PersonRow(one, what_of(one), _standing(one), names.get(one.guardian, "") if one.guardian else "")
        for one in people
    ]


def what_of(party: PartyView) -> str:
    """Return what somebody is to the member: `Istri`, `Anak`, or `Wali …`."""
    if party.kin is Kin.SPOUSE:
        return _("Istri") if int(party.nik[6:8]) > WOMAN_DAY_OFFSET else _("Suami")
    return str(KINS[party.kin] if party.kin else CAPACITIES[party.capacity])


def order_says(acting: ActingView) -> str:
    """Return in one sentence who is entitled, and why nobody else is."""
    found = acting.entitlement
    if found.rank is None:
        return _("Belum ada ahli waris di daftar ini.")
    names = _joined([one.name for one in acting.parties if one.is_entitled])
    rank = str(ORDER[found.rank - 1])
    if found.others:
        return _("Yang berhak: %(names)s. Selama ada %(rank)s, ahli waris lain tidak mendapat bagian.") % {
            "names": names,
            "rank": rank,
        }
    return ngettext("Yang berhak: %(names)s.", "Yang berhak bersama: %(names)s.", len(found.entitled)) % {
        "names": names
    }


def lines_of(acting: ActingView) -> list[tuple[str, str]]:
    """Return what summary and form say about the people: pairs of label and value."""
    who = acting.acting
    if who is None:
        return []
    lines = [
        (str(CAPACITIES[acting.capacity]), f"{who.name}, {what_of(who)}" if who.kin else who.name),
        (_("NIK yang mengajukan"), who.nik),
    ]
    if acting.died_on:
        lines.append((_("Peserta meninggal"), plain_date(acting.died_on)))
    if acting.letter_on:
        lines.append((_("Surat ahli waris"), _dated(acting.letter_on, acting.letter_number)))
    if who.mandate_on:
        lines.append((_("Surat kuasa atau penetapan"), _dated(who.mandate_on, who.mandate_number)))
    if who.mandate_until:
        lines.append((_("Berlaku sampai"), plain_date(who.mandate_until)))
    lines += [(what_of(one), f"{one.name}, {_standing(one)}") for one in acting.others]
    if acting.consent_on and acting.consenting:
        lines.append((_("Persetujuan tertulis"), plain_date(acting.consent_on)))
    return lines


def acts_for(acting: ActingView, *, member: str) -> str:
    """Return for the officer who acts for whom: `Ahli waris: Siti Aminah (istri atau suami) untuk alm. …`."""
    who = acting.acting
    if who is None:
        return _("Pihak yang mengajukan belum ditulis")
    facts = {
        "capacity": CAPACITIES[who.capacity],
        "name": who.name,
        "kin": what_of(who).lower() if who.kin else "",
        "member": member,
    }
    if who.kin:
        return _("%(capacity)s: %(name)s (%(kin)s) untuk alm. %(member)s") % facts
    if acting.is_after_death:
        return _("%(capacity)s: %(name)s untuk alm. %(member)s") % facts
    return _("%(capacity)s: %(name)s untuk %(member)s") % facts


def _standing(party: PartyView) -> str:
    if party.capacity is Capacity.GUARDIAN:
        return _("bukan ahli waris")
    if not party.is_entitled:
        return _("tidak mendapat bagian")
    return _("berhak, di bawah 18 tahun") if party.is_minor else _("berhak")


def _dated(day: date, number: str) -> str:
    return f"{plain_date(day)}, {number}" if number else plain_date(day)


def _joined(names: list[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s dan %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}
