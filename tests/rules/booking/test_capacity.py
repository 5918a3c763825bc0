"""What a day promises: worked sums, and properties over random days."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from lapak.booking.rules.capacity import Planned, budget_of, cut, fixed_plans, slot_plans
from lapak.booking.rules.states import Channel
from lapak.offices.rules.workday import Crew, Span, Terms, Workday, overlap

DAY = date(2020, 6, 22)
EIGHT, NOON, ONE, THREE = 480, 720, 780, 900
PLAIN = Terms(online_percent=50, walk_in_percent=0, priority_percent=0)
BRANCH = Workday(
    day=DAY,
    open=(Span(EIGHT, NOON), Span(ONE, THREE)),
    crew=(Crew(1, 6, Span(EIGHT, THREE)),),
    booths=3,
    terms=PLAIN,
    has_shifts=True,
)
MINUTES = {Channel.ONLINE: 30.0, Channel.ONSITE: 30.0}


def of(channel: Channel, plans: tuple[Planned, ...]) -> list[int]:
    return [plan.capacity for plan in plans if plan.channel is channel]


def test_one_officer_with_six_places_half_for_video_promises_three_each_half_hour() -> None:
    plans = slot_plans(workday=BRANCH, minutes=MINUTES)
    assert of(Channel.ONLINE, plans) == [3] * 12
    assert of(Channel.ONSITE, plans) == [3] * 12
    assert [plan.start for plan in plans[:9]] == [480, 510, 540, 570, 600, 630, 660, 690, 780]


def test_what_booths_cannot_take_goes_to_video_calls() -> None:
    plans = slot_plans(workday=replace(BRANCH, booths=1), minutes=MINUTES)
    assert (of(Channel.ONSITE, plans)[0], of(Channel.ONLINE, plans)[0]) == (1, 5)
    without_booths = slot_plans(workday=replace(BRANCH, booths=0), minutes=MINUTES)
    assert (sum(of(Channel.ONSITE, without_booths)), of(Channel.ONLINE, without_booths)[0]) == (0, 6)


def test_part_of_the_visits_is_kept_for_people_without_an_appointment() -> None:
    terms = replace(PLAIN, walk_in_percent=50)
    plans = slot_plans(workday=replace(BRANCH, terms=terms), minutes=MINUTES)
    assert sum(of(Channel.ONSITE, plans)) == 18
    assert sum(of(Channel.ONLINE, plans)) == 36
    assert budget_of(workday=replace(BRANCH, terms=terms), span=Span(480, 510)).walk_in == 45


def test_what_a_slot_leaves_over_is_carried_into_the_next() -> None:
    slow = {Channel.ONLINE: 40.0, Channel.ONSITE: 40.0}
    assert of(Channel.ONLINE, slot_plans(workday=BRANCH, minutes=slow))[:4] == [2, 2, 2, 3]


def test_who_comes_late_or_is_away_counts_for_the_minutes_there() -> None:
    late = replace(BRANCH, crew=(Crew(1, 6, Span(495, THREE)),))
    assert of(Channel.ONLINE, slot_plans(workday=late, minutes=MINUTES))[:3] == [1, 3, 3]
    nobody = replace(BRANCH, crew=())
    assert sum(plan.capacity for plan in slot_plans(workday=nobody, minutes=MINUTES)) == 0


def test_a_tenth_of_the_places_is_kept_for_priority_people() -> None:
    plans = slot_plans(workday=replace(BRANCH, terms=replace(PLAIN, priority_percent=10)), minutes=MINUTES)
    online = [plan for plan in plans if plan.channel is Channel.ONLINE]
    assert sum(plan.kept for plan in online) == 3
    assert all(plan.kept <= plan.capacity for plan in plans)


def test_a_slot_that_would_end_after_closing_is_left_out() -> None:
    assert [span.start for span in cut(spans=(Span(480, 550),), minutes=30)] == [480, 510]


def test_places_set_by_hand_are_the_same_all_day() -> None:
    plans = fixed_plans(workday=BRANCH, channel=Channel.ONLINE, minutes=60, capacity=4)
    assert [(plan.start, plan.capacity) for plan in plans] == [
        (start, 4) for start in (480, 540, 600, 660, 780, 840)
    ]


spans = st.tuples(st.integers(0, 1380), st.integers(15, 600)).map(lambda at: Span(at[0], min(1440, sum(at))))
terms = st.builds(
    Terms,
    slot_minutes=st.sampled_from([10, 15, 20, 30, 45, 60]),
    online_percent=st.integers(0, 100),
    walk_in_percent=st.integers(0, 100),
    priority_percent=st.integers(0, 100),
)
days = st.builds(
    Workday,
    day=st.just(DAY),
    open=st.just((Span(480, 720), Span(780, 930))),
    crew=st.lists(st.builds(Crew, st.integers(1, 9), st.integers(1, 6), spans), max_size=5).map(tuple),
    booths=st.integers(0, 8),
    terms=terms,
    has_shifts=st.just(True),
)
minutes_taken = st.fixed_dictionaries({channel: st.floats(5, 120) for channel in Channel})


@given(days, minutes_taken)
def test_a_day_never_promises_more_than_its_officers_and_booths_can_do(
    workday: Workday, minutes: dict[Channel, float]
) -> None:
    plans = slot_plans(workday=workday, minutes=minutes)
    supply = Fraction(
        sum(
            one.places * overlap(one.span, slot)
            for slot in cut(spans=workday.open, minutes=workday.terms.slot_minutes)
            for one in workday.crew
        )
    )
    needed = {
        channel: sum(of(channel, plans)) * Fraction(minutes[channel]).limit_denominator(1000)
        for channel in Channel
    }
    assert sum(needed.values()) <= supply
    assert needed[Channel.ONSITE] <= workday.booths * sum(span.minutes for span in workday.open)
    for until in range(len(plans)):  # and not only over the day: at no moment is more promised than was there
        channel = plans[until].channel
        so_far = [plan for plan in plans[: until + 1] if plan.channel is channel]
        there = sum(
            one.places * overlap(one.span, Span(plan.start, plan.start + plan.minutes))
            for plan in so_far
            for one in workday.crew
        )
        assert sum(plan.capacity for plan in so_far) * minutes[channel] <= there + 1e-6 * len(so_far) + 0.1


@given(days, minutes_taken)
def test_little_of_what_could_be_promised_is_lost(workday: Workday, minutes: dict[Channel, float]) -> None:
    plans = slot_plans(workday=workday, minutes=minutes)
    for channel in Channel:
        share = sum(
            (budget.online if channel is Channel.ONLINE else budget.onsite)
            for slot in cut(spans=workday.open, minutes=workday.terms.slot_minutes)
            for budget in [budget_of(workday=workday, span=slot)]
        )
        assert sum(of(channel, plans)) > share / Fraction(minutes[channel]).limit_denominator(1000) - 1
    assert all(0 <= plan.kept <= plan.capacity for plan in plans)
