from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapak.collective.rules.threshold import (
    CountOn,
    Layoff,
    ThresholdRuleNotFound,
    Verdict,
    counting_day,
    fullest_window,
    threshold_rule_on,
    work_out,
)

FIRST = date(2020, 5, 15)
RULE = threshold_rule_on(FIRST)
COUNTS = st.integers(1, 200_000)


@pytest.mark.parametrize(
    ("laid_off", "workers", "verdict"),
    [
        (29, 100, Verdict.BELOW),
        (30, 100, Verdict.MET),
        (30, 101, Verdict.BELOW),
        (31, 101, Verdict.MET),
        (3, 10, Verdict.MET),
        (2, 10, Verdict.BELOW),
        (412, 1_248, Verdict.MET),
        (0, 1, Verdict.BELOW),
    ],
)
def test_the_limit_is_exact(laid_off: int, workers: int, verdict: Verdict) -> None:
    assert work_out(laid_off=laid_off, workers=workers, rule=RULE).verdict is verdict


def test_the_sum_of_the_picture_is_shown_in_integers() -> None:
    work = work_out(laid_off=412, workers=1_248, rule=RULE)
    assert (work.left, work.right, work.permille, work.missing) == (4_120, 3_744, 330, 0)


@given(COUNTS, COUNTS)
def test_the_verdict_is_that_of_fractions(laid_off: int, workers: int) -> None:
    verdict = work_out(laid_off=laid_off, workers=workers, rule=RULE).verdict
    if laid_off > workers:
        assert verdict is Verdict.BORDERLINE
    else:
        assert (verdict is Verdict.MET) == (Fraction(laid_off, workers) >= Fraction(3, 10))


@given(COUNTS, COUNTS)
def test_missing_is_the_fewest_that_meet_it(laid_off: int, workers: int) -> None:
    work = work_out(laid_off=laid_off, workers=workers, rule=RULE)
    assert 10 * (laid_off + work.missing) >= 3 * workers
    assert work.missing == 0 or 10 * (laid_off + work.missing - 1) < 3 * workers


@given(COUNTS, COUNTS)
def test_thirty_percent_is_never_shown_below_the_limit(laid_off: int, workers: int) -> None:
    work = work_out(laid_off=laid_off, workers=workers, rule=RULE)
    assert (work.permille >= 300) == (work.left >= work.right)


def test_doubt_that_could_turn_a_no_into_a_yes_goes_to_a_person() -> None:
    assert work_out(laid_off=29, workers=100, rule=RULE, in_doubt=1).verdict is Verdict.BORDERLINE
    assert work_out(laid_off=28, workers=100, rule=RULE, in_doubt=1).verdict is Verdict.BELOW
    assert work_out(laid_off=30, workers=100, rule=RULE, in_doubt=50).verdict is Verdict.MET


def test_a_band_takes_both_sides_of_the_limit_to_a_person() -> None:
    rule = replace(RULE, band=2)
    verdicts = [work_out(laid_off=n, workers=100, rule=rule).verdict for n in (28, 29, 30, 31, 32)]
    between = [Verdict.BORDERLINE] * 3
    assert verdicts == [Verdict.BELOW, *between, Verdict.MET]


def test_counts_that_cannot_be_are_refused() -> None:
    for laid_off, workers in ((-1, 10), (1, 0)):
        with pytest.raises(ValueError, match="workers"):
            work_out(laid_off=laid_off, workers=workers, rule=RULE)


def test_before_the_first_rule_there_is_no_test() -> None:
    with pytest.raises(ThresholdRuleNotFound):
        threshold_rule_on(date(2020, 3, 22))


def test_workers_are_counted_on_the_day_before_or_as_configured() -> None:
    assert counting_day(first_layoff=FIRST, rule=RULE) == date(2020, 5, 14)
    assert counting_day(first_layoff=FIRST, rule=replace(RULE, count_on=CountOn.FIRST_OF_MONTH)) == date(
        2020, 5, 1
    )


def layoffs(*days: int, reason: str = "laid_off") -> list[Layoff]:
    return [Layoff(FIRST + timedelta(days=day), reason) for day in days]


def test_layoffs_at_the_two_ends_of_a_window_belong_together_and_no_others() -> None:
    window = fullest_window(layoffs=layoffs(0, 89), rule=RULE)
    assert window is not None
    assert (window.laid_off, window.outside) == (2, 0)
    window = fullest_window(layoffs=layoffs(0, 90), rule=RULE)
    assert window is not None
    assert (window.first, window.laid_off, window.outside) == (FIRST, 1, 1)


def test_the_fullest_window_need_not_begin_with_the_first_layoff() -> None:
    window = fullest_window(layoffs=layoffs(0, 80, 100, 120, 169, 170), rule=RULE)
    assert window is not None
    assert window.first == FIRST + timedelta(days=80)
    assert window.last == FIRST + timedelta(days=169)
    assert (window.laid_off, window.outside) == (4, 2)


def test_only_reasons_that_count_are_counted() -> None:
    assert fullest_window(layoffs=layoffs(0, 1, reason="resigned"), rule=RULE) is None
    window = fullest_window(layoffs=[*layoffs(0), *layoffs(1, reason="resigned")], rule=RULE)
    assert window is not None
    assert (window.laid_off, window.outside) == (1, 0)


@given(st.lists(st.integers(0, 700), min_size=1, max_size=60), st.integers(1, 200))
def test_no_window_holds_more(days: Sequence[int], length: int) -> None:
    window = fullest_window(layoffs=layoffs(*days), rule=replace(RULE, window_days=length))
    assert window is not None
    assert window.laid_off == max(sum(start <= day < start + length for day in days) for start in days)
    assert window.laid_off + window.outside == len(days)
    assert (window.last - window.first).days < length
