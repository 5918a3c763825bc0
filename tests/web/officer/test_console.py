"""The console by HTTP: pages, parts, rights, and one person's data at a time."""

import io
from datetime import datetime
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from lapak.claims.models import Check, Claim, Note, PaperState
from lapak.desk.models import Desk, Place
from lapak.documents.operations import store
from lapak.documents.rules.files import DocumentRefused
from lapak.journal.models import Entry
from lapak.kernel.actors import Actor
from lapak.kernel.clock import utc_now
from lapak.kernel.subjects import Subject
from lapak.outbox.models import Message
from lapak.outbox.operations import owe
from lapak.people.models import StaffMember
from lapak.people.rules import Role
from lapak.queueing.models import Ticket
from tests.drawn_papers import card
from tests.operations.desk.desk_world import World, claim_of, officer, place_of, ready_to_file
from tests.web.officer.browsing import signed_in

pytestmark = pytest.mark.django_db


def jpeg() -> bytes:
    buffer = io.BytesIO()
    card().save(buffer, "JPEG")
    return buffer.getvalue()


def arrive(place_world: World, number: int, now: datetime) -> Place:
    claim = claim_of(place_world.branch, number, now)
    document = store(
        subject_id=claim.pk, kind="ktp", content=jpeg(), actor=Actor.system(), now=now, file_name="x.jpg"
    )
    claim.papers.filter(kind="ktp").update(document_id=document.id)
    return place_of(place_world.arrive(claim, now).ticket.id)


@pytest.fixture
def people(place_world: World, desk: UUID, now: datetime) -> list[Place]:
    return [arrive(place_world, number, now) for number in range(3)]


def focus(client: Client, number: int, *, confirmed: bool = True) -> dict:
    answer = client.post("/meja/fokus/", {"number": number, "confirmed": "on" if confirmed else ""})
    return {"status": answer.status_code, **answer.json()}


def page(client: Client, path: str = "/meja/") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "UNDEFINED VARIABLE" not in text
    assert answer["Cache-Control"] == "no-store"
    return text


def test_without_a_desk_the_page_offers_to_open_one(client: Client, dimas: StaffMember) -> None:
    assert "Buka meja" in page(client)
    answer = client.post("/meja/buka/", {"places": 4})
    assert (answer.status_code, answer["Location"]) == (302, "/meja/")
    assert Desk.objects.get().places == 4
    assert page(client).count('data-tile="') == 4


def test_more_places_than_the_branch_allows_come_back_with_words(client: Client, dimas: StaffMember) -> None:
    answer = client.post("/meja/buka/", {"places": 9})
    assert answer.status_code == 422
    assert not Desk.objects.exists()


def test_the_console_says_every_state_in_words(client: Client, people: list[Place]) -> None:
    text = page(client)
    assert text.count("Menyambungkan") >= 3
    assert text.count("Bisa terima") == 3
    assert "Bambang Sutrisno" in text


def test_focus_before_confirming_is_refused_with_words_and_then_works(
    client: Client, people: list[Place]
) -> None:
    refused = focus(client, 1, confirmed=False)
    assert (refused["status"], refused["code"]) == (409, "person_not_confirmed")
    assert refused["text"]
    done = focus(client, 1)
    assert (done["status"], done["focus"]) == (200, 1)
    assert done["modes"][str(people[0].call_id)]["mode"] == "focus"
    assert done["modes"][str(people[1].call_id)]["mode"] == "hold"


def test_only_the_person_in_focus_has_data_on_the_page(client: Client, people: list[Place]) -> None:
    focus(client, 1)
    focus(client, 2)
    for path in ("/meja/", "/meja/ruang/"):
        text = page(client, path)
        mine, others = Claim.objects.get(pk=people[1].claim_id), [people[0], people[2]]
        assert mine.number in text
        for other in others:
            claim = Claim.objects.get(pk=other.claim_id)
            documents = PaperState.objects.filter(claim=claim, document_id__isnull=False)
            secrets = [claim.number, claim.kpj, claim.nik, claim.account_number]
            secrets += [str(document_id) for document_id in documents.values_list("document_id", flat=True)]
            assert not [secret for secret in secrets if secret in text]


