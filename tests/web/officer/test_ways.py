"""What the officer sees of the help asked for, and how somebody who cannot sign agrees."""

import io
from datetime import datetime
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from lapak.claims.models import ServiceNeed, Signature
from lapak.desk.models import Place
from lapak.desk.operations import focus
from lapak.people.models import StaffMember
from tests.operations.desk.desk_world import World, acting, claim_of, place_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_documents(settings: object, tmp_path: object) -> None:
    settings.STORAGES = {  # type: ignore[attr-defined]
        **settings.STORAGES,  # type: ignore[attr-defined]
        "documents": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }


@pytest.fixture
def place(place_world: World, desk: UUID, dimas: StaffMember, now: datetime) -> Place:
    claim = claim_of(place_world.branch, 1, now)
    ServiceNeed.objects.create(claim=claim, code="typing")
    ServiceNeed.objects.create(claim=claim, code="cannot_sign")
    return place_of(place_world.arrive(claim, now).ticket.id)


def meet(place: Place, desk: UUID, dimas: StaffMember, now: datetime) -> None:
    focus(desk_id=desk, place_number=place.number, confirms_person=True, actor=acting(dimas), now=now)


def picture() -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Image.new("RGB", (640, 360), "#557799").save(buffer, "JPEG")
    return SimpleUploadedFile("foto.jpg", buffer.getvalue(), "image/jpeg")


def test_the_help_asked_for_is_known_before_the_talk(client: Client, place: Place) -> None:
    tiles = client.get("/meja/ubin/").content.decode()
    assert "Lewat tulisan" in tiles
    assert "Tak bisa tanda tangan" in tiles


def test_a_spoken_consent_is_kept_and_shown(
    client: Client, place: Place, desk: UUID, dimas: StaffMember, now: datetime
) -> None:
    meet(place, desk, dimas, now)
    before = client.get("/meja/").content.decode()
    assert "Apakah setuju?" in before
    sent = client.post(
        "/meja/persetujuan/", {"place": place.pk, "way": "spoken", "witness": "", "picture": picture()}
    )
    assert "Persetujuan lisan, dibacakan" in sent.content.decode()
    assert Signature.objects.get().way == "spoken"


def test_a_thumb_print_without_a_witness_is_refused_in_words(
    client: Client, place: Place, desk: UUID, dimas: StaffMember, now: datetime
) -> None:
    meet(place, desk, dimas, now)
    sent = client.post(
        "/meja/persetujuan/", {"place": place.pk, "way": "thumb", "witness": "", "picture": picture()}
    )
    assert "Tulis nama saksi yang hadir" in sent.content.decode()
    assert not Signature.objects.exists()
