import os
import resource
import threading
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from PIL import Image

from lapak.documents import operations, queries, vault
from lapak.documents.rules.files import MOST_BYTES, DocumentRefused
from lapak.documents.rules.sharpness import Verdict
from lapak.journal.queries import trail, verify
from lapak.kernel.actors import Actor
from lapak.kernel.errors import NotFound
from lapak.kernel.ids import new_id
from lapak.kernel.subjects import Subject
from tests import drawn_papers as drawn

CLAIM = new_id()
PARTICIPANT = Actor.participant(subject_id=CLAIM)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "documents": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }


def stored_files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def store(content: bytes, now: datetime, kind: str = "ktp") -> queries.DocumentView:
    return operations.store(subject_id=CLAIM, kind=kind, content=content, actor=PARTICIPANT, now=now)


@pytest.mark.django_db
def test_a_sharp_card_is_kept_and_read_back(now: datetime) -> None:
    kept = store(drawn.as_jpeg(drawn.on_table(drawn.card())), now)
    content, media_type = queries.content(document_id=kept.id)
    assert (kept.verdict, media_type, kept.width, kept.height) == (Verdict.OK, "image/jpeg", 2000, 1500)
    assert content.startswith(b"\xff\xd8\xff")
    assert queries.current(subject_id=CLAIM) == (kept,)


def test_what_comes_together_lies_together(now: datetime) -> None:
    def folder(at: datetime) -> str:
        return vault.put(document_id=new_id(now=at), content=b"x").split("/")[0]

    assert len({folder(now + timedelta(seconds=n)) for n in range(30)}) == 1
    assert folder(now + timedelta(hours=5)) != folder(now)


@pytest.mark.django_db
def test_a_blurred_letter_is_kept_with_the_place_and_may_be_left_to_an_officer(now: datetime) -> None:
    kept = store(drawn.as_jpeg(drawn.blurred(drawn.on_table(drawn.letter()), 6)), now, kind="paklaring")
    assert kept.verdict is Verdict.BLURRED
    assert kept.box is not None
    assert 0 <= kept.box.x < kept.box.x + kept.box.width <= 1
    assert operations.leave_to_officer(document_id=kept.id, actor=PARTICIPANT, now=now).left_to_officer
    operations.leave_to_officer(document_id=kept.id, actor=PARTICIPANT, now=now)
    whats = [link.what for link in trail(subject=Subject("document", str(kept.id)))]
    assert whats == ["document.stored", "document.left_to_officer"]


