"""The greeter sees the help that concerns the way in, and no other."""

import pytest
from django.test import Client
from django.urls import reverse

from lapak.claims.models import ServiceNeed
from lapak.offices.queries import BranchView
from tests.web.onsite.door_visits import expect

pytestmark = pytest.mark.django_db


def test_help_that_concerns_the_way_in_is_on_the_ticket(tablet: Client, branch: BranchView) -> None:
    person = expect(branch, in_minutes=18)
    for code in ("wheelchair", "sign_language", "cannot_sign", "large_text"):
        ServiceNeed.objects.create(claim_id=person.claim_id, code=code)
    answer = tablet.post(reverse("tablet:arrive"), {"entry": person.number}, headers={"HX-Request": "true"})
    html = answer.content.decode()
    assert "Kursi roda" in html
    assert "Bahasa isyarat" in html
    assert "Tak bisa tanda tangan" not in html
    assert "Huruf besar" not in html


def test_without_help_asked_for_nothing_is_said(tablet: Client, branch: BranchView) -> None:
    person = expect(branch, in_minutes=18)
    answer = tablet.post(reverse("tablet:arrive"), {"entry": person.number}, headers={"HX-Request": "true"})
    assert "Bantuan yang diminta" not in answer.content.decode()
