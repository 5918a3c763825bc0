"""The decision: what was decided and why, the worked sum, and what the person can do next."""

from typing import Any

from lapak.claims.queries.tracking import clock_then
from lapak.claims.rules.banks import bank_name
from lapak.claims.rules.workflow import workflow
from lapak.kernel.masking import mask_account
from lapak.kernel.rupiah import format_rupiah
from lapak.kernel.working_days import add_working_days
from lapak.kernel.zones import local_date
from lapak.letters.rules.remedies import remedies
from lapak.offices.queries import holiday_dates
from lapak.web.letters.content.facts import Facts
from lapak.web.letters.content.frame import day_in_words
from lapak.web.letters.content.sums import sum_lines
from lapak.web.sums import npwp_sentence, sentence


def approved(facts: Facts) -> dict[str, Any]:
    """Return what the letter of an approval says besides the frame. Raises LetterUnsound."""
    claim, due = facts.claim, facts.due
    return {
        **_decided(facts),
        "net": format_rupiah(due.net),
        "sum": sum_lines(due, facts.programme),
        "tax_why": " ".join(filter(None, [sentence(due), npwp_sentence(due)])),
        "tax_label": due.tax_label,
        "bank": bank_name(claim.bank_code),
        "account": mask_account(claim.account_number),
        "account_name": claim.account_name or claim.name,
        "pay_until": _pay_until(facts),
    }


def rejected(facts: Facts) -> dict[str, Any]:
    """Return what the letter of a rejection says besides the frame."""
    reason = facts.programme.rejection_reason(facts.claim.decision_reason)
    return {**_decided(facts), "why_label": reason.label, "why": reason.sentence}


def _decided(facts: Facts) -> dict[str, Any]:
    claim, means = facts.claim, remedies()
    filed = claim.submitted_at
    return {
        "reason": facts.reason.label,
        "rules": facts.rules.label,
        "rules_version": facts.rules.version,
        "rules_source": facts.reason.source,
        "decided_by": claim.checker_name,
        "filed": "" if filed is None else day_in_words(local_date(moment=filed, zone=facts.branch.timezone)),
        "phone": facts.programme.institution.call_centre,
        "answer_days": workflow().objections.answer_working_days,
        "complaint_days": means.complaint_days,
    }


def _pay_until(facts: Facts) -> str:
    """Return the last day to pay, where the rules set one and it was still to come; else nothing."""
    clock = clock_then(claim_id=facts.claim.id, at=facts.letter.happened_at)
    return _working_day(facts, clock.left) if clock and clock.left else ""


def _working_day(facts: Facts, count: int) -> str:
    holidays = holiday_dates(years=[facts.day.year, facts.day.year + 1])
    return day_in_words(add_working_days(start=facts.day, count=count, holidays=holidays))
