"""`lapak eligibility`: may this member claim on a day, from when, or why not yet?

The core system of the settings is asked. Claims under way in this installation are not looked at: no database
is needed.
"""

import argparse
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from lapak.config.commands import answers
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import DomainError, Unavailable
from lapak.kernel.identity import Nik, parse_kpj, parse_nik
from lapak.offices.regions import place_of, province_codes

if TYPE_CHECKING:
    from lapak.claims.facts import MemberAnswer
    from lapak.claims.rules.eligibility import Eligibility
    from lapak.claims.rules.programme import Programme
    from lapak.claims.rules.reasons import ReasonRule

SILENT = 3  # the exit status when the core system gives no answer


def add(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "eligibility",
        help="say whether a member may claim, by asking the core system",
        description="Asks the core system at LAPAK_SMILE_URL with LAPAK_SMILE_TOKEN. Claims under way here "
        "are not looked at. Exit status 0: may claim for a reason asked about; 1: not now; 3: no answer.",
    )
    parser.add_argument("--nik", required=True)
    parser.add_argument("--kpj", required=True)
    parser.add_argument("--reason", metavar="CODE", help="default: every reason of the day's rules")
    parser.add_argument("--name", help="as on the KTP (default: as the register has it)")
    parser.add_argument("--birth-date", type=answers.a_day, metavar="DATE", help="default: the register's")
    parser.add_argument(
        "--event-date",
        type=answers.a_day,
        metavar="DATE",
        help="the day a reason asks for, such as the death",
    )
    parser.add_argument("--programme", metavar="CODE", help="default: the first one installed")
    answers.add_common(parser, on="the day of filing")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, _rest: Sequence[str]) -> int:
    """Print the answer for each reason; return an exit status as the help says, 2 for what cannot be read."""
    answers.prepare_settings()
    import django

    django.setup()
    from lapak.claims.inquiries import ask_member
    from lapak.claims.programmes import programme, usual_programme

    on = options.on or answers.today()
    try:
        nik = parse_nik(options.nik, on=on, known_provinces=province_codes())
        kpj = parse_kpj(options.kpj)
        found = programme(options.programme) if options.programme else usual_programme()
        rules = found.rule_set_on(on)
        reasons = [rules.reason(options.reason)] if options.reason else list(rules.reasons)
        answer = ask_member(nik=nik.digits, kpj=kpj, on=on, now=utc_now())
    except Unavailable:
        answers.refuse(
            "the core system does not answer, or does not know this installation. "
            "Check LAPAK_SMILE_URL and LAPAK_SMILE_TOKEN, then try again."
        )
        return SILENT
    except DomainError as refusal:
        return answers.refuse(str(answers.words(refusal)))
    told = [_told(found, _assess(options, found, answer, nik, on, one.code), one) for one in reasons]
    said = {
        "programme": found.code,
        "on": on.isoformat(),
        "rule_set": {"id": rules.id, "version": rules.version},
        "reasons": told,
    }
    answers.say(said, as_json=options.json, table=lambda: _table(said))
    return 0 if any(one["verdict"] == "may_claim" for one in told) else 1


def _assess(
    options: argparse.Namespace,
    found: "Programme",
    answer: "MemberAnswer",
    nik: Nik,
    on: date,
    reason: str,
) -> "Eligibility":
    from lapak.claims import facts as core_facts
    from lapak.claims.rules.eligibility import EligibilityFacts, eligibility

    member = core_facts.member_facts(answer)
    facts = EligibilityFacts(
        reason=reason,
        name=options.name or (member.name if member else ""),
        birth_date=options.birth_date or (member.birth_date if member else nik.birth_date),
        nik_birth_date=nik.birth_date,
        nik_region_known=place_of(district=nik.district).known,
        member=member,
        balance=answer.balance.total if answer.balance else None,
        event_on=options.event_date,
        earlier=core_facts.earlier(answer),
    )
    return eligibility(facts=facts, on=on, rule_set=found.rule_set_on(on))


def _told(found: "Programme", answer: "Eligibility", reason: "ReasonRule") -> dict[str, Any]:
    from lapak.web.participant.findings import Speaker, in_words

    kind = reason.kind
    speaker = Speaker(programme=found, reason=kind, you="Peserta")
    findings = []
    for finding in answer.findings:
        words = in_words(finding, speaker=speaker)
        findings.append(
            {
                "code": str(finding.code),
                "weight": str(finding.weight),
                "dates": {name: day.isoformat() for name, day in finding.dates.items()},
                "until": finding.until.isoformat() if finding.until else None,
                "sentence": f"{words.title}. {words.detail}".strip(". ") + ".",
            }
        )
    return {
        "reason": kind.code,
        "label": kind.label,
        "verdict": str(answer.verdict),
        "from_date": answer.from_date.isoformat() if answer.from_date else None,
        "findings": findings,
    }


def _table(said: dict[str, Any]) -> Iterator[str]:
    yield f"{said['rule_set']['id']} · {said['on']}"
    for one in said["reasons"]:
        day = f" {one['from_date']}" if one["from_date"] else ""
        yield f"{one['label']}: {one['verdict'].replace('_', ' ')}{day}"
        for finding in one["findings"]:
            yield f"    {finding['weight']:8} {finding['sentence']}"
