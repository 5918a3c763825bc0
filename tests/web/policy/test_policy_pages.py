"""The administrator sees what is in force, what each reading changes, and chooses with effect from a day."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from lapak.claims.models import PolicyEntry
from lapak.claims.operations.policy import ZONE
from lapak.kernel.clock import utc_now
from lapak.kernel.zones import local_date
from lapak.people.models import StaffMember
from lapak.people.rules import Role
from tests.operations.claims.test_policy import make_administrator
from tests.web.checker.conftest import signed_in

POINT = ("jht", "first_partial")


@pytest.fixture
def browser(db: None) -> Client:
    return signed_in(make_administrator())


def page(browser: Client, *point: str) -> str:
    answer = browser.get(reverse("policy:point", args=point or POINT))
    assert answer.status_code == 200
    return answer.content.decode()


def choose(browser: Client, **given: object) -> object:
    values = {"option": "progressive", "note": "Surat 7", "serial": 0, **given}
    return browser.post(reverse("policy:point", args=POINT), values)


def test_every_point_is_listed_with_what_is_in_force(browser: Client) -> None:
    listed = browser.get(reverse("policy:points")).content.decode()
    for words in ("Pajak apa yang berlaku untuk pembayaran sebagian", "Final, seperti pembayaran sekaligus"):
        assert words in listed
    assert "UNDEFINED VARIABLE" not in listed


def test_a_point_shows_sources_and_what_each_option_makes_of_the_samples(browser: Client) -> None:
    shown = page(browser)
    for words in (
        "Serambinews 8 Februari 2022",
        "Sebagian 30% dari Rp120.000.000",
        "1.800.000",
        "bawaan program",
    ):
        assert words.lower() in shown.lower()
    assert "UNDEFINED VARIABLE" not in shown
    assert "pengaruhnya pada berkas" in page(browser, "jht", "npwp_measure")


def test_a_choice_is_kept_and_one_that_has_not_begun_is_withdrawn(browser: Client) -> None:
    tomorrow = local_date(moment=utc_now(), zone=ZONE) + timedelta(days=1)
    assert choose(browser, from_day=tomorrow).status_code == 302  # type: ignore[attr-defined]
    entry = PolicyEntry.objects.get()
    assert (entry.option, entry.from_day, entry.note) == ("progressive", tomorrow, "Surat 7")
    assert "Surat 7" in page(browser)
    gone = browser.post(
        reverse("policy:withdraw", args=[entry.pk]), {"note": "Keliru", "serial": 1}, follow=True
    )
    assert "Perubahan dibatalkan" in gone.content.decode()
    assert "Keliru" in gone.content.decode()
    again = browser.post(reverse("policy:withdraw", args=[entry.pk]), {"note": "x", "serial": 2}, follow=True)
    assert "sudah dibatalkan" in again.content.decode()
    empty = browser.post(reverse("policy:withdraw", args=[entry.pk]), {"serial": 2}, follow=True)
    assert "Tulis alasan pembatalan" in empty.content.decode()


def test_a_refusal_stands_at_its_field_and_loses_nothing(browser: Client) -> None:
    refused = choose(browser, from_day=local_date(moment=utc_now(), zone=ZONE))
    assert refused.status_code == 422  # type: ignore[attr-defined]
    shown = refused.content.decode()  # type: ignore[attr-defined]
    assert "Pilih besok atau sesudahnya" in shown
    assert "Surat 7" in shown
    assert choose(browser, from_day="", note="").status_code == 422  # type: ignore[attr-defined]
    assert not PolicyEntry.objects.exists()


def test_what_is_not_there_is_not_found(browser: Client) -> None:
    assert browser.get(reverse("policy:point", args=["jht", "no_point"])).status_code == 404
    assert browser.get(reverse("policy:point", args=["nothing", "first_partial"])).status_code == 404
    assert browser.post(reverse("policy:withdraw", args=[99]), {"note": "x", "serial": 1}).status_code == 404


def test_nobody_else_may_look(browser: Client) -> None:
    StaffMember.objects.update(roles=[Role.BRANCH_HEAD])
    assert browser.get(reverse("policy:points")).status_code == 403
