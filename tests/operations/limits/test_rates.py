"""A rate is used up exactly, comes back evenly, and keeps nothing that says who it was."""

from datetime import datetime, timedelta

import pytest

from lapak.limits.models import Bucket
from lapak.limits.operations import charge, forget, spend
from lapak.limits.rules import Rate, TooOften
from tests.races import at_once

RATE = Rate("test", most=6, per=timedelta(minutes=6))
WHO = "203.0.113.9"


def spent(now: datetime, times: int, *, who: str = WHO) -> int:
    """Return how many of so many tries passed."""
    passed = 0
    for _ in range(times):
        try:
            spend(rate=RATE, who=who, now=now)
        except TooOften:
            continue
        passed += 1
    return passed


@pytest.mark.django_db
def test_a_rate_is_used_up_and_comes_back_evenly(now: datetime) -> None:
    assert spent(now, 10) == 6
    assert spent(now + timedelta(minutes=2), 10) == 2
    assert spent(now + timedelta(minutes=2), 10, who="203.0.113.10") == 6
    assert spent(now + timedelta(hours=1), 10) == 6


@pytest.mark.django_db
def test_the_refusal_says_how_long_to_wait(now: datetime) -> None:
    spent(now, 6)
    with pytest.raises(TooOften) as refusal:
        spend(rate=RATE, who=WHO, now=now + timedelta(seconds=15))
    assert refusal.value.wait == timedelta(seconds=45)
    assert refusal.value.params == {"minutes": 1}
    assert spent(now + timedelta(seconds=60), 1) == 1


@pytest.mark.django_db
def test_a_wrong_guess_costs_more_and_never_more_than_there_is(now: datetime) -> None:
    charge(rate=RATE, who=WHO, tries=4, now=now)
    assert spent(now, 10) == 2
    charge(rate=RATE, who=WHO, tries=400, now=now)
    assert spent(now + RATE.per, 10) == 6


@pytest.mark.django_db
def test_nothing_says_who_it_was_and_what_is_free_again_is_forgotten(now: datetime) -> None:
    spent(now, 1)
    (row,) = Bucket.objects.all()
    assert WHO not in row.key
    spent(now + timedelta(days=1), 1)
    assert Bucket.objects.count() == 2, "another day, another key: days are not joined"
    assert forget(now=now + timedelta(hours=1)) == 1
    assert forget(now=now + timedelta(days=2)) == 1


@pytest.mark.django_db(transaction=True)
def test_tries_at_the_same_moment_are_counted_one_by_one(now: datetime) -> None:
    answers = at_once(*[lambda: spend(rate=RATE, who=WHO, now=now)] * 10)
    assert answers.count(None) == 6
    assert answers.count("too_often") == 4
