"""`lapak papers`: what is asked for a reason on a day."""

import argparse
from collections.abc import Iterator, Sequence
from typing import Any

from lapak.config.commands import answers
from lapak.kernel.errors import DomainError
from lapak.kernel.rupiah import format_rupiah


def add(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("papers", help="say which papers a reason asks for on a day")
    parser.add_argument("--reason", required=True, metavar="CODE")
    parser.add_argument(
        "--balance", type=answers.rupiah, metavar="RUPIAH", help="leaves out what is not asked"
    )
    parser.add_argument("--programme", metavar="CODE", help="default: the first one installed")
    answers.add_common(parser, on="the day of filing")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, _rest: Sequence[str]) -> int:
    """Print the papers; return 0, or 2 for a reason, programme or day that no rule knows."""
    answers.prepare_settings()
    from lapak.claims.programmes import programme, usual_programme

    on = options.on or answers.today()
    try:
        found = programme(options.programme) if options.programme else usual_programme()
        rules = found.rule_set_on(on)
        reason = rules.reason(options.reason)
    except DomainError as refusal:
        return answers.refuse(_sentence(refusal, options))
    asked = [rules.papers[kind] for kind in reason.papers]
    if options.balance is not None:
        asked = [paper for paper in asked if paper.is_asked(balance=options.balance)]
    answer = {
        "programme": found.code,
        "on": on.isoformat(),
        "rule_set": {"id": rules.id, "label": rules.label, "version": rules.version, "source": rules.source},
        "reason": {"code": reason.code, "label": reason.label, "source": reason.source},
        "balance": options.balance,
        "papers": [
            {
                "kind": paper.kind,
                "label": paper.label,
                "why": paper.why,
                "how": str(paper.how),
                "original_on_camera": paper.original_on_camera,
                "only_above": paper.only_above,
                "one_of": [{"code": one.code, "label": one.label} for one in paper.alternatives],
                "source": paper.source,
            }
            for paper in asked
        ],
    }
    answers.say(answer, as_json=options.json, table=lambda: _table(answer))
    return 0


def _sentence(refusal: DomainError, options: argparse.Namespace) -> str:
    match refusal.code:
        case "programme_unknown":
            return f"there is no programme {options.programme!r}"
        case "rule_set_none_in_force":
            return f"no rules were in force on {options.on}"
        case _:
            return f"the rules of that day know no reason {options.reason!r}"


def _table(answer: dict[str, Any]) -> Iterator[str]:
    yield f"{answer['reason']['label']} · {answer['rule_set']['label']} · {answer['on']}"
    for paper in answer["papers"]:
        above = paper["only_above"]
        when = f" (only above {format_rupiah(above)})" if above is not None else ""
        signed = " (signed at the desk)" if paper["how"] == "sign" else ""
        yield f"- {paper['label']}{when}{signed}"
        for one in paper["one_of"]:
            yield f"    one of: {one['label']}"