def test_without_focus_there_is_no_data_at_all(client: Client, people: list[Place]) -> None:
    focus(client, 1)
    assert client.post("/meja/tahan/").status_code == 200
    text = page(client, "/meja/ruang/")
    assert Claim.objects.get(pk=people[0].claim_id).number not in text
    assert "Tidak ada yang sedang bersama Anda" in text


def test_the_page_comes_back_to_the_same_person(client: Client, people: list[Place]) -> None:
    focus(client, 2)
    text = page(client)
    assert f'data-place="{people[1].pk}"' in text
    assert Claim.objects.get(pk=people[1].claim_id).number in text


def test_tiles_carry_no_data_beyond_name_and_ticket(client: Client, people: list[Place]) -> None:
    focus(client, 1)
    text = page(client, "/meja/ubin/")
    for place in people:
        claim = Claim.objects.get(pk=place.claim_id)
        assert claim.name in text
        assert not [secret for secret in (claim.number, claim.kpj, claim.nik) if secret in text]


def test_a_paper_in_focus_is_shown_recorded_and_never_cached(client: Client, people: list[Place]) -> None:
    document = PaperState.objects.get(claim_id=people[0].claim_id, kind="ktp").document_id
    assert client.get(f"/meja/berkas/{document}/").status_code == 404
    focus(client, 1)
    answer = client.get(f"/meja/berkas/{document}/")
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (
        200,
        "image/jpeg",
        "no-store",
    )
    looked = Entry.objects.filter(what="document.looked_at")
    assert [entry.data["reason"] for entry in looked] == ["at_the_desk"]
    focus(client, 2)
    assert client.get(f"/meja/berkas/{document}/").status_code == 404
    assert looked.count() == 1


def test_another_officer_gets_nothing_of_this_desk(
    client: Client, place_world: World, people: list[Place], now: datetime
) -> None:
    focus(client, 1)
    document = PaperState.objects.get(claim_id=people[0].claim_id, kind="ktp").document_id
    other = signed_in(officer(place_world.branch, 2))
    other.post("/meja/buka/", {"places": 2})
    assert other.get(f"/meja/berkas/{document}/").status_code == 404
    assert other.post("/meja/tidak-hadir/", {"place": people[1].pk}).status_code == 404
    assert other.post("/meja/selesai/", {"place": people[0].pk}).status_code == 409
    assert other.post("/meja/fokus/", {"number": 1, "confirmed": "on"}).json()["code"] == "place_empty"
    assert Claim.objects.get(pk=people[0].claim_id).number not in page(other, "/meja/ruang/")
    answer = other.post("/meja/periksa/ktp_original/", {"place": people[0].pk, "state": "ok"})
    assert Claim.objects.get(pk=people[0].claim_id).number not in answer.content.decode()
    assert not Check.objects.exists()


def test_who_has_not_come_is_called_once_more_and_nobody_else(
    client: Client, place_world: World, people: list[Place]
) -> None:
    ticket = Ticket.objects.get(pk=people[0].ticket_id)
    assert client.post("/meja/panggil-lagi/", {"place": people[0].pk}).status_code == 204
    again = Ticket.objects.get(pk=ticket.pk)
    assert again.calls == ticket.calls + 1
    assert again.called_at > ticket.called_at
    other = signed_in(officer(place_world.branch, 2))
    other.post("/meja/buka/", {"places": 2})
    assert other.post("/meja/panggil-lagi/", {"place": people[1].pk}).status_code == 404
    focus(client, 1)
    assert client.post("/meja/panggil-lagi/", {"place": people[0].pk}).json()["code"] == "met_already"


@pytest.mark.parametrize("role", [Role.GREETER, Role.CHECKER, Role.BRANCH_HEAD, Role.ADMINISTRATOR])
def test_other_roles_get_no_console(place_world: World, role: Role) -> None:
    visitor = signed_in(officer(place_world.branch, 7, roles=(role,)))
    for path in ("/meja/", "/meja/ubin/", "/meja/ruang/"):
        assert visitor.get(path).status_code == 403
    assert visitor.post("/meja/fokus/", {"number": 1}).status_code == 403


def test_only_an_officer_who_heads_the_branch_has_the_alarms_at_the_desk(
    client: Client, dimas: StaffMember, desk: UUID
) -> None:
    assert "alarm-sekarang" not in page(client)
    dimas.roles = [Role.OFFICER, Role.BRANCH_HEAD]
    dimas.save()
    assert 'hx-get="/kantor/keramaian/alarm/?ada=&amp;meja=1"' in page(client)


