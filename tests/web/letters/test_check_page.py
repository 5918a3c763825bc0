"""What a stranger learns who holds a letter, or says to."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lapak.claims.models import Claim
from lapak.kernel.numbers import new_code
from lapak.letters.models import Letter
from lapak.letters.rules.authenticity import CODE_LENGTH, grouped
from lapak.letters.rules.kinds import Kind
from tests.operations.claims.claim_scene import ACCOUNT, KPJ, NAME, NIK, Scene
from tests.operations.letters.letter_scene import issue, paid
from tests.web.participant.walk import error_at, text

pytestmark = pytest.mark.django_db
STRANGER = "203.0.113.9"
AMOUNT = "Rp61.263.200"


@pytest.fixture
def codes(scene: Scene) -> dict[Kind, str]:
    """A paid claim with its letters; returns their codes."""
    claim_id = paid(scene)
    for kind in (Kind.RECEIPT, Kind.APPROVED, Kind.WITHHOLDING):
        issue(scene, claim_id, kind)
    return {Kind(row.kind): row.code for row in Letter.objects.all()}


def look(client: Client, code: str) -> Any:
    return client.get(reverse("authenticity:letter", args=[code]))


def compare(client: Client, code: str, *, name: str = NAME, figure: str = AMOUNT) -> Any:
    return client.post(reverse("authenticity:compare", args=[code]), {"name": name, "figure": figure})


@pytest.mark.parametrize("kind", [Kind.RECEIPT, Kind.APPROVED, Kind.WITHHOLDING])
def test_the_page_tells_kind_office_and_day_and_nothing_of_a_person(
    client: Client, codes: dict[Kind, str], kind: Kind
) -> None:
    response = look(client, grouped(codes[kind]))
    body = text(response)
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    for part in ("Surat ini asli", "Tangerang Cikokol", "Senin, 22 Juni 2020", grouped(codes[kind])):
        assert part in body, part
    claim = Claim.objects.get()
    words = {word for word in (*NAME.split(), *claim.account_name.split()) if len(word) > 2}
    for secret in (
        *words,
        NIK,
        KPJ,
        ACCOUNT,
        claim.number,
        "61.263.200",
        "61263200",
        "592.800",
        str(claim.pk),
    ):
        assert secret.lower() not in body.lower(), secret
    for masked in ("4471", "3603", "0003"):
        assert not re.search(rf">[^<]*{masked}[^<]*<", body), masked


def test_the_code_may_be_typed_as_it_comes(client: Client, codes: dict[Kind, str]) -> None:
    code = codes[Kind.APPROVED]
    typed = client.post(reverse("authenticity:find"), {"code": f" {code[:5].lower()} {code[5:]} "})
    assert typed.headers["Location"] == reverse("authenticity:letter", args=[grouped(code)])
    assert look(client, code).status_code == 200


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("", "Isi kode di sebelah QR."),
        ("ABC", "Kode terdiri atas 12"),
        ("7KQ4-MXTA-9HGC", "keliru atau tertukar"),
    ],
)
def test_a_mistyped_code_is_explained_at_its_field(client: Client, code: str, says: str) -> None:
    response = client.post(reverse("authenticity:find"), {"code": code})
    assert response.status_code == 422
    assert says in error_at(text(response), "code")


@pytest.mark.parametrize("code", [None, "tidak-ada"])
def test_a_code_we_never_printed_is_unknown(client: Client, code: str | None) -> None:
    code = code or new_code(length=CODE_LENGTH)
    response = look(client, code)
    assert response.status_code == 404
    assert "Kode ini tidak kami kenal" in text(response)
    assert "Cocokkan" not in text(response)
    assert compare(client, code).status_code == 404


def test_a_letter_that_is_reserved_and_not_written_is_unknown(client: Client, codes: dict[Kind, str]) -> None:
    Letter.objects.filter(kind=Kind.RECEIPT).update(
        written_at=None, sha256="", stored_name="", seal="", size=0
    )
    assert look(client, codes[Kind.RECEIPT]).status_code == 404


def test_a_letter_that_was_taken_back_or_replaced_says_so(client: Client, codes: dict[Kind, str]) -> None:
    Claim.objects.update(state="verified", approved_at=None, paid_at=None, checker=None, checked_at=None)
    assert "tidak berlaku lagi" in text(look(client, codes[Kind.APPROVED]))
    newer = Letter.objects.get(kind=Kind.RECEIPT)
    Letter.objects.filter(kind=Kind.APPROVED).update(replaced_by=newer)
    assert "sudah digantikan" in text(look(client, codes[Kind.APPROVED]))


def test_a_forged_sheet_with_a_borrowed_code_does_not_agree(client: Client, codes: dict[Kind, str]) -> None:
    code = codes[Kind.APPROVED]
    assert "Cocok. Nama dan angka" in text(compare(client, code))
    for name, figure in ((NAME, "Rp91.263.200"), ("Budi Santoso", AMOUNT)):
        body = text(compare(client, code, name=name, figure=figure))
        assert "Tidak cocok dengan surat kami" in body
        assert "Cocok. Nama" not in body


def test_a_letter_without_an_amount_is_compared_by_its_claim_number(
    client: Client, codes: dict[Kind, str]
) -> None:
    number = Claim.objects.get().number
    assert "Cocok. Nama" in text(compare(client, codes[Kind.RECEIPT], figure=str(number)))


def test_what_is_missing_is_said_at_its_field_and_costs_nothing(
    client: Client, codes: dict[Kind, str]
) -> None:
    for _ in range(10):
        response = compare(client, codes[Kind.APPROVED], figure="")
        assert response.status_code == 422
    assert "Isi seperti di surat" in error_at(text(response), "figure")
    assert compare(client, codes[Kind.APPROVED]).status_code == 200


def test_contents_cannot_be_found_by_trying(client: Client, codes: dict[Kind, str]) -> None:
    statuses = [compare(client, codes[Kind.APPROVED], figure=str(n)).status_code for n in range(8)]
    assert statuses == [200] * 6 + [429] * 2
    refused = compare(client, codes[Kind.APPROVED])
    assert "Terlalu banyak percobaan" in text(refused)
    assert "Cocok. Nama" not in text(refused)


def test_the_fingerprint_for_files_is_that_of_the_file(
    client: Client, codes: dict[Kind, str], scene: Scene
) -> None:
    row = Letter.objects.get(kind=Kind.APPROVED)
    assert f'data-sha256="{row.sha256}"' in text(look(client, codes[Kind.APPROVED]))
