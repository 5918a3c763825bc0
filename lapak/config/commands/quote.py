"""`lapak quote`: what a payment on a day comes to, line by line, and by which rules.

The readings of disputed points are the defaults of the programme, unless `DATABASE_URL` names the database of
an installation: then they are what the institution chose there.
"""

import argparse
import dataclasses
import os
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from lapak.config.commands import answers
from lapak.kernel.errors import DomainError
from lapak.kernel.rupiah import format_rupiah

if TYPE_CHECKING:
    from lapak.claims.rules.benefit import PaymentFacts, Sum
    from lapak.claims.rules.points import Change
    from lapak.claims.rules.programme import Programme
    from lapak.claims.rules.treatment import Part


def add(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "quote",
        help="work out what a payment on a day comes to after tax",
        description="Readings of disputed points are the programme's defaults, or, when DATABASE_URL is set, "
        "what the institution chose in that database.",
    )
    parser.add_argument("--reason", required=True, metavar="CODE")
    parser.add_argument(
        "--balance", required=True, type=answers.rupiah, metavar="RUPIAH", help="what is in the account now"
    )
    parser.add_argument("--contributions", type=answers.rupiah, metavar="RUPIAH")
    parser.add_argument("--yield", dest="yield_", type=answers.rupiah, metavar="RUPIAH")
    parser.add_argument("--npwp", action=argparse.BooleanOptionalAction, default=False)
    parser.add_argument(
        "--earlier-payment",
        dest="earlier",
        type=earlier_payment,
        action="append",
        default=[],
        metavar="DATE:AMOUNT[:TAX]",
        help="a part paid before; without TAX the tax that the rules give (may be repeated)",
    )
    parser.add_argument(
        "--amount", type=answers.rupiah, metavar="RUPIAH", help="what is asked of a partial payment"
    )
    parser.add_argument("--programme", metavar="CODE", help="default: the first one installed")
    answers.add_common(parser, on="the day of payment")
    parser.set_defaults(run=run)


def earlier_payment(text: str) -> tuple[date, int, int | None]:
    """Return day, gross and tax of `2018-03-01:20000000[:0]`. Raises ArgumentTypeError with a sentence."""
    day, *amounts = text.split(":")
    if len(amounts) not in (1, 2):
        raise argparse.ArgumentTypeError(
            f"{text!r} is no payment; write DATE:AMOUNT, such as 2018-03-01:20000000"
        )
    gross, *tax = (answers.rupiah(amount) for amount in amounts)
    if tax and tax[0] > gross:
        raise argparse.ArgumentTypeError(f"{text!r}: the tax is more than the payment")
    return answers.a_day(day), gross, tax[0] if tax else None


def run(options: argparse.Namespace, _rest: Sequence[str]) -> int:
    """Print the sum; return 0, or 2 with one sentence for what cannot be worked out."""
    answers.prepare_settings()
    from lapak.claims.programmes import programme, usual_programme

    on = options.on or answers.today()
    try:
        found = programme(options.programme) if options.programme else usual_programme()
        answer = _answer(options, found, on)
    except DomainError as refusal:
        return answers.refuse(_sentence(refusal, options, on))
    except DatabaseAway as away:
        return answers.refuse(str(away))
    answers.say(answer, as_json=options.json, table=lambda: _table(answer))
    return 0


class DatabaseAway(Exception):
    """The database that was named does not answer, or has no tables of Lapak. Says so in one sentence."""


class Contradiction(DomainError):
    """What was given does not go together. Codes: `balance_differs`, `earlier_after`, `too_large`."""


def _answer(options: argparse.Namespace, found: "Programme", on: date) -> dict[str, Any]:
    from lapak.claims.rules.benefit import work_out
    from lapak.claims.rules.npwp import NpwpState, npwp_counts, papers_asked

    rules = found.rule_set_on(on)
    reason = rules.reason(options.reason)
    changes, choices_from = _changes(found)
    facts = _facts(options, found, changes, on, reason.share_percent)
    tax_rules = _tax_rules(found, changes, on, facts.earlier)
    state = NpwpState.CONFIRMED if options.npwp else NpwpState.NONE
    counts = npwp_counts(state=state, choices=tax_rules.choices[on])
    due = work_out(facts=dataclasses.replace(facts, npwp=counts), rules=tax_rules)
    asked = papers_asked(
        rules.papers_of(reason=options.reason),
        balance=due.balance,
        gross=due.gross,
        paid_before=bool(facts.earlier),
        state=state,
        choices=due.choices,
    )
    return {
        "programme": found.code,
        "on": on.isoformat(),
        "reason": {"code": reason.code, "label": reason.label},
        "rule_set": {"id": rules.id, "label": rules.label, "version": rules.version},
        **_figures(due),
        "choices": dict(due.choices),
        "choices_that_mattered": {point: due.choices[point] for point in due.deciding},
        "choices_from": choices_from,
        "papers": [{"kind": paper.kind, "label": paper.label} for paper in asked],
    }


def _figures(due: "Sum") -> dict[str, Any]:
    return {
        "contributions": due.contributions,
        "yield": due.yield_,
        "paid_out": due.paid_out,
        "balance": due.balance,
        "limit": due.limit,
        "gross": due.gross,
        "tax_lines": [dataclasses.asdict(line) for line in due.tax_lines],
        "tax": due.tax,
        "net": due.net,
        "npwp": due.npwp,
        "tax_the_other_way": due.other_tax,
        "tax_table": {
            "id": due.tax_table,
            "label": due.tax_label,
            "source": due.tax_source,
            "final": due.final,
            "object_code": due.object_code,
        },
        "why": str(due.why),
        "used_before": due.used_before,
        "earlier_payments": [
            {"on": one.paid_on.isoformat(), "gross": one.gross, "tax": one.tax, "why": str(one.why)}
            for one in due.earlier
        ],
    }


