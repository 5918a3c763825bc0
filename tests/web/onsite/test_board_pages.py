from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from lapak.kernel.actors import Actor
from lapak.kernel.clock import utc_now
from lapak.offices.queries import BranchView, booths
from lapak.queueing.operations import call
from lapak.queueing.rules.hall import Hall
from lapak.web.board.words import quiet_words, seats
from tests.web.onsite.door_visits import come

pytestmark = pytest.mark.django_db
TEN = datetime(2020, 6, 22, 3, 0, tzinfo=UTC)


def test_an_empty_board_says_so(board: Client) -> None:
    html = board.get("/papan/").content.decode()
    assert "Belum ada panggilan" in html
    assert "Cabang Tangerang Cikokol" in html
    assert "UNDEFINED" not in html


def test_the_board_shows_numbers_and_booths_and_no_names(board: Client, branch: BranchView) -> None:
    rooms = booths(branch_id=branch.id)
    for number, room in enumerate(rooms[:2]):
        at = utc_now() - timedelta(minutes=3 - number)
        call(ticket_id=come(branch).id, booth_id=room.id, actor=Actor.system(), now=at)
    html = board.get("/papan/isi/").content.decode()
    assert html.index("A-002") < html.index("A-001")
    assert "Ikuti garis kuning" in html
    assert "3 menit lalu" in html
    assert "Sri" not in html
    assert "UNDEFINED" not in html


def test_only_a_board_may_see_it(tablet: Client) -> None:
    assert tablet.get("/papan/").status_code == 403
    assert Client().get("/papan/isi/").status_code == 302


def at(minutes: int) -> datetime:
    return TEN + timedelta(minutes=minutes)


def test_quiet_times_are_said_on_the_clock_of_the_branch() -> None:
    windows = ((at(90), at(120)), (at(240), at(300)))
    assert quiet_words(windows=windows, now=TEN, zone="Asia/Jakarta") == ("11.30–12.00", "setelah 14.00")
    assert quiet_words(windows=windows[1:], now=at(220), zone="Asia/Jayapura") == ("mulai sekarang",)
    assert quiet_words(windows=(), now=TEN, zone="Asia/Jakarta") == ()


@pytest.mark.parametrize(
    ("inside", "limit", "drawn", "taken"), [(24, 40, 40, 24), (0, 40, 40, 0), (1, 200, 40, 1), (5, 5, 5, 5)]
)
def test_seats_are_drawn_to_scale_and_one_person_shows(
    inside: int, limit: int, drawn: int, taken: int
) -> None:
    found = seats(hall=Hall(inside=inside, limit=limit, priority_seats=0))
    assert (len(found), sum(found)) == (drawn, taken)
