import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection

from lapak.journal.queries import trail
from lapak.kernel.actors import Actor
from lapak.kernel.ids import new_id
from lapak.kernel.subjects import Subject
from lapak.people import operations
from lapak.people.models import ParticipantAccess
from lapak.people.operations import AccessRefused
from tests.races import at_once

CLAIM = new_id()
OTHER = new_id()
WRONG = "AAAAAA"


def refused(code: str) -> object:
    return pytest.raises(AccessRefused, match=f"^{code}$")


def try_code(code: str, at: datetime) -> None:
    operations.open_code(subject_id=CLAIM, code=code, now=at)


@pytest.mark.django_db
def test_a_link_opens_its_claim_until_it_expires(now: datetime) -> None:
    secret = operations.issue_link(subject_id=CLAIM, now=now)
    assert operations.open_link(secret=secret, now=now + timedelta(days=179)) == CLAIM
    with refused("access_expired"):
        operations.open_link(secret=secret, now=now + timedelta(days=180))


@pytest.mark.django_db
def test_a_guessed_link_opens_nothing_and_no_secret_is_stored(now: datetime) -> None:
    secret = operations.issue_link(subject_id=CLAIM, now=now)
    for guess in (secret[:-1], secret + "A", "", "0" * 43):
        with refused("access_unknown"):
            operations.open_link(secret=guess, now=now)
    assert secret not in str(list(ParticipantAccess.objects.values()))


@pytest.mark.django_db
def test_a_link_is_no_code_and_a_code_is_no_link(now: datetime) -> None:
    code = operations.issue_code(subject_id=CLAIM, now=now)
    handoff = operations.issue_handoff(subject_id=CLAIM, purpose="sign", now=now)
    for secret in (code, handoff):
        with refused("access_unknown"):
            operations.open_link(secret=secret, now=now)


@pytest.mark.django_db
def test_a_code_opens_its_own_claim_only_however_it_is_written(now: datetime) -> None:
    code = operations.issue_code(subject_id=CLAIM, now=now)
    try_code(f" {code[:3].lower()}-{code[3:].lower()} ", now)
    operations.issue_code(subject_id=OTHER, now=now)
    with refused("access_unknown"):
        operations.open_code(subject_id=OTHER, code=code, now=now)


@pytest.mark.django_db
def test_a_code_ends_after_half_an_hour_and_with_the_next_code(now: datetime) -> None:
    first = operations.issue_code(subject_id=CLAIM, now=now)
    with refused("access_expired"):
        try_code(first, now + timedelta(minutes=30))
    second = operations.issue_code(subject_id=CLAIM, now=now + timedelta(minutes=2))
    with refused("access_unknown"):
        try_code(first, now + timedelta(minutes=2))
    try_code(second, now + timedelta(minutes=2))


@pytest.mark.django_db
def test_five_wrong_codes_lock_for_a_quarter_of_an_hour_even_against_the_right_one(now: datetime) -> None:
    code = operations.issue_code(subject_id=CLAIM, now=now)
    for _ in range(4):
        with refused("access_unknown"):
            try_code(WRONG, now)
    with refused("access_locked"):
        try_code(WRONG, now)
    with refused("access_locked"):
        try_code(code, now + timedelta(minutes=14))
    renewed = operations.issue_code(subject_id=CLAIM, now=now + timedelta(minutes=10))
    with refused("access_locked"):
        try_code(renewed, now + timedelta(minutes=14))
    try_code(renewed, now + timedelta(minutes=15))
    assert [link.what for link in trail(subject=Subject("access", str(CLAIM)))] == ["access.locked"]


@pytest.mark.django_db
def test_codes_are_given_out_once_a_minute_and_five_an_hour(now: datetime) -> None:
    for minute in range(5):
        operations.issue_code(subject_id=CLAIM, now=now + timedelta(minutes=2 * minute))
        with refused("access_too_many_codes"):
            operations.issue_code(subject_id=CLAIM, now=now + timedelta(minutes=2 * minute, seconds=59))
    with refused("access_too_many_codes"):
        operations.issue_code(subject_id=CLAIM, now=now + timedelta(minutes=30))
    operations.issue_code(subject_id=CLAIM, now=now + timedelta(minutes=61))


@pytest.mark.django_db
def test_a_handoff_opens_for_its_purpose_until_a_newer_one_or_a_quarter_of_an_hour(now: datetime) -> None:
    first = operations.issue_handoff(subject_id=CLAIM, purpose="sign", now=now)
    opened = operations.open_handoff(code=first.lower(), now=now + timedelta(minutes=14))
    assert (opened.subject_id, opened.purpose) == (CLAIM, "sign")
    with refused("access_expired"):
        operations.open_handoff(code=first, now=now + timedelta(minutes=15))
    photo = operations.issue_handoff(subject_id=CLAIM, purpose="photo", now=now)
    second = operations.issue_handoff(subject_id=CLAIM, purpose="sign", now=now)
    with refused("access_expired"):
        operations.open_handoff(code=first, now=now)
    assert operations.open_handoff(code=second, now=now).purpose == "sign"
    assert operations.open_handoff(code=photo, now=now).purpose == "photo"
    with refused("access_unknown"):
        operations.open_handoff(code="not a code", now=now)


@pytest.mark.django_db
def test_a_handoff_opens_once(now: datetime) -> None:
    code = operations.issue_handoff(subject_id=CLAIM, purpose="visit", now=now)
    operations.open_handoff(code=code, now=now)
    with refused("access_expired"):
        operations.open_handoff(code=code, now=now)


@pytest.mark.django_db(transaction=True)
def test_of_two_phones_that_open_a_handoff_at_once_one_is_let_in(now: datetime) -> None:
    code = operations.issue_handoff(subject_id=CLAIM, purpose="visit", now=now)
    found = at_once(*[lambda: operations.open_handoff(code=code, now=now).purpose] * 2)
    assert sorted(found) == ["access_expired", "visit"]


@pytest.mark.django_db
def test_a_lost_phone_is_shut_out_and_only_it(now: datetime) -> None:
    mine, others = (operations.issue_link(subject_id=one, now=now) for one in (CLAIM, OTHER))
    code = operations.issue_code(subject_id=CLAIM, now=now)
    operations.revoke_access(subject_id=CLAIM, actor=Actor.staff(staff_id=1, role="officer"), now=now)
    with refused("access_expired"):
        operations.open_link(secret=mine, now=now)
    with refused("access_unknown"):
        try_code(code, now)
    assert operations.open_link(secret=others, now=now) == OTHER


@pytest.mark.django_db(transaction=True)
def test_guesses_at_the_same_moment_are_all_counted(now: datetime) -> None:
    operations.issue_code(subject_id=CLAIM, now=now)
    meet, found = threading.Barrier(5), []

    def guess() -> None:
        try:
            meet.wait()
            try_code(WRONG, now)
        except AccessRefused as refusal:
            found.append(refusal.code)
        finally:
            connection.close()

    guessers = [threading.Thread(target=guess) for _ in range(5)]
    for one in guessers:
        one.start()
    for one in guessers:
        one.join()
    assert sorted(found) == ["access_locked"] + ["access_unknown"] * 4