def _facts(
    options: argparse.Namespace,
    found: "Programme",
    changes: "tuple[Change, ...]",
    on: date,
    share_percent: int | None,
) -> "PaymentFacts":
    from lapak.claims.rules.benefit import AccountFigures, PaymentFacts, benefit

    earlier = _earlier(options, found, changes, on)
    paid = sum(part.gross for part in earlier)
    yield_ = options.yield_ or 0
    contributions = options.contributions
    if contributions is None:
        contributions = options.balance + paid - yield_
    account = AccountFigures(contributions, yield_, paid)
    if benefit(account) != options.balance:
        raise Contradiction("balance_differs", params={"found": benefit(account)})
    return PaymentFacts(
        on=on, account=account, earlier=earlier, share_percent=share_percent, amount=options.amount
    )


def _earlier(
    options: argparse.Namespace, found: "Programme", changes: "tuple[Change, ...]", on: date
) -> "tuple[Part, ...]":
    """Return the parts paid before; one whose tax was not given has that of the rules of its day."""
    from lapak.claims.rules.tax import tax_of
    from lapak.claims.rules.treatment import Part, history, taxation

    parts: tuple[Part, ...] = ()
    for day, gross, tax in sorted(options.earlier, key=lambda one: one[0]):
        if day > on:
            raise Contradiction("earlier_after", params={"day": day.isoformat()})
        if tax is None:
            rules = _tax_rules(found, changes, day, parts)
            known = history(earlier=parts, rules=rules)
            taxed = taxation(
                on=day, partial=True, balance=options.balance + gross, earlier=known, rules=rules
            )
            tax = tax_of(taxed.lines(gross=gross, npwp=options.npwp))
        parts = (*parts, Part(day, True, gross, tax))
    return parts


def _tax_rules(
    found: "Programme", changes: "tuple[Change, ...]", on: date, earlier: "tuple[Part, ...]"
) -> Any:
    from lapak.claims.rules.points import choices_on
    from lapak.claims.rules.treatment import TaxRules, days_of, tables_needed

    days = days_of(on=on, earlier=earlier)
    return TaxRules(
        tables=tables_needed(days=days, tables=found.tax_tables),
        choices={day: choices_on(found.points, changes=changes, on=day) for day in days},
    )


def _changes(found: "Programme") -> "tuple[tuple[Change, ...], str]":
    """Return what the institution chose, and where that stands."""
    if not os.environ.get("DATABASE_URL"):
        return (), "programme"
    import django
    from django.db import Error

    django.setup()
    from lapak.claims.queries.policy import changes_of

    try:
        return changes_of(programme_code=found.code), "database"
    except Error as failure:
        raise DatabaseAway(
            "the database of DATABASE_URL does not answer; unset it to quote by the programme's defaults"
        ) from failure


def _sentence(refusal: DomainError, options: argparse.Namespace, on: date) -> str:
    texts = {
        "programme_unknown": f"there is no programme {options.programme!r}",
        "rule_set_none_in_force": f"no rules were in force on {on}",
        "tax_table_none_in_force": f"no tax table was in force on {refusal.params.get('on', on)}",
        "reason_unknown": f"the rules of {on} know no reason {options.reason!r}",
        "amount_above_limit": f"at most {refusal.params.get('limit')} rupiah may be asked",
        "amount_not_positive": "the amount asked must be above zero",
        "amount_not_for_full": "this reason pays the whole balance; leave --amount out",
        "balance_differs": "contributions and yield less earlier payments make "
        f"{refusal.params.get('found')}, not the balance of {options.balance}",
        "earlier_after": f"an earlier payment on {refusal.params.get('day')} lies after {on}",
        "account_does_not_add_up": "these amounts make a negative account, or one too large to keep",
    }
    return texts.get(refusal.code, refusal.code)


def _table(answer: dict[str, Any]) -> Iterator[str]:
    yield f"{answer['reason']['label']} · {answer['rule_set']['label']} · {answer['on']}"
    yield _line("contributions", answer["contributions"])
    yield _line("yield", answer["yield"])
    if answer["paid_out"]:
        yield _line("paid before", -answer["paid_out"])
    yield _line("balance", answer["balance"])
    if answer["limit"] is not None:
        yield _line("at most", answer["limit"])
    yield _line("gross", answer["gross"])
    for line in answer["tax_lines"]:
        yield _line(f"{line['rate_percent']} % of {format_rupiah(line['base'])}", -line["amount"])
    yield _line("net", answer["net"])
    table = answer["tax_table"]
    yield f"{table['label']}: {answer['why']}, {'final' if table['final'] else 'not final'}"
    if answer["tax_the_other_way"] != answer["tax"]:
        other = "without" if answer["npwp"] else "with"
        yield f"{other} NPWP the tax is {format_rupiah(answer['tax_the_other_way'])}"
    where = "the database" if answer["choices_from"] == "database" else "the programme's defaults"
    chosen = ", ".join(f"{point}={option}" for point, option in answer["choices_that_mattered"].items())
    yield f"readings by {where}: {chosen or 'none mattered'}"
    yield "papers: " + ", ".join(paper["label"] for paper in answer["papers"])


def _line(label: str, amount: int) -> str:
    return f"  {label:<32}{format_rupiah(amount):>22}"
