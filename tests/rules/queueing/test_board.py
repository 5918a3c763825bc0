from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from lapak.queueing.rules.board import BoardCall, shown

NOW = datetime(2020, 6, 22, 3, 48, tzinfo=UTC)


def called(
    label: str, *, ago: float, booth: int = 1, section: str = "", awaited: bool = True, id: UUID | None = None
) -> BoardCall:
    at = NOW - timedelta(minutes=ago)
    return BoardCall(id or uuid4(), label, booth, section, at, awaited)


def labels(calls: tuple[BoardCall, ...]) -> list[str]:
    return [call.label for call in calls]


def test_the_newest_call_stands_in_the_middle_and_three_beside_it() -> None:
    calls = [called(f"A-{number:03d}", ago=10 - number) for number in range(1, 7)]
    found = shown(calls=calls, section="", now=NOW)
    assert found.calling == calls[-1]
    assert labels(found.recent) == ["A-005", "A-004", "A-003"]


def test_a_call_is_new_for_ten_minutes_and_remembered_for_three_hours() -> None:
    calls = [called("A-001", ago=10), called("A-002", ago=179.9), called("A-003", ago=180)]
    found = shown(calls=calls, section="", now=NOW)
    assert (found.calling, labels(found.recent)) == (None, ["A-001", "A-002"])


def test_every_call_of_a_burst_is_spoken_oldest_first() -> None:
    calls = [called(f"A-{number:03d}", ago=0.1 * number) for number in range(1, 8)]
    assert labels(shown(calls=calls, section="", now=NOW).spoken) == [f"A-{n:03d}" for n in range(7, 0, -1)]


@pytest.mark.parametrize(
    ("ago", "awaited", "is_spoken"), [(1.9, True, True), (2, True, False), (1, False, False)]
)
def test_what_is_old_or_already_served_is_not_spoken(ago: float, awaited: bool, is_spoken: bool) -> None:
    found = shown(calls=[called("A-001", ago=ago, awaited=awaited)], section="", now=NOW)
    assert bool(found.spoken) == is_spoken


def test_a_board_of_one_section_shows_and_speaks_only_its_calls() -> None:
    calls = [called("A-001", ago=3, section="Lantai 1"), called("P-007", ago=1, section="Lantai 2")]
    upstairs = shown(calls=calls, section="Lantai 2", now=NOW)
    assert (labels(upstairs.spoken), labels(upstairs.recent), upstairs.last) == (["P-007"], [], ("P-007",))
    everywhere = shown(calls=calls, section="", now=NOW)
    assert everywhere.calling == calls[1]
    assert labels(everywhere.recent) == ["A-001"]


def test_the_last_number_of_each_letter_is_the_latest_called_not_the_highest() -> None:
    calls = [called("A-012", ago=9), called("A-007", ago=1), called("P-003", ago=5), called("P-002", ago=6)]
    assert shown(calls=calls, section="", now=NOW).last == ("A-007", "P-003")


def test_a_repeated_call_of_the_same_ticket_is_another_call() -> None:
    id = uuid4()
    assert called("A-001", ago=1, id=id).key != called("A-001", ago=0, id=id).key
    assert called("A-001", ago=1, id=id).key == called("A-001", ago=1, id=id).key


def test_a_call_from_a_clock_ahead_of_ours_waits_its_time() -> None:
    assert shown(calls=[called("A-001", ago=-1)], section="", now=NOW).calling is None
