"""A rehearsed day runs on the real operations, the same for the same seed, and is drawn."""

import xml.etree.ElementTree as ET
from datetime import date

import pytest

from lapak.booking.rules.states import Channel
from lapak.config.rehearsal import branch, day
from lapak.config.rehearsal.day import Day
from lapak.config.rehearsal.people import Draws
from lapak.config.rehearsal.picture import draw
from lapak.config.rehearsal.report import missed, report
from lapak.journal.queries import verify
from lapak.queueing.models import CrowdSample, Ticket
from lapak.queueing.rules.states import ACTIVE

MONDAY = date(2026, 3, 2)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(branch, "BOOKED_SHARE", 0.12)
    monkeypatch.setattr(day, "WALK_INS", 5)
    monkeypatch.setattr(day, "ASK_ONLY", 4)


def test_the_same_seed_draws_the_same_people() -> None:
    def drawn(seed: int) -> list[object]:
        draws = Draws(seed)
        return [draws.booked(channel=Channel.ONSITE, due=600) for _ in range(50)]

    assert drawn(3) == drawn(3)
    assert drawn(3) != drawn(4)


@pytest.mark.django_db(transaction=True)
def test_a_small_day_is_lived_to_its_end(few: None) -> None:
    lived = Day(day=MONDAY, seed=2)
    lived.run()
    figures = report(lived=lived)
    people = figures["people"]
    assert 5 < people["arrived"] == people["expected"]
    assert not Ticket.objects.filter(state__in=ACTIVE).exists()
    assert sum(people.get(state, 0) for state in ("done", "no_show", "left")) == people["arrived"]
    assert figures["estimates"]["called"] == len(figures["calls"])
    assert missed(figures=figures) == []
    assert 0 < figures["hall"]["most_inside"] <= figures["hall"]["limit"]
    assert lived.looked[-1].inside == 0
    assert CrowdSample.objects.filter(zone="hall").count() > 80  # every five minutes
    assert verify().broken == ()
    drawn = ET.fromstring(draw(figures=figures, zone="Asia/Jakarta"))
    marks = [one for one in drawn.iter() if one.tag.rpartition("}")[2] in ("circle", "path", "rect")]
    assert len(marks) > len(figures["calls"])


def test_a_day_whose_estimates_did_not_hold_misses_its_target() -> None:
    assert missed(figures={"estimates": {"share": 0.79}}) == ["estimates_held"]
    assert missed(figures={"estimates": {"share": 0.80}}) == []
