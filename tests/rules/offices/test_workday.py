from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from lapak.offices.rules import Hours
from lapak.offices.rules.workday import (
    Absence,
    Crew,
    DayFacts,
    Outage,
    Rest,
    Shift,
    Span,
    SpecialDay,
    clock_of,
    span_of,
    without,
    workday,
)

MONDAY = date(2020, 6, 22)
TUESDAY = MONDAY + timedelta(days=1)
OPEN = Hours(0, time(8), time(15))
DIMAS = Shift(7, 0, time(8), time(15), 6)
FACTS = DayFacts(
    day=MONDAY, always_open=False, is_holiday=False, hours=[OPEN], shifts=[DIMAS], booths=[1, 2, 3]
)


def at(text: str) -> Span:
    start, end = (time.fromisoformat(one) for one in text.split("-"))
    return span_of(start, end)


def test_a_day_has_its_hours_officers_and_booths() -> None:
    day = workday(facts=FACTS)
    assert day.open == (at("08:00-15:00"),)
    assert day.crew == (Crew(7, 6, at("08:00-15:00")),)
    assert (day.booths, day.has_shifts) == (3, True)


def test_a_break_splits_the_day() -> None:
    facts = replace(FACTS, rests=[Rest(0, time(12), time(13)), Rest(1, time(9), time(10))])
    assert workday(facts=facts).open == (at("08:00-12:00"), at("13:00-15:00"))


def test_hours_hold_from_their_first_day_to_their_last() -> None:
    until_sunday = replace(OPEN, last_day=MONDAY - timedelta(days=1))
    from_monday = Hours(0, time(9), time(12), first_day=MONDAY)
    assert workday(facts=replace(FACTS, hours=[until_sunday, from_monday])).open == (at("09:00-12:00"),)
    earlier = replace(FACTS, day=MONDAY - timedelta(days=7), hours=[until_sunday, from_monday])
    assert workday(facts=earlier).open == (at("08:00-15:00"),)


def test_a_holiday_is_closed_and_a_special_day_comes_before_it() -> None:
    holiday = replace(FACTS, is_holiday=True)
    assert workday(facts=holiday).open == ()
    open_after_all = replace(holiday, special=SpecialDay(MONDAY, time(9), time(11), "Layanan khusus"))
    assert workday(facts=open_after_all).open == (at("09:00-11:00"),)
    closed = replace(FACTS, special=SpecialDay(MONDAY, None, None, "Listrik padam"))
    assert workday(facts=closed).open == ()


@pytest.mark.parametrize(
    ("absence", "hours"),
    [
        (Absence(7, MONDAY, MONDAY), []),
        (Absence(7, MONDAY - timedelta(days=3), TUESDAY), []),
        (Absence(8, MONDAY, MONDAY), ["08:00-15:00"]),
        (Absence(7, TUESDAY, TUESDAY), ["08:00-15:00"]),
        (Absence(7, MONDAY, MONDAY, time(10), time(11)), ["08:00-10:00", "11:00-15:00"]),
        (Absence(7, MONDAY, MONDAY, time(13), time(0)), ["08:00-13:00"]),
    ],
)
def test_an_absence_takes_the_officer_away_and_nobody_else(absence: Absence, hours: list[str]) -> None:
    crew = workday(facts=replace(FACTS, absences=[absence])).crew
    assert [one.span for one in crew] == [at(text) for text in hours]


def test_a_booth_is_out_until_it_works_again() -> None:
    outages = [
        Outage(1, MONDAY),
        Outage(2, TUESDAY),
        Outage(3, MONDAY - timedelta(days=2), MONDAY),
        Outage(1, MONDAY),
    ]
    assert workday(facts=replace(FACTS, outages=outages)).booths == 1


def test_the_midnight_after_ends_a_day() -> None:
    assert span_of(time(0), time(0)) == Span(0, 1440)
    assert (clock_of(1440), clock_of(450)) == (time(0), time(7, 30))


def test_what_is_taken_out_of_spans_leaves_the_rest_in_order() -> None:
    assert without([Span(13, 20), Span(0, 10)], [Span(5, 15), Span(19, 30)]) == (Span(0, 5), Span(15, 19))
