"""`lapak collective check`: read a company's list of workers, and say whether it may file for all of them.

Nothing is kept: no database is needed. The head count is asked of the core system of the settings.
"""

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lapak.config.commands import answers
from lapak.kernel.errors import DomainError
from lapak.kernel.identity import parse_npp
from lapak.offices.regions import province_codes

if TYPE_CHECKING:
    from lapak.collective.rules.threshold import Sum, Window

SILENT = 3  # the exit status when the core system gives no answer
WORDS = "lapak.web.company.row_words"


def add(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("collective", help="check a company's list of workers")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    check = actions.add_parser(
        "check",
        help="read the list, judge every row, and work out the 30 %% test",
        description="Asks the core system at LAPAK_SMILE_URL for the head count, unless --workers tells it. "
        "Exit status 0: the company may file for all; 1: not, or a person decides; 2: the file cannot be "
        "read; 3: the core system gives no answer.",
    )
    check.add_argument("file", type=Path, metavar="FILE", help="xlsx, xlsm, xlsb, xls, ods or csv")
    check.add_argument("--npp", required=True, help="the company's number")
    check.add_argument(
        "--workers", type=_a_count, metavar="N", help="the head count, if it need not be asked"
    )
    check.add_argument("--answers", type=Path, metavar="XLSX", help="also write the answer workbook")
    check.add_argument("--programme", metavar="CODE", help="default: the first one installed")
    answers.add_common(check, on="the day of filing")
    check.set_defaults(run=run)


def run(options: argparse.Namespace, _rest: Sequence[str]) -> int:
    """Print what was found and the sum; return an exit status as the help says."""
    answers.prepare_settings()
    import django

    django.setup()
    from lapak.claims.ports import CoreError
    from lapak.collective.rules.formats import FileRefused

    try:
        npp = parse_npp(options.npp)
        found = _read(options)
        measured = _measured(found, npp=npp, workers=options.workers)
    except FileRefused as refusal:
        from lapak.web.company.row_words import refusal as refusal_words

        return answers.refuse(refusal_words(refusal.code, refusal.params))
    except OSError as problem:
        return answers.refuse(f"{options.file}: {problem.strerror}")
    except CoreError:
        answers.refuse("the core system does not answer, or does not know this company. Tell --workers.")
        return SILENT
    except DomainError as refusal:
        return answers.refuse(answers.words(refusal))
    told = _told(found, npp, options.on or answers.today(), measured)
    answers.say(told, as_json=options.json, table=lambda: _table(told))
    return 0 if told["verdict"] == "met" else 1


def _read(options: argparse.Namespace) -> dict[str, Any]:
    """Return the last word of the process that reads the file."""
    from lapak.claims.programmes import programme, usual_programme
    from lapak.collective.rules.cell_words import reason_words
    from lapak.collective.workbooks.apart import Order, carry_out

    on = options.on or answers.today()
    found = programme(options.programme) if options.programme else usual_programme()
    order = Order(
        task="answer" if options.answers else "count",
        path=str(options.file.absolute()),
        on=on.isoformat(),
        provinces=tuple(province_codes()),
        reasons=reason_words({one.code: one.label for one in found.rule_set_on(on).reasons}),
        target=str(options.answers.absolute()) if options.answers else "",
        words=WORDS,
    )
    return list(carry_out(order))[-1]


def _measured(found: dict[str, Any], *, npp: str, workers: int | None) -> "tuple[Sum, Window, date] | None":
    """Return the sum, the window and the counting day; None when nobody on the list was laid off."""
    from lapak.claims.core import core_system
    from lapak.collective.rules import threshold

    layoffs = [
        threshold.Layoff(date.fromisoformat(day), reason, count) for day, reason, count in found["layoffs"]
    ]
    counted = threshold.count_layoffs(layoffs=layoffs, to_repair=found["verdicts"].get("to_repair", 0))
    if counted is None:
        return None
    rule, window = counted.rule, counted.window
    counted_on = threshold.counting_day(first_layoff=window.first, rule=rule)
    if workers is None:
        workers = core_system().headcount(npp=npp, on=counted_on)
    work = threshold.work_out(laid_off=window.laid_off, workers=workers, rule=rule, in_doubt=counted.in_doubt)
    return work, window, counted_on


def _told(
    found: dict[str, Any], npp: str, on: date, measured: "tuple[Sum, Window, date] | None"
) -> dict[str, Any]:
    verdicts = Counter(found["verdicts"])
    told: dict[str, Any] = {
        "npp": npp,
        "on": on.isoformat(),
        "rows": verdicts.total(),
        "ok": verdicts["accepted"],
        "to_repair": verdicts["to_repair"],
        "duplicates": verdicts["duplicate"],
        "errors": dict(sorted(found["problems"].items(), key=lambda one: (-one[1], one[0]))),
        "notes": found["doubts"],
        "passed_over": {
            "lines": found["passed_over"],
            "sheets": [note["params"].get("sheet", note["code"]) for note in found["notes"]],
        },
        "threshold": None,
        "verdict": "nobody_laid_off",
    }
    if measured is not None:
        work, window, counted_on = measured
        told["verdict"] = str(work.verdict)
        told["threshold"] = {
            "rule": work.rule.version,
            "counted_on": counted_on.isoformat(),
            "workers": work.workers,
            "laid_off": work.laid_off,
            "in_doubt": work.in_doubt,
            "window": [window.first.isoformat(), window.last.isoformat()],
            "sum": f"{work.rule.of_whole} x {work.laid_off} = {work.left}, "
            f"{work.rule.least} x {work.workers} = {work.right}",
            "left": work.left,
            "right": work.right,
            "missing": work.missing,
        }
    return told


def _table(told: dict[str, Any]) -> Iterator[str]:
    yield f"{told['rows']} rows: {told['ok']} accepted, {told['to_repair']} to repair, " + (
        f"{told['duplicates']} repeated"
    )
    for code, count in told["errors"].items():
        yield f"    {count:6}  {code}"
    if told["threshold"] is not None:
        threshold = told["threshold"]
        yield f"{threshold['sum']}; workers counted on {threshold['counted_on']}"
    yield told["verdict"].replace("_", " ")


def _a_count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of people")
    return int(text)
