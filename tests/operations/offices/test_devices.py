from datetime import UTC, datetime, time, timedelta

import pytest

from lapak.kernel.actors import Actor
from lapak.kernel.errors import NotFound
from lapak.kernel.numbers import ALPHABET, InvalidNumber
from lapak.kernel.zones import local_date
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
        name="Tangerang Cikokol",
        timezone="Asia/Jakarta",
        hall_limit=40,
    )


def pair(branch: BranchView, now: datetime, *, booth: int = 1) -> operations.PairingStarted:
    started = operations.begin_pairing(now=now)
    operations.confirm_pairing(
        code=started.code,
        kind="booth",
        branch_id=branch.id,
        booth_id=queries.booths(branch_id=branch.id)[booth - 1].id,
        actor=HEAD,
        now=now,
    )
    return started


def test_a_code_has_no_letters_that_look_alike(now: datetime) -> None:
    codes = {operations.begin_pairing(now=now).code for _ in range(20)}
    assert all(len(code) == 6 and set(code) <= set(ALPHABET) for code in codes)
    assert len(codes) == 20


def test_a_device_is_unknown_until_its_code_is_confirmed(branch: BranchView, now: datetime) -> None:
    started = operations.begin_pairing(now=now)
    assert queries.device_by_secret(secret=started.secret) is None
    operations.confirm_pairing(
        code=started.code.lower(), kind="board", branch_id=branch.id, booth_id=None, actor=HEAD, now=now
    )
    device = queries.device_by_secret(secret=started.secret)
    assert device is not None
    assert (device.id, device.kind, device.branch_id) == (started.device_id, "board", branch.id)
    assert queries.device_by_secret(secret=started.code) is None


def test_a_code_works_once_and_for_fifteen_minutes(branch: BranchView, now: datetime) -> None:
    started = operations.begin_pairing(now=now)

    def confirm(moment: datetime, code: str = started.code) -> None:
        operations.confirm_pairing(
            code=code, kind="tablet", branch_id=branch.id, booth_id=None, actor=HEAD, now=moment
        )

    with pytest.raises(operations.PairingRefused, match="pairing_unknown"):
        confirm(now + timedelta(minutes=15))
    with pytest.raises(InvalidNumber):
        confirm(now, code="AAAAAC")
    confirm(now)
    with pytest.raises(operations.PairingRefused, match="pairing_unknown"):
        confirm(now)


def test_a_code_that_ran_out_is_replaced_and_one_that_holds_is_kept(now: datetime) -> None:
    started = operations.begin_pairing(now=now)
    assert operations.renew_pairing(secret=started.secret, now=now + timedelta(minutes=14)) == started.code
    assert operations.renew_pairing(secret=started.secret, now=now + timedelta(minutes=15)) != started.code
    with pytest.raises(NotFound):
        operations.renew_pairing(secret="unknown", now=now)


def test_a_booth_needs_its_number_and_other_devices_have_none(branch: BranchView, now: datetime) -> None:
    code = operations.begin_pairing(now=now).code
    booth = queries.booths(branch_id=branch.id)[0]
    for kind, booth_id in (("booth", None), ("board", booth.id)):
        with pytest.raises(operations.PairingRefused, match="pairing_needs_booth"):
            operations.confirm_pairing(
                code=code, kind=kind, branch_id=branch.id, booth_id=booth_id, actor=HEAD, now=now
            )


def test_a_booth_of_another_branch_cannot_be_taken(branch: BranchView, now: datetime) -> None:
    other = operations.save_branch(
        code="JYP", hours=[], booths=1, name="J", timezone="Asia/Jayapura", hall_limit=5
    )
    code = operations.begin_pairing(now=now).code
    with pytest.raises(NotFound):
        operations.confirm_pairing(
            code=code,
            kind="booth",
            branch_id=branch.id,
            booth_id=queries.booths(branch_id=other.id)[0].id,
            actor=HEAD,
            now=now,
        )


