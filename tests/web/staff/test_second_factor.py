"""Where the second factor is required nobody works without it, and a lost phone is no dead end."""

from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from lapak.journal.queries import trail
from lapak.kernel.subjects import Subject
from lapak.offices.models import Branch
from lapak.people.models import StaffMember
from lapak.people.rules import Role

pytestmark = pytest.mark.django_db
PASSWORD = "sepeda biru di pasar lama"


@pytest.fixture
def checker(settings: Any) -> StaffMember:
    settings.STAFF_SECOND_FACTOR_REQUIRED = True
    branch = Branch.objects.create(
        code="A01", name="Tangerang", timezone="Asia/Jakarta", regency_code="3671", hall_limit=5
    )
    person = get_user_model()(
        username="ratih", display_name="Ratih", staff_number="0219", branch=branch, roles=[Role.CHECKER]
    )
    person.set_password(PASSWORD)
    person.save()
    return person


def sign_in() -> tuple[Client, Any]:
    client = Client()
    return client, client.post(reverse("account_login"), {"login": "ratih", "password": PASSWORD})


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def confirmed() -> Client:
    """A browser whose owner gave the password once more, as adding a second factor asks."""
    client, _answer = sign_in()
    asked = client.get(reverse("mfa_activate_totp"))
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert "Kata sandi sekali lagi" in client.get(asked["Location"]).content.decode()
    client.post(asked["Location"], {"password": PASSWORD, "next": reverse("mfa_activate_totp")})
    return client


def activated() -> tuple[Client, str]:
    client = confirmed()
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    answer = client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    assert answer.status_code == 302
    return client, secret


def test_without_a_second_factor_every_page_leads_to_setting_it_up(checker: StaffMember) -> None:
    client, _answer = sign_in()
    for name in ("staff:home", "checker:queue", "checker:decided"):
        answer = client.get(reverse(name))
        assert (answer.status_code, answer["Location"]) == (302, reverse("mfa_activate_totp"))
    page = confirmed().get(reverse("mfa_activate_totp")).content.decode()
    assert "Pasang kode dua langkah" in page
    assert "UNDEFINED VARIABLE" not in page


def test_with_it_the_work_opens_and_the_next_sign_in_asks_for_the_code(checker: StaffMember) -> None:
    client, secret = activated()
    assert client.get(reverse("checker:queue")).status_code == 200
    again, answer = sign_in()
    assert (answer.status_code, answer["Location"]) == (302, reverse("mfa_authenticate"))
    assert again.get(reverse("checker:queue")).status_code == 302
    page = again.get(reverse("mfa_authenticate")).content.decode()
    assert "Kode enam angka" in page
    wrong = again.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert wrong.status_code == 200
    cache.clear()  # the code was used a moment ago, and a code opens once
    right = again.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert right.status_code == 302
    assert again.get(reverse("checker:queue")).status_code == 200


def test_a_lost_phone_is_mended_by_an_administrator_and_recorded(checker: StaffMember, settings: Any) -> None:
    activated()
    settings.STAFF_SECOND_FACTOR_REQUIRED = False
    boss = get_user_model().objects.create(
        username="maya",
        display_name="Maya",
        staff_number="0001",
        roles=[Role.ADMINISTRATOR],
        is_staff=True,
        is_superuser=True,
    )
    browser = Client()
    browser.force_login(boss)
    browser.post(
        reverse("admin:people_staffmember_changelist"),
        {"action": "forget_second_factor", "_selected_action": [checker.pk]},
    )
    settings.STAFF_SECOND_FACTOR_REQUIRED = True
    client, answer = sign_in()
    assert answer["Location"] == reverse("staff:home")
    assert client.get(reverse("staff:home"))["Location"] == reverse("mfa_activate_totp")
    assert trail(subject=Subject("staff", str(checker.pk)))[-1].what == "staff.second_factor_forgotten"


def test_a_wrong_password_says_what_to_do_and_not_which_part_was_wrong(checker: StaffMember) -> None:
    for login in ("ratih", "tidakada"):
        page = Client().post(reverse("account_login"), {"login": login, "password": "salah salah salah"})
        assert "tidak benar" in page.content.decode()
