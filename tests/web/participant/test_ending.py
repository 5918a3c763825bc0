"""Withdrawing a claim, and what a person says against the end of one."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from lapak.claims.models import Claim, Objection
from lapak.claims.operations import checking, desk_work, endings, reopening
from lapak.claims.rules.claim_moves import ClaimState
from lapak.kernel.actors import Actor
from lapak.kernel.clock import utc_now
from lapak.outbox.models import Message
from lapak.outbox.registry import Owed
from lapak.people.models import StaffMember
from lapak.people.rules import Role
from lapak.web.letters import delivery
from tests.web.participant import walk
from tests.web.participant.desk_scene import ask_again

pytestmark = pytest.mark.django_db
TRACK, WITHDRAW, OBJECT = "/lacak/klaim/", "/lacak/klaim/batal/", "/lacak/klaim/keberatan/"


def staff(role: Role) -> Actor:
    claim = Claim.objects.get()
    member, _ = StaffMember.objects.get_or_create(
        username=role,
        defaults={"display_name": role, "staff_number": role[:12], "branch": claim.branch, "roles": [role]},
    )
    return Actor.staff(staff_id=member.pk, role=role)


def reject() -> Claim:
    claim, now = Claim.objects.get(), utc_now()
    desk_work.begin_service(claim_id=claim.pk, actor=staff(Role.OFFICER), now=now)
    desk_work.propose_rejection(
        claim_id=claim.pk, reason_code="data_differs", actor=staff(Role.OFFICER), now=now
    )
    checking.reject(
        claim_id=claim.pk,
        reason_code="data_differs",
        expected_version=Claim.objects.get().version,
        actor=staff(Role.CHECKER),
        now=now + timedelta(seconds=1),
    )
    return claim


def letter(template: str) -> str:
    message = Message.objects.filter(payload__template=template).get()
    mail.outbox.clear()
    owed = Owed(message.pk, message.kind, message.key, message.payload, message.subject_id)
    delivery.send(owed, utc_now())
    return str(mail.outbox[0].body)


def test_withdrawing_says_first_what_happens_and_then_it_has(phone: Client) -> None:
    walk.filed(phone)
    assert WITHDRAW in walk.open_page(phone, TRACK)
    before = walk.open_page(phone, WITHDRAW)
    for words in (
        "Saldo Anda tetap utuh",
        "dilepas untuk orang lain",
        "Lanjutkan klaim",
        "Ya, batalkan klaim",
    ):
        assert words in before
    assert Claim.objects.get().state == ClaimState.SUBMITTED
    answer = phone.post(WITHDRAW, {"version": Claim.objects.get().version})
    assert answer.headers["Location"] == TRACK
    after = walk.open_page(phone, TRACK)
    assert "Klaim dibatalkan" in after
    assert "Minta dibuka lagi" in after
    assert WITHDRAW not in after
    assert "dibatalkan atas permintaan Anda" in letter("withdrawn")


def test_a_claim_that_changed_meanwhile_is_not_withdrawn_unseen(phone: Client) -> None:
    walk.filed(phone)
    seen = Claim.objects.get().version
    desk_work.begin_service(claim_id=Claim.objects.get().pk, actor=staff(Role.OFFICER), now=utc_now())
    answer = phone.post(WITHDRAW, {"version": seen})
    assert answer.status_code == 422
    assert "baru diubah di layar lain" in walk.text(answer)
    assert phone.post(WITHDRAW, {}).status_code == 422
    assert Claim.objects.get().state == ClaimState.IN_SERVICE


def test_after_a_decision_there_is_nothing_to_withdraw(phone: Client) -> None:
    walk.filed(phone)
    claim = reject()
    assert WITHDRAW not in walk.open_page(phone, TRACK)
    assert phone.get(WITHDRAW).headers["Location"] == TRACK
    phone.post(WITHDRAW, {"version": Claim.objects.get().version})
    assert Claim.objects.get(pk=claim.pk).state == ClaimState.REJECTED


def test_an_objection_is_kept_followed_and_answered(phone: Client) -> None:
    walk.filed(phone)
    reject()
    assert "Merasa keliru? Ajukan keberatan, dijawab petugas." in walk.open_page(phone, TRACK)
    form = walk.open_page(phone, OBJECT)
    assert "Kepala cabang menjawab paling lambat" in form
    assert "Data di dokumen berbeda" in form
    empty = phone.post(OBJECT, {"text": ""})
    assert empty.status_code == 422
    assert "Tulis dulu apa yang menurut Anda keliru." in walk.error_at(walk.text(empty), "text")
    long = "Namanya sudah diperbaiki perusahaan. " * 40
    too_long = phone.post(OBJECT, {"text": long})
    assert "Singkat sedikit" in walk.error_at(walk.text(too_long), "text")
    assert long.strip() in walk.text(too_long)
    assert phone.post(OBJECT, {"text": "Namanya sudah diperbaiki."}).headers["Location"] == TRACK
    after = walk.open_page(phone, TRACK)
    assert "Dijawab paling lambat" in after
    assert "Namanya sudah diperbaiki" not in after
    assert phone.get(OBJECT).headers["Location"] == TRACK
    reopening.uphold(
        claim_id=Claim.objects.get().pk,
        reason_code="employer_first",
        actor=staff(Role.BRANCH_HEAD),
        now=utc_now(),
    )
    assert "hanya bisa diperbaiki perusahaan" in walk.open_page(phone, TRACK)
    assert "hanya bisa diperbaiki perusahaan" in letter("objection_upheld")
    assert Objection.objects.get().text == "Namanya sudah diperbaiki."


def test_by_number_alone_nobody_objects_or_withdraws(phone: Client) -> None:
    number = walk.filed(phone)
    reject()
    stranger = Client()
    stranger.post("/lacak/", {"number": number})
    body = walk.open_page(stranger, TRACK)
    assert OBJECT not in body
    assert "Masuk dulu dengan kode" in body
    for where in (OBJECT, WITHDRAW):
        assert stranger.post(where, {"text": "x", "version": 1}).status_code == 403
    assert not Objection.objects.exists()


def test_an_expired_claim_tells_what_was_missing_and_until_when(phone: Client) -> None:
    walk.filed(phone)
    claim = ask_again("ktp")
    later = utc_now() + timedelta(days=30)
    assert endings.expire_overdue(now=later) == 1
    body = walk.open_page(phone, TRACK)
    for words in ("Batas waktu klaim ini lewat", "belum kami terima", "KTP", "Minta dibuka lagi"):
        assert words in body
    assert "Untuk memperbaiki" not in body
    told = letter("expired")
    assert "KTP, ditunggu sampai" in told
    reopening.reopen(
        claim_id=claim.pk, reason_code="late_with_cause", actor=staff(Role.BRANCH_HEAD), now=utc_now()
    )
    again = walk.open_page(phone, TRACK)
    assert "Keterlambatan bisa kami terima" in again
    assert "Foto sekali lagi" in again
    assert "KTP: " in letter("reopened")
