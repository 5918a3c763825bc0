"""What a branch head sets for the branch, from a day on."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lapak.claims.models import BranchSetting
from lapak.kernel.zones import local_date
from lapak.offices.models import Branch
from lapak.people.models import StaffMember
from lapak.people.rules import Role
from tests.operations.claims.approving import head_of
from tests.operations.claims.claim_scene import Scene
from tests.web.checker.conftest import scene, signed_in

__all__ = ["scene"]


def set_approvals(browser: Client, scene: Scene, *, days: int = 0, **fields: Any) -> Any:
    day = local_date(moment=scene.now, zone=scene.branch.timezone) + timedelta(days=days)
    blank = {f"{name}_{number}": "" for name in ("above", "approvers") for number in (1, 2, 3)}
    return browser.post(
        reverse("office:set_approvals"), {**blank, "in_force_from": day.isoformat(), **fields}
    )


def test_the_branch_head_sets_tiers_and_sees_them_with_their_history(scene: Scene) -> None:
    browser = signed_in(head_of(scene))
    where = reverse("office:rules")
    assert "Berapa pun jumlahnya" in browser.get(where).content.decode()
    answer = set_approvals(browser, scene, above_1="Rp100.000.000", approvers_1="2")
    assert answer.status_code == 302
    page = browser.get(answer["Location"]).content.decode()
    for words in ("Sampai Rp100.000.000", "Di atas Rp100.000.000", "2 orang", "Kepala"):
        assert words in page
    assert "UNDEFINED VARIABLE" not in page


def test_taking_the_tiers_away_is_a_setting_too(scene: Scene) -> None:
    browser = signed_in(head_of(scene))
    set_approvals(browser, scene, above_1="100000000", approvers_1="2")
    set_approvals(browser, scene)
    assert BranchSetting.objects.latest("pk").value == []
    assert "Berapa pun jumlahnya" in browser.get(reverse("office:rules")).content.decode()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"above_1": "seratus juta", "approvers_1": "2"}, "seratus juta"),
        ({"above_1": "100.000.000", "approvers_1": ""}, "Isi jumlah uang dan jumlah orangnya"),
        ({"above_1": "", "approvers_1": "2"}, "Isi jumlah uang dan jumlah orangnya"),
        ({"above_1": "0", "approvers_1": "2"}, "Isi jumlah di atas nol"),
        ({"above_1": "100.000.000", "approvers_1": "3"}, "Cabang ini punya 2 pejabat penyetuju"),
        ({"above_1": "100.000.000", "approvers_1": "banyak"}, "Isi dengan angka"),
        ({"above_1": "9", "approvers_1": "2", "above_2": "8", "approvers_2": "2"}, "harus lebih tinggi"),
        ({"above_1": "9", "approvers_1": "2", "in_force_from": ""}, "Pilih tanggal mulainya"),
        (
            {"above_1": "9", "approvers_1": "2", "in_force_from": "2020-01-01"},
            "Pilih hari ini atau sesudahnya",
        ),
    ],
)
def test_what_cannot_be_set_is_told_at_its_field_and_nothing_typed_is_lost(
    scene: Scene, fields: dict[str, str], words: str
) -> None:
    refused = set_approvals(signed_in(head_of(scene)), scene, **fields)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert words in page
    for value in filter(None, fields.values()):
        assert f'value="{value}"' in page
    assert not BranchSetting.objects.exists()


def test_a_branch_head_changes_no_other_branch_and_an_administrator_chooses(scene: Scene) -> None:
    elsewhere = Branch.objects.create(
        code="B02", name="Jayapura", timezone="Asia/Jayapura", regency_code="9171", hall_limit=5
    )
    set_approvals(signed_in(head_of(scene)), scene, cabang=str(elsewhere.pk))
    assert BranchSetting.objects.get().branch_id == scene.branch.pk
    admin = StaffMember.objects.create(
        username="admin", display_name="Admin", staff_number="admin", roles=[Role.ADMINISTRATOR]
    )
    browser = Client()
    browser.force_login(admin)
    set_approvals(browser, scene, days=1, cabang=str(elsewhere.pk))
    assert BranchSetting.objects.latest("pk").branch_id == elsewhere.pk
    assert "Jayapura" in browser.get(reverse("office:rules")).content.decode()