WHOLE = drawn.as_jpeg(drawn.on_table(drawn.card()))
WHOLE_PNG = drawn.as_png(drawn.card())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"\xff\xd8\xff" + bytes(MOST_BYTES), "file_too_big"),
        (b"PK\x03\x04 a spreadsheet called ktp.jpg", "file_not_an_image"),
        (b"GIF89a" + bytes(100), "file_not_an_image"),
        (b"\xff\xd8\xff\xe0 and then nothing of a picture", "file_truncated"),
        (WHOLE[: len(WHOLE) // 2], "file_truncated"),
        (WHOLE_PNG[: len(WHOLE_PNG) // 2], "file_truncated"),
        (drawn.as_jpeg(drawn.card().resize((400, 252))), "file_too_small"),
        (drawn.PDF[:30], "file_truncated"),
    ],
    ids=[
        "empty",
        "too big",
        "not an image",
        "gif",
        "jpeg in name only",
        "half jpeg",
        "half png",
        "small",
        "half pdf",
    ],
)
def test_a_bad_file_is_refused_with_its_reason_and_nothing_is_kept(
    content: bytes, code: str, now: datetime, tmp_path: Path
) -> None:
    with pytest.raises(DocumentRefused) as refused:
        store(content, now)
    assert refused.value.code == code
    assert queries.current(subject_id=CLAIM) == ()
    assert stored_files(tmp_path) == []


@pytest.mark.django_db
def test_a_pdf_is_kept_as_it_is_for_an_officer_to_judge(now: datetime) -> None:
    kept = store(drawn.PDF, now)
    assert (kept.verdict, kept.width) == (Verdict.UNSURE, None)
    assert queries.content(document_id=kept.id) == (drawn.PDF, "application/pdf")


@pytest.mark.django_db
def test_a_picture_is_turned_upright_and_loses_what_the_camera_wrote(now: datetime) -> None:
    sideways = drawn.on_table(drawn.card()).rotate(90, expand=True)
    written_by_camera = Image.Exif()
    written_by_camera[0x0112] = 6  # turn a quarter clockwise to stand upright
    written_by_camera[0x8825] = {1: "S", 2: (6.0, 12.0, 0.0)}  # where it was taken
    written_by_camera[0x010F] = "Merek Kamera"
    kept = store(drawn.as_jpeg(sideways, exif=written_by_camera), now)
    content, _ = queries.content(document_id=kept.id)
    assert (kept.width, kept.height) == (2000, 1500)
    assert b"Exif" not in content
    assert b"Merek Kamera" not in content


@pytest.mark.django_db
def test_a_new_photo_replaces_the_old_and_the_same_one_twice_is_kept_once(
    now: datetime, tmp_path: Path
) -> None:
    first = store(WHOLE, now)
    assert store(WHOLE, now) == first
    assert len(stored_files(tmp_path)) == 1
    second = store(drawn.as_jpeg(drawn.on_table(drawn.card(), noise=5)), now)
    assert [one.id for one in queries.current(subject_id=CLAIM)] == [second.id]
    assert queries.document(document_id=first.id) == first
    assert queries.content(document_id=first.id)[0]


@pytest.mark.django_db(transaction=True)
def test_two_tabs_sending_at_once_leave_one_current_paper(now: datetime) -> None:
    contents = [drawn.as_jpeg(drawn.on_table(drawn.card(), noise=noise)) for noise in (2, 4)]
    meet = threading.Barrier(2)

    def send(content: bytes) -> None:
        try:
            meet.wait()
            store(content, now)
        finally:
            connection.close()

    tabs = [threading.Thread(target=send, args=[content]) for content in contents]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    assert len(queries.current(subject_id=CLAIM)) == 1


@pytest.mark.django_db
def test_the_store_holds_no_readable_content(now: datetime, tmp_path: Path) -> None:
    store(drawn.PDF, now)
    (sealed,) = stored_files(tmp_path)
    assert b"PDF" not in sealed.read_bytes()


@pytest.mark.django_db
def test_a_new_key_encrypts_and_the_old_one_still_opens(now: datetime, settings: Any) -> None:
    import base64

    old = list(settings.DOCUMENT_KEYS)
    kept = store(drawn.PDF, now)
    fresh = base64.urlsafe_b64encode(os.urandom(32)).decode()
    settings.DOCUMENT_KEYS = [fresh, *old]
    assert queries.content(document_id=kept.id)[0] == drawn.PDF
    later = store(drawn.PDF, now, kind="npwp")
    settings.DOCUMENT_KEYS = old
    with pytest.raises(vault.ContentDamaged):
        queries.content(document_id=later.id)


@pytest.mark.django_db
def test_changed_or_exchanged_files_are_not_shown(now: datetime, tmp_path: Path) -> None:
    one, other = store(drawn.PDF, now), store(drawn.PDF, now, kind="npwp")
    names = {path.name: path for path in stored_files(tmp_path)}
    here, there = names[one.id.hex], names[other.id.hex]
    sealed = here.read_bytes()
    here.write_bytes(there.read_bytes())
    with pytest.raises(vault.ContentDamaged):
        queries.content(document_id=one.id)
    here.write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))
    with pytest.raises(vault.ContentDamaged):
        queries.content(document_id=one.id)


@pytest.mark.django_db
def test_every_look_is_recorded_in_a_chain_that_holds(now: datetime) -> None:
    kept = store(drawn.PDF, now)
    officer = Actor.staff(staff_id=7, role="officer")
    operations.record_look(document_id=kept.id, actor=officer, reason="verify", now=now)
    subject = Subject("document", str(kept.id))
    assert [(link.what, link.actor_id) for link in trail(subject=subject)][-1] == ("document.looked_at", "7")
    assert verify(subject=subject).broken == ()
    with pytest.raises(NotFound):
        operations.record_look(document_id=UUID(int=1), actor=officer, reason="verify", now=now)


@pytest.mark.django_db
def test_the_largest_phone_photo_takes_little_memory(now: datetime) -> None:
    huge = Image.new("RGB", (12000, 9000), "#777777")  # 108 megapixels, 324 MB when decoded whole
    content = drawn.as_jpeg(huge)
    del huge
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    kept = store(content, now)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert max(kept.width or 0, kept.height or 0) <= 2400
    assert grown < 100_000  # kilobytes


@pytest.mark.django_db
@pytest.mark.parametrize("options", [{"progressive": True}], ids=["progressive jpeg"])
def test_a_picture_that_must_be_decoded_whole_is_limited(options: dict[str, bool], now: datetime) -> None:
    with pytest.raises(DocumentRefused) as refused:
        store(drawn.as_jpeg(Image.new("RGB", (6000, 5000)), **options), now)
    assert refused.value.code == "file_too_many_pixels"