def test_a_new_screen_in_a_booth_replaces_the_old_one(branch: BranchView, now: datetime) -> None:
    old, new = pair(branch, now), pair(branch, now)
    assert queries.device_by_secret(secret=old.secret) is None
    assert queries.device_by_secret(secret=new.secret) is not None
    pairing = queries.pairing_by_secret(secret=old.secret)
    assert pairing is not None
    assert pairing.revoked


def test_booths_are_alive_while_their_screen_gives_signs(branch: BranchView, now: datetime) -> None:
    device = pair(branch, now).device_id
    later = now + timedelta(minutes=10)

    def alive(moment: datetime) -> list[int]:
        return [booth.number for booth in queries.alive_booths(branch_id=branch.id, now=moment)]

    assert alive(later) == []
    operations.touch_device(device_id=device, now=later)
    assert alive(later + timedelta(seconds=14)) == [1]
    assert alive(later + timedelta(seconds=15)) == []
    booth = queries.booths(branch_id=branch.id)[0]
    operations.set_booth_order(booth_id=booth.id, branch_id=branch.id, works=False, actor=HEAD, now=later)
    assert alive(later) == []
    operations.set_booth_order(booth_id=booth.id, branch_id=branch.id, works=True, actor=HEAD, now=later)
    operations.revoke_device(device_id=device, branch_id=branch.id, actor=HEAD, now=later)
    assert alive(later) == []


def test_a_booth_is_not_used_on_the_days_of_its_outage(branch: BranchView, now: datetime) -> None:
    device = pair(branch, now).device_id
    today = local_date(moment=now, zone=branch.timezone)
    operations.note_outage(
        branch_id=branch.id,
        booth_id=queries.booths(branch_id=branch.id)[0].id,
        first_day=today,
        last_day=today,
        actor=HEAD,
        now=now,
    )
    for days, used in ((0, []), (1, [1])):
        moment = now + timedelta(days=days)
        operations.touch_device(device_id=device, now=moment)
        found = queries.alive_booths(branch_id=branch.id, now=moment)
        assert [booth.number for booth in found] == used


def test_a_revoked_device_gives_no_more_signs(branch: BranchView, now: datetime) -> None:
    device = pair(branch, now).device_id
    operations.revoke_device(device_id=device, branch_id=branch.id, actor=HEAD, now=now)
    operations.revoke_device(device_id=device, branch_id=branch.id, actor=HEAD, now=now)
    operations.touch_device(device_id=device, now=now + timedelta(minutes=1))
    assert queries.devices(branch_id=branch.id, now=now) == ()


def test_devices_that_were_never_paired_are_forgotten_after_a_day(branch: BranchView, now: datetime) -> None:
    operations.begin_pairing(now=now)
    pair(branch, now)
    assert operations.forget_unpaired(now=now + timedelta(hours=24)) == 0
    assert operations.forget_unpaired(now=now + timedelta(hours=25)) == 1
    assert len(queries.devices(branch_id=branch.id, now=now)) == 1


def test_saving_a_branch_again_changes_it_and_keeps_its_booths(branch: BranchView, now: datetime) -> None:
    booths = queries.booths(branch_id=branch.id)
    again = operations.save_branch(code="TGR", hours=[], booths=3, hall_limit=20)
    assert (again.id, again.hall_limit, again.name) == (branch.id, 20, "Tangerang Cikokol")
    assert queries.booths(branch_id=branch.id)[:2] == booths
    monday = datetime(2020, 6, 22, 3, 0, tzinfo=UTC)
    assert not queries.is_open(branch_id=branch.id, at=monday)


def test_a_branch_is_open_by_its_own_clock(branch: BranchView) -> None:
    opening = datetime(2020, 6, 22, 1, 0, tzinfo=UTC)  # 08.00 WIB
    assert queries.is_open(branch_id=branch.id, at=opening)
    assert not queries.is_open(branch_id=branch.id, at=opening - timedelta(minutes=1))
