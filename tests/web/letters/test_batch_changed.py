"""News about a place of a batch goes to the company, for there is no claim it belongs to."""

import pytest
from django.core.mail import EmailMessage

from lapak.booking.models import Booking, Slot
from lapak.booking.operations import relocate
from lapak.collective.models import BatchPlace
from lapak.outbox.operations import lease
from lapak.outbox.registry import GiveUp
from lapak.web.letters.batches import TEMPLATES
from lapak.web.letters.delivery import send
from tests.operations.claims.claim_scene import Scene
from tests.operations.collective.roster_scene import Listing, listing

pytestmark = pytest.mark.django_db


@pytest.fixture
def moved(scene: Scene) -> Listing:
    """A list whose branch has one officer fewer on its day than when it agreed."""
    here = listing(scene)
    for n in range(10, 14):
        here.papers(here.add(n))
    batch = here.agreed()
    Slot.objects.filter(bookings__in=places()).update(over=1)
    done = relocate(branch_id=batch.branch_id, day=batch.day, now=scene.now)
    assert done.moved + done.cancelled == 1
    return here


def places() -> list[object]:
    return list(BatchPlace.objects.values_list("booking_id", flat=True))


def deliver(here: Listing) -> None:
    owed = [
        one
        for one in lease(kind="mail.send", most=99, now=here.scene.now)
        if one.payload["template"] in TEMPLATES
    ]
    assert len(owed) == 1
    send(owed[0], here.scene.now)


def test_the_company_is_told_where_its_place_went(moved: Listing, mailoutbox: list[EmailMessage]) -> None:
    deliver(moved)
    (mail,) = mailoutbox
    assert mail.to == [moved.roster.mandate.representative.email]
    assert "tidak bisa kami tepati" in mail.body
    assert f"/perusahaan/pekerja/{moved.roster.pk}/" in mail.body
    assert "UNDEFINED" not in mail.body


def test_a_booking_of_nobody_is_given_up(moved: Listing, mailoutbox: list[EmailMessage]) -> None:
    BatchPlace.objects.all().delete()
    with pytest.raises(GiveUp):
        deliver(moved)
    assert (mailoutbox, Booking.objects.count()) == ([], 1)
