"""Short messages: beside mails that cannot wait, because a turn and an offer run out; instead of a mail for
workers whose company gave a number and no address.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from lapak.claims.queries.claim import claim
from lapak.kernel.zones import format_time, local_date
from lapak.outbox.registry import GiveUp, TryLater
from lapak.sms.gateway import sms_gateway
from lapak.sms.ports import GatewayRefused, GatewayUnavailable, ShortMessage
from lapak.web.templatetags.lapak_text import short_date

Facts = Mapping[str, Any]


def send_beside(*, template: str, claim_id: UUID, facts: Facts, reference: str, now: datetime) -> None:
    """Send a short message where the template has one and a gateway takes it; the mail has gone already."""
    write, gateway = TEXTS.get(template), sms_gateway()
    phone = claim(claim_id=claim_id, now=now).phone if write and gateway else ""
    if write is None or gateway is None or not phone:
        return
    with suppress(GatewayRefused, GatewayUnavailable):
        gateway.send(message=ShortMessage(to=phone, text=write(facts), reference=f"sms:{reference}"))


def send_instead(*, template: str, claim_id: UUID, facts: Facts, reference: str, now: datetime) -> None:
    """Send the short message of a template whose claim has no address; without a gateway nobody is told.

    Raises GiveUp(`sms_refused`), and TryLater while the gateway is away.
    """
    gateway, phone = sms_gateway(), claim(claim_id=claim_id, now=now).phone
    if gateway is None or not phone:
        return
    message = ShortMessage(to=phone, text=ALONE[template](facts), reference=f"sms:{reference}")
    try:
        gateway.send(message=message)
    except GatewayUnavailable as away:
        raise TryLater("sms_not_taken") from away
    except GatewayRefused as refused:
        raise GiveUp("sms_refused") from refused


def _turn(facts: Facts) -> str:
    lot = facts["lot"]
    words = {
        "office": lot.release.branch_name[:30],
        "day": short_date(lot.release.day),
        "until": format_time(moment=lot.turn_until, zone=lot.release.zone) if lot.turn_until else "",
    }
    said = _("Lapak: giliran Anda memilih jam, %(office)s %(day)s. Tempat disimpan sampai %(until)s.")
    return said % words + " " + _("Tautan ada di surel.")


def _offered(facts: Facts) -> str:
    offer = facts["offer"]
    words = {
        "office": offer.slot.branch_name[:30],
        "day": short_date(local_date(moment=offer.slot.starts_at, zone=offer.slot.zone)),
        "at": format_time(moment=offer.slot.starts_at, zone=offer.slot.zone),
        "until": format_time(moment=offer.deadline, zone=offer.slot.zone),
    }
    return (
        _("Lapak: ada tempat %(day)s %(at)s, %(office)s. Jawab sampai %(until)s. Tautan ada di surel.")
        % words
    )


def _filed(facts: Facts) -> str:
    return _("Lapak: perusahaan mengajukan klaim Anda. Benar atau keberatan? %(link)s") % facts


def _drafted(facts: Facts) -> str:
    return _("Lapak: klaim Anda sudah diisikan perusahaan. Lanjutkan: %(link)s") % facts


TEXTS: Mapping[str, Callable[[Facts], str]] = {"lot_turn": _turn, "slot_offered": _offered}
ALONE: Mapping[str, Callable[[Facts], str]] = {"collective_filed": _filed, "collective_draft": _drafted}
