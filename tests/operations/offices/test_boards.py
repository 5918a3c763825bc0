from datetime import datetime, time, timedelta
from uuid import UUID

import pytest

from lapak.kernel.actors import Actor
from lapak.kernel.errors import NotFound
from lapak.offices import operations, queries
from lapak.offices.queries import BranchView
from lapak.offices.rules import Hours

HEAD = Actor.staff(staff_id=1, role="branch_head")
pytestmark = pytest.mark.django_db


@pytest.fixture
def branch() -> BranchView:
    return operations.save_branch(
        code="TGR",
        hours=[Hours(0, time(8), time(15))],
        booths=2,
        name="Tangerang",
        timezone="Asia/Jakarta",
        hall_limit=40,
    )


@pytest.fixture
def board(branch: BranchView, now: datetime) -> UUID:
    code = operations.begin_pairing(now=now).code
    return operations.confirm_pairing(
        code=code, kind="board", branch_id=branch.id, booth_id=None, actor=HEAD, now=now
    ).id


def put(branch: BranchView, number: int, section: str, now: datetime) -> None:
    booth = queries.booths(branch_id=branch.id)[number - 1]
    operations.set_booth_section(booth_id=booth.id, branch_id=branch.id, section=section, actor=HEAD, now=now)


def set_board(board: UUID, branch: BranchView, now: datetime, *, section: str = "", volume: int = 80) -> None:
    operations.set_board(
        device_id=board, branch_id=branch.id, section=section, volume=volume, actor=HEAD, now=now
    )


def test_a_board_calls_for_a_part_of_the_building_that_has_booths(
    branch: BranchView, board: UUID, now: datetime
) -> None:
    put(branch, 2, "  Lantai 2 ", now)
    set_board(board, branch, now, section="Lantai 2", volume=35)
    assert queries.board_settings(device_id=board) == queries.BoardSettings(branch.id, "Lantai 2", 35)
    assert [room.section for room in queries.booths(branch_id=branch.id)] == ["", "Lantai 2"]


def test_a_board_whose_part_lost_its_last_booth_calls_for_all_again(
    branch: BranchView, board: UUID, now: datetime
) -> None:
    put(branch, 1, "Lantai 2", now)
    put(branch, 2, "Lantai 2", now)
    set_board(board, branch, now, section="Lantai 2")
    put(branch, 2, "", now)
    assert queries.board_settings(device_id=board).section == "Lantai 2"
    put(branch, 1, "Lantai 1", now)
    assert queries.board_settings(device_id=board).section == ""


@pytest.mark.parametrize(
    ("section", "volume", "code"),
    [("Lantai 9", 80, "section_unknown"), ("", 101, "volume_out_of_range"), ("", -1, "volume_out_of_range")],
)
def test_settings_that_cannot_be_are_refused(
    branch: BranchView, board: UUID, now: datetime, section: str, volume: int, code: str
) -> None:
    with pytest.raises(operations.BoardInvalid, match=code):
        set_board(board, branch, now, section=section, volume=volume)
    assert queries.board_settings(device_id=board).volume == 80


def test_nobody_sets_the_board_or_the_booth_of_another_branch(
    branch: BranchView, board: UUID, now: datetime
) -> None:
    other = operations.save_branch(
        code="JKT", hours=[], booths=1, name="Jakarta", timezone="Asia/Jakarta", hall_limit=9
    )
    with pytest.raises(NotFound, match="device_unknown"):
        set_board(board, other, now)
    with pytest.raises(NotFound, match="booth_unknown"):
        operations.set_booth_section(
            booth_id=queries.booths(branch_id=branch.id)[0].id,
            branch_id=other.id,
            section="X",
            actor=HEAD,
            now=now,
        )
    with pytest.raises(operations.BoardInvalid, match="section_too_long"):
        put(branch, 1, "x" * 41, now)


def test_a_board_that_may_not_sound_yet_is_seen(branch: BranchView, board: UUID, now: datetime) -> None:
    for is_mute in (True, False):
        operations.note_sound(device_id=board, is_mute=is_mute)
        assert [one.is_mute for one in queries.devices(branch_id=branch.id, now=now)] == [is_mute]


def test_screens_sleep_from_an_hour_after_closing_to_half_an_hour_before_the_next_opening(
    branch: BranchView, now: datetime
) -> None:
    opening = now.replace(hour=1, minute=0)  # Monday, 8.00 at the branch
    next_week = opening + timedelta(days=7)

    def dark(moment: datetime) -> datetime | None:
        return queries.dark_until(branch_id=branch.id, now=moment)

    assert [dark(opening - timedelta(minutes=30)), dark(opening + timedelta(hours=7, minutes=59))] == [
        None,
        None,
    ]
    assert dark(opening + timedelta(hours=8)) == next_week - timedelta(minutes=30)
    assert dark(opening - timedelta(minutes=31)) == opening - timedelta(minutes=30)
    assert queries.opens_next(branch_id=branch.id, now=opening - timedelta(minutes=1)) == opening
    assert queries.opens_next(branch_id=branch.id, now=opening) == next_week


def test_a_branch_without_hours_opens_never_and_its_screens_look_again_in_a_day(now: datetime) -> None:
    idle = operations.save_branch(
        code="X", hours=[], booths=1, name="X", timezone="Asia/Jayapura", hall_limit=9
    )
    assert queries.opens_next(branch_id=idle.id, now=now) is None
    assert queries.dark_until(branch_id=idle.id, now=now) == now + timedelta(days=1)
