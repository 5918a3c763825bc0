"""What the person reads when an approval was taken back before the money left: why, in plain words."""

import inspect
import re

import pytest
from django.test import Client
from django.urls import reverse

from lapak.claims import facts
from lapak.claims.operations import recalling
from lapak.claims.queries.claim import claim
from lapak.claims.queries.orders import last_order
from lapak.claims.rules.claim_moves import ClaimState
from lapak.people.operations import issue_link
from lapak.web.participant.words import LOOKED_AGAIN
from tests.operations.claims.claim_scene import Scene
from tests.web.checker.conftest import scene

__all__ = ["scene"]
CODES = {*re.findall(r'return "(\w+)"', inspect.getsource(facts.differs)), "core_refused"}


def test_there_are_words_for_each_reason_an_approval_is_taken_back() -> None:
    assert len(CODES) == 7
    assert set(LOOKED_AGAIN) >= CODES


@pytest.mark.parametrize("code", sorted(CODES))
def test_the_tracking_page_says_why_it_is_looked_at_again_and_that_the_money_is_safe(
    scene: Scene, code: str
) -> None:
    claim_id = scene.approved()
    order = last_order(claim_id=claim_id)
    assert order is not None
    fresh = claim(claim_id=claim_id, now=scene.now).facts
    recalling.record_recalled(order_id=order.id, why=code, fresh=fresh, now=scene.now)
    assert scene.view(claim_id).state is ClaimState.RETURNED_TO_OFFICER
    phone = Client()
    secret = issue_link(subject_id=claim_id, now=scene.now)
    phone.get(reverse("participant:open_link", args=[secret]))
    page = phone.get("/lacak/klaim/").content.decode()
    assert str(LOOKED_AGAIN[code]) in page
    assert "Uang Anda aman." in page
    assert code not in page
