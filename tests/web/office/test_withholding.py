"""Tax withheld by month: masked on the screen, whole in a file whose taking is written down."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from lapak.claims.models import Claim
from lapak.claims.operations.tax_number import give_npwp, judge_npwp
from lapak.claims.operations.withholding import take_withheld
from lapak.claims.queries.withholding import withheld
from lapak.journal.queries import trail
from lapak.kernel.errors import InvalidInput, NotAllowed
from lapak.kernel.subjects import Subject
from lapak.people.models import StaffMember
from lapak.people.rules import Role
from lapak.web.office.withholding import as_csv
from tests.operations.claims.claim_scene import NAME, NIK, Scene, in_role
from tests.web.checker.conftest import scene, signed_in

__all__ = ["scene"]
NPWP = "0092542943407000"


def paid(scene: Scene, *, at: datetime) -> None:
    """A claim whose NPWP the officer compared, paid at a moment."""
    claim_id = scene.examined()
    give_npwp(claim_id=claim_id, npwp=NPWP, has_none=False, actor=scene.person(claim_id), now=scene.now)
    judge_npwp(claim_id=claim_id, is_right=True, actor=scene.officer, now=scene.now)
    scene.verify(claim_id)
    scene.approve(claim_id)
    Claim.objects.filter(pk=claim_id).update(state="paid", paid_at=at)


def branch_head(scene: Scene) -> Client:
    StaffMember.objects.filter(pk=scene.both.id).update(roles=[Role.BRANCH_HEAD])
    return signed_in(scene.both)


def subject(scene: Scene) -> Subject:
    return Subject("withholding", f"{scene.branch.pk}:2020-06")


@pytest.mark.parametrize(
    ("at", "months"),
    [
        (datetime(2020, 5, 31, 16, 59, tzinfo=UTC), [5]),
        (datetime(2020, 5, 31, 17, 0, tzinfo=UTC), [6]),
        (datetime(2020, 6, 30, 16, 59, tzinfo=UTC), [6]),
        (datetime(2020, 12, 31, 16, 59, tzinfo=UTC), [12]),
    ],
)
def test_the_month_is_that_of_the_branchs_clock(scene: Scene, at: datetime, months: list[int]) -> None:
    paid(scene, at=at)
    found = [
        month
        for month in range(1, 13)
        if withheld(branch_id=scene.branch.pk, zone="Asia/Jakarta", month=date(2020, month, 15))
    ]
    assert found == months


def test_on_the_screen_nobody_is_named_and_in_the_file_everybody_is(scene: Scene) -> None:
    paid(scene, at=datetime(2020, 6, 24, 3, 0, tzinfo=UTC))
    browser = branch_head(scene)
    shown = browser.get(reverse("office:withholding"), {"bulan": "2020-06"}).content.decode()
    assert NAME not in shown
    assert NIK not in shown
    assert NPWP not in shown
    assert "592.800" in shown
    assert "21-401-02" in shown
    assert "UNDEFINED VARIABLE" not in shown
    assert not trail(subject=subject(scene))
    taken = browser.post(reverse("office:withholding_take"), {"bulan": "2020-06", "reason": "monthly_return"})
    (row,) = csv.DictReader(io.StringIO(taken.content.decode()))
    assert (row["nik"], row["npwp"], row["nama"]) == (NIK, NPWP, NAME)
    assert (row["bruto"], row["pph21"], row["neto"]) == ("61856000", "592800", "61263200")
    assert (row["kode_objek_pajak"], row["sifat"]) == ("21-401-02", "final")
    (link,) = trail(subject=subject(scene))
    assert (link.what, link.actor_id) == ("withholding.taken", scene.both.id)
    assert link.data == {"reason": "monthly_return", "rows": 1, "tax": 592_800}


def test_without_a_reason_nothing_is_taken(scene: Scene) -> None:
    browser = branch_head(scene)
    refused = browser.post(reverse("office:withholding_take"), {"bulan": "2020-06"})
    assert refused.status_code == 422
    assert "Pilih satu alasan" in refused.content.decode()
    assert (
        browser.post(reverse("office:withholding_take"), {"bulan": "June", "reason": "audit"}).status_code
        == 422
    )
    head = in_role(scene.both, Role.BRANCH_HEAD)
    given = {
        "branch_id": scene.branch.pk,
        "zone": "Asia/Jakarta",
        "month": date(2020, 6, 1),
        "now": scene.now,
    }
    with pytest.raises(InvalidInput, match="download_reason_unknown"):
        take_withheld(reason="curiosity", actor=head, **given)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        take_withheld(reason="audit", actor=scene.officer, **given)  # type: ignore[arg-type]
    assert not trail(subject=subject(scene))


def test_a_name_that_looks_like_a_formula_stays_a_name(scene: Scene) -> None:
    paid(scene, at=datetime(2020, 6, 24, 3, 0, tzinfo=UTC))
    Claim.objects.update(name='=HYPERLINK("http://x")')
    rows = withheld(branch_id=scene.branch.pk, zone="Asia/Jakarta", month=date(2020, 6, 1))
    (row,) = csv.DictReader(io.StringIO(as_csv(rows)))
    assert row["nama"] == '\'=HYPERLINK("http://x")'


@pytest.mark.parametrize("month", ["9999-12", "0001-01"])
def test_a_month_beyond_the_calendar_is_said_to_be_none(scene: Scene, month: str) -> None:
    answer = branch_head(scene).get(reverse("office:withholding"), {"bulan": month})
    assert answer.status_code == 200
    assert "Pilih bulan antara 2000 dan 2999." in answer.content.decode()
