"""Which network asks, and what it hears when it asked too often."""

import io
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.files.uploadedfile import UploadedFile
from django.test import Client

from lapak.claims.models import Claim
from lapak.kernel.numbers import claim_number
from lapak.limits.models import Bucket
from lapak.people.rules import Role
from lapak.web import limits
from lapak.web.limits import network_of
from tests.web.participant import walk

OURS = ["127.0.0.0/8", "::1", "10.1.0.0/16"]
STRANGER = "203.0.113.9"


@pytest.mark.parametrize(
    ("remote", "forwarded", "network"),
    [
        (STRANGER, "", STRANGER),
        (STRANGER, "198.51.100.1", STRANGER),  # who is no proxy of ours is not believed
        ("127.0.0.1", "", ""),
        ("127.0.0.1", STRANGER, STRANGER),
        ("10.1.2.3", f"198.51.100.1, {STRANGER}", STRANGER),  # the first was written by the stranger
        ("10.1.2.3", f"{STRANGER}, 10.1.9.9", STRANGER),
        ("10.1.2.3", "unknown", ""),
        ("2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        ("::1", "2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("", "", ""),
    ],
)
def test_the_network_is_the_last_address_that_is_no_proxy_of_ours(
    remote: str, forwarded: str, network: str
) -> None:
    assert network_of(remote=remote, forwarded=forwarded, trusted=OURS) == network


def try_number(phone: Client, number: str, **extra: Any) -> Any:
    return phone.post("/lacak/", {"number": number}, **{"REMOTE_ADDR": STRANGER, **extra})


@pytest.mark.django_db
def test_guessing_claim_numbers_ends_soon_and_keeps_what_was_typed(phone: Client, now: Any) -> None:
    guesses = [claim_number(filed_on=now.date(), serial=serial) for serial in range(1, 20)]
    statuses = [try_number(phone, guess).status_code for guess in guesses]
    assert statuses[:12] == [422] * 12
    assert statuses[12:] == [429] * 7
    refused = try_number(phone, guesses[0])
    assert "Coba lagi 1 menit lagi" in walk.error_at(walk.text(refused), "number")
    assert guesses[0] in walk.text(refused)
    assert try_number(phone, guesses[0], REMOTE_ADDR="203.0.113.10").status_code == 422


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "last"), [(Role.REPRESENTATIVE, 429), (Role.OFFICER, 422)])
def test_a_representative_guesses_no_more_than_a_stranger(now: Any, role: Role, last: int) -> None:
    signed_in = Client()
    signed_in.force_login(
        get_user_model().objects.create_user(
            username="x", password="kain-batik-parang-22", display_name="X", staff_number="1", roles=[role]
        )
    )
    guesses = [claim_number(filed_on=now.date(), serial=serial) for serial in range(1, 20)]
    assert [try_number(signed_in, guess).status_code for guess in guesses][-1] == last


@pytest.mark.django_db
def test_following_the_own_claim_is_not_guessing(phone: Client) -> None:
    number = walk.filed(phone)
    assert {try_number(phone, number).status_code for _ in range(50)} == {302}


@pytest.mark.django_db
def test_trying_identities_ends_soon_and_starts_no_draft(phone: Client) -> None:
    def attempt() -> Any:
        form = walk.scene.identity_form(walk.scene.UNKNOWN)
        return Client().post("/klaim/data/", form, REMOTE_ADDR=STRANGER)

    statuses = [attempt().status_code for _ in range(14)]
    assert statuses == [302] * 12 + [429] * 2
    assert Claim.objects.count() == 12
    body = walk.text(attempt())
    assert "Terlalu banyak percobaan dari jaringan ini" in body
    assert walk.value_of(body, "nik") == walk.scene.UNKNOWN.nik


@pytest.mark.django_db
def test_staff_are_not_counted(phone: Client) -> None:
    person = get_user_model().objects.create(
        username="p", staff_number="p", display_name="P", roles=["officer"]
    )
    phone.force_login(person)
    try_number(phone, "K-2020-0618-0017")
    assert not Bucket.objects.exists()


@pytest.mark.django_db
def test_a_page_of_its_own_says_how_long_to_wait(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MISS_TRIES", 59)
    address = "/cek/AAAA-AAAA-AAAC/"
    assert client.get(address, REMOTE_ADDR=STRANGER).status_code == 404
    refused = client.get(address, REMOTE_ADDR=STRANGER)
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 600
    assert "Tunggu sebentar" in walk.text(refused)


@pytest.mark.django_db
def test_a_draft_mails_a_stranger_only_a_few_times(phone: Client) -> None:
    walk.to_papers(phone)
    walk.deliver_mail()
    before = len(mail.outbox)
    for n in range(6):
        answer = phone.post("/klaim/kontak/", {"phone": "0812 3456 7890", "email": f"x{n}@contoh.id"})
    walk.deliver_mail()
    assert len(mail.outbox) - before == 4  # and the draft's first
    assert answer.status_code == 422
    assert "Coba lagi" in walk.text(answer)


@pytest.mark.django_db
def test_a_file_too_big_is_refused_before_it_is_read(phone: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    walk.to_papers(phone)
    read: list[UploadedFile] = []
    monkeypatch.setattr(UploadedFile, "read", lambda self: read.append(self), raising=False)
    big = io.BytesIO(b"\xff\xd8\xff" + bytes(7 * 1024 * 1024))
    big.name = "x.jpg"
    assert phone.post("/klaim/dokumen/ktp/", {"file": big}).status_code == 422
    assert read == []
