from datetime import timedelta
from http.cookies import Morsel

import pytest
from django.test import Client
from django.urls import reverse

from lapak.kernel.actors import Actor
from lapak.kernel.clock import utc_now
from lapak.offices import operations
from lapak.offices.models import Device
from lapak.offices.queries import BranchView, device_by_secret
from lapak.web.middleware import DEVICE_COOKIE
from tests.web.onsite.door_visits import pair

HEAD = Actor.staff(staff_id=1, role="branch_head")
pytestmark = pytest.mark.django_db


def cookie(client: Client) -> "Morsel[str]":
    return client.cookies[DEVICE_COOKIE]


def shown_code(client: Client) -> str:
    client.post(reverse("booth:pair_code"))
    return Device.objects.get().pairing_code


def confirm(client: Client, *, kind: str = "board") -> None:
    branch = operations.save_branch(
        code="TGR", hours=[], booths=1, name="Cikokol", timezone="Asia/Jakarta", hall_limit=40
    )
    operations.confirm_pairing(
        code=shown_code(client), kind=kind, branch_id=branch.id, booth_id=None, actor=HEAD, now=utc_now()
    )


def test_looking_at_the_page_makes_no_device(client: Client) -> None:
    page = client.get(reverse("booth:pair"))
    assert "UNDEFINED" not in page.content.decode()
    assert Device.objects.count() == 0


def test_a_screen_shows_a_code_and_goes_to_its_page_once_confirmed(client: Client) -> None:
    client.post(reverse("booth:pair_begin"))
    kept = cookie(client)
    assert (kept["httponly"], kept["samesite"], kept["max-age"]) == (True, "Lax", 400 * 24 * 3600)
    answer = client.post(reverse("booth:pair_code"))
    code = Device.objects.get().pairing_code
    assert f"{code[:3]}<span" in answer.content.decode()
    confirm(client)
    assert client.post(reverse("booth:pair_code"))["HX-Redirect"] == "/papan/"
    assert client.get(reverse("booth:pair"))["Location"] == "/papan/"
    assert client.get("/papan/").status_code == 200


def test_beginning_twice_leaves_a_paired_screen_alone(client: Client) -> None:
    client.post(reverse("booth:pair_begin"))
    confirm(client)
    secret = cookie(client).value
    client.post(reverse("booth:pair_begin"))
    assert cookie(client).value == secret
    assert Device.objects.count() == 1


def test_a_revoked_screen_starts_afresh(client: Client) -> None:
    client.post(reverse("booth:pair_begin"))
    confirm(client)
    device = Device.objects.get()
    assert device.branch_id is not None
    operations.revoke_device(device_id=device.pk, branch_id=device.branch_id, actor=HEAD, now=utc_now())
    assert client.get("/papan/")["Location"] == "/perangkat/"
    answer = client.post(reverse("booth:pair_code"))
    assert answer["HX-Redirect"] == "/perangkat/"
    assert cookie(client).value == ""


def test_a_sign_of_life_is_noted_and_rolls_the_cookie(client: Client) -> None:
    client.post(reverse("booth:pair_begin"))
    confirm(client, kind="tablet")
    Device.objects.update(last_seen_at=utc_now() - timedelta(hours=1))
    answer = client.post(reverse("booth:alive"))
    assert answer.cookies[DEVICE_COOKIE]["max-age"] == 400 * 24 * 3600
    seen = Device.objects.get().last_seen_at
    assert seen is not None
    assert utc_now() - seen < timedelta(minutes=1)
    assert device_by_secret(secret=cookie(client).value) is not None


def test_a_stranger_gives_no_sign_of_life(client: Client) -> None:
    assert client.post(reverse("booth:alive")).status_code == 403


@pytest.mark.parametrize(
    ("kind", "address"), [("booth", "/bilik/"), ("board", "/papan/"), ("tablet", "/pintu/")]
)
def test_each_kind_of_screen_goes_to_its_own_page(kind: str, address: str, branch: BranchView) -> None:
    assert pair(Client(), branch, kind).get(reverse("booth:pair"))["Location"] == address
