"""Papers that robots draw have to pass as papers: readable, marked as samples, and signed with ink."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from lapak.documents.rules.sharpness import Verdict, judge
from robots.drawings import SIGNATURE_PREFIX, paper, signature
from robots.person import COLOURS, Person, looks_of, softened
from robots.senses import nearest_colour

KINDS = (
    "ktp",
    "kartu_peserta",
    "kk",
    "paklaring",
    "bukti_phk",
    "surat_pensiun",
    "buku_tabungan",
    "npwp",
    "foto_diri",
)
LEAST_INK = 100


@pytest.fixture
def person() -> Person:
    return Person(
        code="sri-wahyuni",
        nik="3603185205860003",
        kpj="16347514302",
        name="Sri Wahyuni",
        birth_date="1986-05-12",
        birth_place="Tangerang",
        reason="resigned",
        employer="PT Sinar Tekstil Cikupa",
        ended_on="2026-10-01",
        bank_code="002",
        account_number="702813778856444",
        account_holder="SRI WAHYUNI",
        phone="081200000000",
        email="sri@example.id",
        looks=looks_of(0),
    )


@pytest.mark.parametrize("kind", KINDS)
def test_each_drawn_paper_is_sharp_enough_to_be_taken(kind: str, person: Person) -> None:
    picture = Image.open(io.BytesIO(paper(kind=kind, person=person)))
    assert min(picture.size) >= 480
    verdict = judge(np.asarray(picture.convert("L")), portrait=kind == "foto_diri").verdict
    assert verdict is Verdict.OK


def test_a_signature_has_ink_and_is_not_the_same_for_everybody(person: Person) -> None:
    drawn = signature(person=person)
    sheet = Image.open(io.BytesIO(base64.b64decode(drawn.removeprefix(SIGNATURE_PREFIX))))
    assert sum(sheet.convert("L").histogram()[:128]) > LEAST_INK
    assert drawn != signature(person=Person(**{**vars(person), "name": "Agus"}))


def test_a_birth_date_is_written_as_people_write_it(person: Person) -> None:
    assert person.birth_date_as_written == "12-05-1986"


def test_twelve_people_have_twelve_colours_and_tones_that_are_told_apart() -> None:
    looks = [looks_of(number) for number in range(len(COLOURS))]
    assert len({one.tone_hz for one in looks}) == len(looks)
    for one in looks:
        assert nearest_colour(np.array(one.colour, dtype=float) + 20) == one.colour
    assert softened(looks[0]).tone_hz == looks[0].tone_hz
