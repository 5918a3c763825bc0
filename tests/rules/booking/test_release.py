"""When a day opens, how far turns have come, and when a page looks again."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapak.booking.rules.release import (
    WAVE_EVERY,
    Call,
    InLine,
    Phase,
    Room,
    Window,
    called_about,
    calls,
    due,
    look_again,
    phase,
    window,
)
from lapak.offices.rules.workday import Terms

OPENS = datetime(2020, 6, 16, 1, 0, tzinfo=UTC)
CLOSES = OPENS + timedelta(minutes=10)
DRAWN = CLOSES + timedelta(seconds=10)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(("zone", "hour"), [("Asia/Jakarta", 1), ("Asia/Makassar", 0), ("Asia/Jayapura", -1)])
def test_a_day_opens_at_the_hour_of_its_branch_on_the_first_day_that_shows_it(zone: str, hour: int) -> None:
    opens = datetime(2020, 6, 16, 0, 0, tzinfo=UTC) + timedelta(hours=hour)
    got = window(day=date(2020, 6, 22), terms=Terms(horizon_days=7), zone=zone)
    assert got == Window(opens, opens + timedelta(minutes=10))


def test_a_day_without_minutes_for_a_draw_is_free_at_once() -> None:
    assert window(day=date(2020, 6, 22), terms=Terms(lot_minutes=0), zone="Asia/Jakarta") is None


def test_the_hour_of_opening_is_that_of_the_terms() -> None:
    got = window(
        day=date(2020, 6, 22), terms=Terms(opens_at=time(13, 30), horizon_days=1), zone="Asia/Jakarta"
    )
    assert got is not None
    assert got.opens_at == datetime(2020, 6, 22, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "drawn", "ended", "expected"),
    [
        (OPENS - SECOND, None, None, Phase.ANNOUNCED),
        (OPENS, None, None, Phase.WINDOW),
        (CLOSES - SECOND, None, None, Phase.WINDOW),
        (CLOSES, None, None, Phase.DRAWING),
        (DRAWN, DRAWN, None, Phase.LINE),
        (DRAWN, DRAWN, DRAWN, Phase.OVER),
    ],
)
def test_a_release_goes_through_its_phases(
    now: datetime, drawn: datetime | None, ended: datetime | None, expected: Phase
) -> None:
    assert phase(opens_at=OPENS, closes_at=CLOSES, drawn_at=drawn, ended_at=ended, now=now) is expected


def test_turns_come_in_twenty_waves_and_then_without_end() -> None:
    assert due(places=100, drawn_at=DRAWN, now=DRAWN) == 5
    assert due(places=100, drawn_at=DRAWN, now=DRAWN + WAVE_EVERY - SECOND) == 5
    assert due(places=100, drawn_at=DRAWN, now=DRAWN + WAVE_EVERY * 19) == 100
    assert due(places=100, drawn_at=DRAWN, now=DRAWN + WAVE_EVERY * 20) is None
    assert due(places=0, drawn_at=DRAWN, now=DRAWN) == 1


@given(st.integers(1, 5000), st.integers(1, 5000))
def test_what_a_person_is_told_about_the_turn_is_when_the_wave_comes(places: int, rank: int) -> None:
    about = called_about(rank=rank, places=places, drawn_at=DRAWN)
    if rank > places:
        assert about is None
        return
    assert about is not None
    assert (due(places=places, drawn_at=DRAWN, now=about) or places) >= rank
    assert (due(places=places, drawn_at=DRAWN, now=about - SECOND) or 0) < rank


LINE = st.lists(st.booleans(), max_size=30).map(
    lambda kinds: [InLine(UUID(int=n), kind) for n, kind in enumerate(kinds)]
)


@given(LINE, st.integers(0, 12), st.integers(0, 12))
def test_a_turn_is_given_only_with_a_place_behind_it_and_in_order(
    line: list[InLine], general: int, kept: int
) -> None:
    room = Room(general, kept)
    found = calls(line=line, room=room)
    kinds = {one.id: one.priority for one in line}
    assert sum(not one.kept for one in found) == general - room.general
    assert sum(one.kept for one in found) == kept - room.kept
    assert room.general >= 0
    assert room.kept >= 0
    assert all(kinds[one.id] for one in found if one.kept)
    called = {one.id for one in found}
    assert [one.id for one in found] == [one.id for one in line if one.id in called]
    passed = [one for one in line if one.id not in called]
    if passed:
        assert room.general == 0
        assert not any(one.priority for one in passed) or room.kept == 0


def test_a_priority_person_takes_a_kept_place_first() -> None:
    one = InLine(UUID(int=1), priority=True)
    assert calls(line=[one], room=Room(1, 1)) == (Call(one.id, kept=True),)
    assert calls(line=[one], room=Room(1, 0)) == (Call(one.id, kept=False),)


@given(st.integers(-100, 100_000), st.floats(0, 1, exclude_max=True))
def test_a_page_looks_again_after_the_moment_or_within_a_minute_and_a_half(wait: int, spread: float) -> None:
    seconds = look_again(wait=timedelta(seconds=wait), spread=spread)
    assert 10 <= seconds <= 90
    if 0 <= wait <= 60:
        assert wait < seconds <= max(10, wait + 1) + 10
