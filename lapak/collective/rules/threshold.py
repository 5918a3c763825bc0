"""The 30 % test: may a company file for all? By exact integers, and by a reading of "30 % of its workers".

The readings stand in `data/threshold.toml`; the published rule leaves them open, so every answer carries the
sum with them.
"""

import tomllib
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import accumulate

from lapak.kernel.errors import DomainError


class Verdict(StrEnum):
    """Borderline: close enough to the limit that a person decides, with the sum before them."""

    MET = "met"
    BORDERLINE = "borderline"
    BELOW = "below"


class CountOn(StrEnum):
    """On which day the workers are counted."""

    DAY_BEFORE_FIRST_LAYOFF = "day_before_first_layoff"
    FIRST_OF_MONTH = "first_of_month_of_first_layoff"


class Sites(StrEnum):
    """Whose workers are counted: those of the company number that files. Each number files for itself."""

    NPP = "npp"


class ThresholdRuleNotFound(DomainError):
    """No rule was in force on that day. Code: `threshold_rule_not_found`."""


@dataclass(frozen=True, slots=True)
class ThresholdRule:
    """One reading of the test, in force for first layoffs from `first_day`.

    The share is `least` of `of_whole`. `window_days` is the length of the window in which layoffs belong
    together. `band` is how many workers the count may be off the limit and still go to a person.
    """

    version: str
    first_day: date
    source: str
    least: int
    of_whole: int
    count_on: CountOn
    sites: Sites
    counts: tuple[str, ...]
    window_days: int
    band: int


@dataclass(frozen=True, slots=True)
class Layoff:
    """Workers who left: the last day, the reason in our codes, and how many."""

    ended_on: date
    reason: str
    workers: int = 1


@dataclass(frozen=True, slots=True)
class Window:
    """The fullest window of layoffs, its first and last layoff, how many lie in it and how many outside."""

    first: date
    last: date
    laid_off: int
    outside: int


@dataclass(frozen=True, slots=True)
class Sum:
    """The test as it is shown: `left` = `of_whole` × laid off, `right` = `least` × workers.

    `missing` is how many more layoffs would meet it, 0 when it is met. `in_doubt` layoffs are not counted
    yet: rows still to be repaired, and layoffs outside the window.
    """

    rule: ThresholdRule
    workers: int
    laid_off: int
    in_doubt: int
    left: int
    right: int
    verdict: Verdict
    missing: int

    @property
    def permille(self) -> int:
        """The share laid off in thousandths, rounded down so that it never shows 30,0 % below the limit."""
        return 1000 * self.laid_off // self.workers if self.workers else 0


@dataclass(frozen=True, slots=True)
class Counted:
    """What goes into the sum: under which rule, the window, and how many more may have been laid off."""

    rule: ThresholdRule
    window: Window
    in_doubt: int


@cache
def threshold_rules() -> tuple[ThresholdRule, ...]:
    """Return every reading, the oldest first."""
    text = (files("lapak.collective") / "data" / "threshold.toml").read_text(encoding="utf-8")
    found = [
        ThresholdRule(
            version=one["version"],
            first_day=one["from"],
            source=one["source"],
            least=one["at_least"][0],
            of_whole=one["at_least"][1],
            count_on=CountOn(one["count_on"]),
            sites=Sites(one["sites"]),
            counts=tuple(one["counts"]),
            window_days=one["window_days"],
            band=one["band"],
        )
        for one in tomllib.loads(text)["rules"]
    ]
    return tuple(sorted(found, key=lambda rule: rule.first_day))


def threshold_rule_on(first_layoff: date) -> ThresholdRule:
    """Return the reading in force on the day of the first layoff. Raises ThresholdRuleNotFound."""
    in_force = [rule for rule in threshold_rules() if rule.first_day <= first_layoff]
    if not in_force:
        raise ThresholdRuleNotFound("threshold_rule_not_found", params={"on": first_layoff.isoformat()})
    return in_force[-1]


def fullest_window(*, layoffs: Iterable[Layoff], rule: ThresholdRule) -> Window | None:
    """Return the window of `window_days` with the most layoffs that count, the earliest of equals.

    None when no layoff counts. A window begins with a layoff and includes its own last day.
    """
    by_day: Counter[date] = Counter()
    for one in layoffs:
        if one.reason in rule.counts and one.workers > 0:
            by_day[one.ended_on] += one.workers
    if not by_day:
        return None
    days = sorted(by_day)
    before = [0, *accumulate(by_day[day] for day in days)]  # how many left before each day
    ends = [bisect_right(days, day + timedelta(days=rule.window_days - 1)) for day in days]
    begin = max(range(len(days)), key=lambda at: (before[ends[at]] - before[at], -at))
    inside = before[ends[begin]] - before[begin]
    return Window(days[begin], days[ends[begin] - 1], inside, before[-1] - inside)


def count_layoffs(
    *, layoffs: Iterable[Layoff], doubtful: Iterable[Layoff] = (), to_repair: int = 0
) -> Counted | None:
    """Return what goes into the sum, None while nobody on the list counts.

    Who left before the first rule, or for another reason, counts for nothing. In doubt are the `doubtful`
    layoffs that would count, those outside the window, and rows still to be repaired.
    """
    certain = [one for one in layoffs if _counts(one)]
    if not certain:
        return None
    rule = threshold_rule_on(min(one.ended_on for one in certain))
    window = fullest_window(layoffs=certain, rule=rule)
    if window is None:
        return None
    unknown = sum(one.workers for one in doubtful if _counts(one))
    return Counted(rule, window, to_repair + window.outside + unknown)


def _counts(one: Layoff) -> bool:
    if one.ended_on < threshold_rules()[0].first_day:
        return False
    return one.workers > 0 and one.reason in threshold_rule_on(one.ended_on).counts


def counting_day(*, first_layoff: date, rule: ThresholdRule) -> date:
    """Return the day on which the workers are counted.

    `first_layoff` is the last day of work of the first who left.
    """
    if rule.count_on is CountOn.FIRST_OF_MONTH:
        return first_layoff.replace(day=1)
    return first_layoff - timedelta(days=1)


def work_out(*, laid_off: int, workers: int, rule: ThresholdRule, in_doubt: int = 0) -> Sum:
    """Return the sum and what it says. Raises ValueError for a negative count, or no workers at all.

    Borderline when what is in doubt could turn a no into a yes, when the count lies within the rule's band,
    or when more were laid off than worked there, so that one of the two counts must be wrong.
    """
    if min(laid_off, in_doubt) < 0 or workers < 1:
        raise ValueError("counts must not be negative, and there must be workers")
    left, right = rule.of_whole * laid_off, rule.least * workers
    needed = -(-right // rule.of_whole)
    if laid_off > workers or abs(laid_off - needed) < rule.band:
        verdict = Verdict.BORDERLINE
    elif left >= right:
        verdict = Verdict.MET
    else:
        verdict = Verdict.BORDERLINE if laid_off + in_doubt >= needed else Verdict.BELOW
    return Sum(rule, workers, laid_off, in_doubt, left, right, verdict, max(0, needed - laid_off))
