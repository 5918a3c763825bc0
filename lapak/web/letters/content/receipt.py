"""The receipt of filing: what was received, when the talk is, what happens then and within what time."""

from typing import Any

from lapak.booking.queries import active_booking
from lapak.booking.rules.states import Channel
from lapak.claims.queries.claim import PaperView
from lapak.claims.rules.papers import HowGiven
from lapak.kernel.zones import format_time, format_time_range, local_date
from lapak.web.letters.content.facts import Facts
from lapak.web.letters.content.frame import day_in_words


def body(facts: Facts) -> dict[str, Any]:
    """Return what the receipt says besides the frame."""
    claim, zone = facts.claim, facts.branch.timezone
    assert claim.submitted_at is not None  # a receipt tells of a filing
    return {
        "filed": f"{day_in_words(facts.day)}, {format_time(moment=claim.submitted_at, zone=zone)}",
        "online": claim.channel == Channel.ONLINE,
        "listed": claim.channel == "collective",
        "reason": facts.reason.label,
        "papers": [_label(paper) for paper in claim.papers if paper.state != "missing"],
        "to_sign": [
            paper.asked.label
            for paper in claim.papers
            if paper.state == "missing" and paper.asked.how is HowGiven.SIGN
        ],
        "originals": [paper.asked.label for paper in claim.papers if paper.asked.original_on_camera],
        "appointment": _appointment(facts),
        "payee": "" if claim.acting is None else claim.payee_name,
        "rules": facts.rules.label,
        "working_days": facts.rules.payment_working_days,
    }


def _label(paper: PaperView) -> str:
    return paper.asked.label


def _appointment(facts: Facts) -> str:
    """Return day and hours of the talk, empty for who comes without an appointment."""
    booking = active_booking(subject_id=facts.claim.id)
    if booking is None:
        return ""
    slot = booking.slot
    hours = format_time_range(start=slot.starts_at, end=slot.ends_at, zone=slot.zone)
    return f"{day_in_words(local_date(moment=slot.starts_at, zone=slot.zone))}, {hours}"
