"""How a command takes days and amounts, and how it answers: a table for people, JSON for programs."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from lapak.kernel.clock import utc_now
from lapak.kernel.errors import DomainError
from lapak.kernel.zones import local_date

MOST_RUPIAH = 2**63 - 1
INSTITUTION_ZONE = "Asia/Jakarta"


def a_day(text: str) -> date:
    """Return the day in a text such as 2020-06-22. Raises ArgumentTypeError with a sentence."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a day; write it as YYYY-MM-DD, such as 2020-06-22"
        ) from None


def rupiah(text: str) -> int:
    """Return whole rupiah in a text such as 60000000. Raises ArgumentTypeError with a sentence."""
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f"{text!r} is not whole rupiah; write digits only, such as 60000000")
    amount = int(text)
    if amount > MOST_RUPIAH:
        raise argparse.ArgumentTypeError(
            f"{text} is more than {MOST_RUPIAH} rupiah, the most that can be kept"
        )
    return amount


def today() -> date:
    """Return the day it is in Jakarta."""
    return local_date(moment=utc_now(), zone=INSTITUTION_ZONE)


def prepare_settings() -> None:
    """Name the settings whose programmes and core system the answer comes from; no database is started."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lapak.config.settings.demonstration")


def words(refusal: DomainError) -> str:
    """Return the sentence that people read for a refusal."""
    prepare_settings()
    import django

    django.setup()
    from lapak.web.messages import sentence

    return str(sentence(refusal))


def add_common(parser: argparse.ArgumentParser, *, on: str) -> None:
    """Give a command `--on` (its meaning in `on`) and `--json`."""
    parser.add_argument("--on", type=a_day, default=None, metavar="DATE", help=f"{on} (default: today)")
    parser.add_argument("--json", action="store_true", help="answer with one JSON object")


def say(answer: Mapping[str, Any], *, as_json: bool, table: Callable[[], Iterable[str]]) -> None:
    """Print the answer: as JSON, or the lines of its table."""
    if as_json:
        print(json.dumps(answer, ensure_ascii=False, indent=2, default=str))
    else:
        print("\n".join(table()))


def refuse(sentence: str) -> int:
    """Print why a question cannot be answered; return the exit status for that, 2."""
    print(f"lapak: {sentence}", file=sys.stderr)
    return 2