def test_a_late_press_never_touches_the_person_who_came_after(client: Client, people: list[Place]) -> None:
    focus(client, 1)
    focus(client, 2)
    answer = client.post("/meja/periksa/ktp_original/", {"place": people[0].pk, "state": "ok"})
    assert "sudah berganti" in answer.content.decode()
    assert client.post("/meja/selesai/", {"place": people[0].pk}).status_code == 409
    assert not Check.objects.exists()
    assert Place.objects.filter(ended_at=None).count() == 3


def test_checking_accepting_and_noting_change_the_claim_and_the_bar(
    client: Client, people: list[Place]
) -> None:
    focus(client, 1)
    where = {"place": people[0].pk}
    assert "7 pemeriksaan, 7 dokumen, tanda tangan lagi sebelum bisa diajukan" in page(client, "/meja/ruang/")
    client.post("/meja/periksa/ktp_original/", {**where, "state": "ok"})
    text = client.post("/meja/dokumen/ktp/sesuai/", where).content.decode()
    assert "6 pemeriksaan, 6 dokumen, tanda tangan lagi sebelum bisa diajukan" in text
    client.post("/meja/periksa/ktp_original/", {**where, "state": ""})
    client.post("/meja/catatan/", {**where, "text": "Paklaring asli dibawa"})
    text = page(client, "/meja/ruang/")
    assert "7 pemeriksaan, 6 dokumen" in text
    assert "Paklaring asli dibawa" in text
    assert Note.objects.count() == 1


def test_asking_again_needs_a_reason_from_the_list(client: Client, people: list[Place]) -> None:
    focus(client, 1)
    where = {"place": people[0].pk, "why-kk": ""}
    refused = client.post("/meja/dokumen/minta-lagi/", {**where, "why-ktp": "jelek"}).content.decode()
    assert "Lengkapi pilihan" in refused
    assert "Pilih dulu dokumen" in client.post("/meja/dokumen/minta-lagi/", where).content.decode()
    assert not PaperState.objects.filter(state="asked_again")


def test_several_papers_are_asked_again_at_once_each_with_its_reason(
    client: Client, people: list[Place]
) -> None:
    focus(client, 1)
    asked = {"why-ktp": "blurred", "why-kk": "glare", "why-paklaring": ""}
    client.post("/meja/dokumen/minta-lagi/", {"place": people[0].pk, **asked})
    found = PaperState.objects.filter(claim_id=people[0].claim_id, state="asked_again")
    assert dict(found.values_list("kind", "reason_code")) == {"ktp": "blurred", "kk": "glare"}


def test_a_claim_the_core_system_refused_is_asked_about_again_from_the_desk(
    client: Client, people: list[Place], now: datetime
) -> None:
    claim = Claim.objects.get(pk=people[0].claim_id)
    subject = Subject("claim", str(claim.pk))
    owe(kind="core.open_claim", key="open", payload={"claim": str(claim.pk)}, subject=subject, now=now)
    Message.objects.update(state=Message.State.DEAD, settled_at=now)
    focus(client, 1)
    assert "Tanyakan lagi" not in page(client, "/meja/ruang/")
    Claim.objects.filter(pk=claim.pk).update(core_refusal="membership_active")
    assert "Tanyakan lagi" in page(client, "/meja/ruang/")
    said = client.post("/meja/daftarkan/", {"place": people[0].pk}).content.decode()
    assert "Sistem inti ditanya lagi" in said
    assert Message.objects.get(kind="core.open_claim").state == Message.State.OWED


def test_a_still_is_kept_with_the_claim_in_focus(client: Client, people: list[Place]) -> None:
    focus(client, 1)
    picture = SimpleUploadedFile("foto.jpg", jpeg(), "image/jpeg")
    text = client.post("/meja/foto/", {"place": people[0].pk, "picture": picture}).content.decode()
    assert "1 tersimpan" in text
    broken = SimpleUploadedFile("foto.jpg", b"no picture", "image/jpeg")
    text = client.post("/meja/foto/", {"place": people[0].pk, "picture": broken}).content.decode()
    assert "bukan foto" in text
    assert Image.open(io.BytesIO(jpeg())).format == "JPEG"


