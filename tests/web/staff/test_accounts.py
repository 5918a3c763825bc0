"""Accounts and roles are kept by administrators; what they grant is in the journal, passwords are nowhere."""

from typing import Any

import pytest
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
def branch() -> Branch:
    return Branch.objects.create(
        code="A01", name="Tangerang", timezone="Asia/Jakarta", regency_code="3671", hall_limit=5
    )


@pytest.fixture
def administrator(branch: Branch) -> StaffMember:
    return get_user_model().objects.create(
        username="maya",
        display_name="Maya Lestari",
        staff_number="0001",
        branch=branch,
        roles=[Role.ADMINISTRATOR],
        is_staff=True,
        is_superuser=True,
    )


@pytest.fixture
def admin(administrator: StaffMember) -> Client:
    client = Client()
    client.force_login(administrator)
    return client


def entered(branch: Branch, **changes: Any) -> dict[str, Any]:
    fields = {
        "username": "dimas",
        "display_name": "Dimas Prasetyo",
        "staff_number": "0417",
        "branch": str(branch.pk),
        "roles": ["officer"],
    }
    return {**fields, **changes}


def created(admin: Client, branch: Branch) -> StaffMember:
    fields = entered(branch, password1=PASSWORD, password2=PASSWORD, usable_password="true")
    response = admin.post(reverse("admin:people_staffmember_add"), fields)
    assert response.status_code == 302, response.content.decode()
    return StaffMember.objects.get(username="dimas")


def test_an_account_is_made_with_roles_and_can_sign_in(admin: Client, branch: Branch) -> None:
    member = created(admin, branch)
    assert (member.roles, member.is_staff, member.is_superuser) == ([Role.OFFICER], False, False)
    newcomer = Client()
    answer = newcomer.post(reverse("account_login"), {"login": "dimas", "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, reverse("staff:home"))
    assert newcomer.get(reverse("admin:index")).status_code == 403


def test_a_change_of_roles_is_in_the_journal_and_counts_at_once(
    admin: Client, branch: Branch, administrator: StaffMember
) -> None:
    member = created(admin, branch)
    at_work = Client()
    at_work.force_login(member)
    assert at_work.get(reverse("checker:queue")).status_code == 403
    where = reverse("admin:people_staffmember_change", args=[member.pk])
    page = admin.get(where).content.decode()
    assert "algo" not in page  # the library's summary of the hash
    assert member.password not in page
    response = admin.post(where, entered(branch, roles=["checker"], is_active="on"))
    assert response.status_code == 302
    assert at_work.get(reverse("checker:queue")).status_code == 200
    links = trail(subject=Subject("staff", str(member.pk)))
    assert [link.what for link in links] == ["staff.created", "staff.changed"]
    assert {link.actor_id for link in links} == {str(administrator.pk)}
    assert (links[1].data["before"]["roles"], links[1].data["after"]["roles"]) == (["officer"], ["checker"])
    assert "Dimas" not in str([link.data for link in links])


def test_somebody_switched_off_is_out_at_once_and_stays_in_the_records(admin: Client, branch: Branch) -> None:
    member = created(admin, branch)
    at_work = Client()
    at_work.force_login(member)
    admin.post(reverse("admin:people_staffmember_change", args=[member.pk]), entered(branch))
    assert at_work.get(reverse("staff:home")).status_code == 302
    assert admin.get(reverse("admin:people_staffmember_delete", args=[member.pk])).status_code == 403


def test_a_new_password_is_recorded_and_not_shown(admin: Client, branch: Branch) -> None:
    member = created(admin, branch)
    where = reverse("admin:auth_user_password_change", args=[member.pk])
    fields = {"password1": "payung merah di stasiun", "password2": "payung merah di stasiun"}
    assert admin.post(where, {**fields, "usable_password": "true"}).status_code == 302
    assert Client().login(username="dimas", password="payung merah di stasiun")
    assert trail(subject=Subject("staff", str(member.pk)))[-1].what == "staff.password_set"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"roles": ["checker"], "branch": ""}, "Pilih cabangnya"),
        ({"roles": []}, "Peran"),
        ({"staff_number": "0001"}, "0001"),
    ],
)
def test_a_wrong_entry_is_said_at_the_field(
    admin: Client, branch: Branch, changes: dict[str, Any], words: str
) -> None:
    member = created(admin, branch)
    where = reverse("admin:people_staffmember_change", args=[member.pk])
    response = admin.post(where, {**entered(branch, is_active="on"), **changes})
    assert response.status_code == 200
    assert words in response.content.decode()
    assert len(trail(subject=Subject("staff", str(member.pk)))) == 1


def test_an_administrator_cannot_lock_themselves_out(
    admin: Client, branch: Branch, administrator: StaffMember
) -> None:
    where = reverse("admin:people_staffmember_change", args=[administrator.pk])
    mine = entered(branch, username="maya", staff_number="0001", roles=["checker"], is_active="on")
    assert "akses Anda sendiri" in admin.post(where, mine).content.decode()
    administrator.refresh_from_db()
    assert administrator.roles == [Role.ADMINISTRATOR]


def test_nothing_else_is_administered(admin: Client) -> None:
    page = admin.get(reverse("admin:index")).content.decode()
    assert reverse("admin:people_staffmember_changelist") in page
    assert reverse("admin:people_kinkey_changelist") in page
    assert page.count('<tr class="model-') == 2


def test_wrong_passwords_from_one_network_keep_nobody_else_from_signing_in(settings: Any) -> None:
    cache.clear()
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    get_user_model().objects.create_user(
        username="dimas", password=PASSWORD, display_name="Dimas", staff_number="1", roles=[Role.OFFICER]
    )

    def sign_in(login: str, password: str, network: str) -> int:
        through = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": network}
        return (
            Client()
            .post(reverse("account_login"), {"login": login, "password": password}, **through)
            .status_code
        )

    tries = [sign_in(f"x{n}", "salah", "203.0.113.9") for n in range(31)]
    assert tries[-1] == 429
    assert sign_in("dimas", PASSWORD, "198.51.100.7") == 302
    cache.clear()
