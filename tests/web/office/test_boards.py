import pytest
from django.test import Client

from lapak.kernel.clock import utc_now
from lapak.kernel.ids import new_id
from lapak.offices import operations, queries
from lapak.offices.queries import BranchView
from lapak.people.models import StaffMember
from lapak.people.rules import Role
from tests.web.officer.browsing import signed_in
from tests.web.onsite.conftest import board, branch

__all__ = ["board", "branch"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def head(branch: BranchView) -> Client:
    member = StaffMember.objects.create(
        username="kepala",
        display_name="Kepala",
        staff_number="9",
        branch_id=branch.id,
        roles=[Role.BRANCH_HEAD],
    )
    return signed_in(member)


def test_the_head_puts_booths_in_parts_and_boards_call_for_one(
    head: Client, board: Client, branch: BranchView
) -> None:
    booth = queries.booths(branch_id=branch.id)[2]
    sent = head.post(f"/kantor/papan/bilik/{booth.id}/", {f"{booth.id}-section": "Lantai 2"})
    assert sent.headers["Location"] == "/kantor/papan/"
    (screen,) = (one for one in queries.devices(branch_id=branch.id, now=utc_now()) if one.kind == "board")
    page = head.get("/kantor/papan/").content.decode()
    assert "Lantai 2" in page
    assert "UNDEFINED" not in page
    form = {f"{screen.id}-section": "Lantai 2", f"{screen.id}-volume": "35"}
    assert head.post(f"/kantor/papan/{screen.id}/", form).status_code == 302
    shown = board.get("/papan/isi/").content.decode()
    assert 'data-section="Lantai 2"' in shown
    assert 'data-volume="35"' in shown


def test_what_cannot_be_stands_at_its_field_and_nothing_is_lost(
    head: Client, board: Client, branch: BranchView
) -> None:
    (screen,) = (one for one in queries.devices(branch_id=branch.id, now=utc_now()) if one.kind == "board")
    form = {f"{screen.id}-section": "", f"{screen.id}-volume": "350"}
    answer = head.post(f"/kantor/papan/{screen.id}/", form)
    assert answer.status_code == 422
    assert "Isi 0 sampai 100." in answer.content.decode()
    assert 'value="350"' in answer.content.decode()
    booth = queries.booths(branch_id=branch.id)[0]
    answer = head.post(f"/kantor/papan/bilik/{booth.id}/", {f"{booth.id}-section": "x" * 41})
    assert answer.status_code == 422
    assert "paling panjang 40 huruf" in answer.content.decode()


def test_the_head_makes_a_screen_light_and_dark(head: Client, board: Client, branch: BranchView) -> None:
    (screen,) = (one for one in queries.devices(branch_id=branch.id, now=utc_now()) if one.kind == "board")
    assert 'data-scheme="dark"' in board.get("/papan/").content.decode()
    assert "Jadikan terang" in head.get("/kantor/perangkat/").content.decode()
    for said, scheme in (("yes", "light"), ("no", "dark")):
        assert head.post(f"/kantor/perangkat/{screen.id}/tampilan/", {"light": said}).status_code == 302
        assert f'data-scheme="{scheme}"' in board.get("/papan/").content.decode()
    assert head.post(f"/kantor/perangkat/{new_id()}/tampilan/", {"light": "yes"}).status_code == 404


def test_a_board_says_whether_it_may_sound(head: Client, board: Client) -> None:
    board.post("/papan/denyut/", {"sound": "off"})
    assert "Suara belum menyala" in head.get("/kantor/papan/").content.decode()
    board.post("/papan/denyut/", {"sound": "on"})
    assert "Hidup, bersuara" in head.get("/kantor/papan/").content.decode()


def test_the_head_of_another_branch_changes_nothing_here(board: Client, branch: BranchView) -> None:
    other = operations.save_branch(
        code="JKT", hours=[], booths=1, name="Jakarta", timezone="Asia/Jakarta", hall_limit=9
    )
    member = StaffMember.objects.create(
        username="lain", display_name="Lain", staff_number="8", branch_id=other.id, roles=[Role.BRANCH_HEAD]
    )
    booth = queries.booths(branch_id=branch.id)[0]
    form = {f"{booth.id}-section": "Lantai 9"}
    assert signed_in(member).post(f"/kantor/papan/bilik/{booth.id}/", form).status_code == 404
    assert queries.booths(branch_id=branch.id)[0].section == ""