def test_filing_waits_until_all_is_checked_and_then_lets_go(
    client: Client, dimas: StaffMember, people: list[Place], now: datetime
) -> None:
    focus(client, 1)
    where = {"place": people[0].pk}
    assert "Masih ada yang belum diperiksa" in client.post("/meja/ajukan/", where).content.decode()
    assert 'aria-disabled="true" aria-describedby="file-why"' in page(client, "/meja/ruang/")
    ready_to_file(Claim.objects.get(pk=people[0].claim_id), dimas, now)
    assert "Semua sudah diperiksa" in page(client, "/meja/ruang/")
    assert "Sudah dikirim ke pejabat kedua" in client.post("/meja/ajukan/", where).content.decode()
    assert Claim.objects.get(pk=people[0].claim_id).state == "verified"
    assert client.post("/meja/selesai/", where).status_code == 204
    assert Ticket.objects.get(pk=people[0].ticket_id).state == "done"


def test_rejection_is_proposed_with_a_reason(client: Client, people: list[Place]) -> None:
    focus(client, 1)
    client.post("/meja/tolak/", {"place": people[0].pk, "reason": "still_working", "note": "menurut peserta"})
    assert Claim.objects.get(pk=people[0].claim_id).state == "rejection_proposed"


def test_tasks_and_steps_are_given_to_the_person_in_focus(client: Client, people: list[Place]) -> None:
    focus(client, 1)
    where = {"place": people[0].pk}
    assert client.post("/meja/tahap/", {**where, "stage": "signing"}).status_code == 204
    assert client.post("/meja/tahap/", {**where, "step": "4"}).status_code == 204
    assert client.post("/meja/tahap/", {**where, "stage": "done"}).status_code == 422
    place = Place.objects.get(pk=people[0].pk)
    assert (place.stage, place.step) == ("signing", 4)
    assert focus(client, 2)["modes"][str(people[0].call_id)]["mode"] == "work"
    assert "Menandatangani" in page(client, "/meja/ubin/")


def test_the_beat_keeps_the_desk_and_a_closed_desk_says_so(client: Client, desk: UUID) -> None:
    assert client.post("/meja/denyut/").status_code == 204
    client.post("/meja/tutup/")
    assert client.post("/meja/denyut/").status_code == 404
    assert Desk.objects.get(pk=desk).state == "closed"
    assert "Buka meja" in page(client)


def test_a_walk_in_whose_data_are_not_there_yet_has_an_honest_workspace(
    client: Client, place_world: World, desk: UUID, now: datetime
) -> None:
    claim = claim_of(
        place_world.branch,
        1,
        now,
        state="draft",
        number=None,
        submitted_at=None,
        nik="",
        kpj="",
        facts={},
        rule_set="",
        reason="",
        birth_date=None,
    )
    claim.papers.all().delete()
    place_world.arrive(claim, now)
    focus(client, 1)
    text = page(client)
    assert "Sistem inti belum ditanya" in text
    assert "Saldo belum diketahui" in text


def test_a_still_from_a_weak_line_is_kept_though_a_paper_of_that_size_is_not(
    client: Client, people: list[Place]
) -> None:
    focus(client, 1)
    buffer = io.BytesIO()
    card().resize((320, 180)).save(buffer, "JPEG")
    picture = SimpleUploadedFile("foto.jpg", buffer.getvalue(), "image/jpeg")
    text = client.post("/meja/foto/", {"place": people[0].pk, "picture": picture}).content.decode()
    assert "1 tersimpan" in text
    with pytest.raises(DocumentRefused, match="file_too_small"):
        store(
            subject_id=people[0].claim_id,
            kind="ktp",
            content=buffer.getvalue(),
            actor=Actor.system(),
            now=utc_now(),
        )


def test_reasons_to_look_stand_on_top_of_the_list_and_can_be_explained(
    client: Client, people: list[Place]
) -> None:
    Claim.objects.update(email="satu@contoh.id")
    focus(client, 1)
    text = page(client)
    assert "hal perlu dilihat" in text
    assert text.index("hal perlu dilihat") < text.index('role="checkbox"')
    assert "Jelaskan" in text[text.index('id="signals-dialog"') :]
