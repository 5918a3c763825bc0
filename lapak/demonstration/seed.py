"""The demonstration branch: made once, brought up to date at every start."""

from contextlib import suppress
from datetime import time

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

from lapak.demonstration.companies import open_company
from lapak.demonstration.models import KnownDevice
from lapak.demonstration.people import STAFF
from lapak.demonstration.tasks import finish_one
from lapak.demonstration.workdays import open_the_week
from lapak.kernel.actors import Actor
from lapak.kernel.clock import utc_now
from lapak.offices.operations import begin_pairing, confirm_pairing, save_branch
from lapak.offices.queries import BranchView, booths
from lapak.offices.rules import Hours

OPERATOR = Actor.system(job="demonstration")
BOOTHS = 6
ANY_TIME = 7 * 24 * 60  # minutes; a visitor books a time and walks in at once
WEEKDAYS = tuple(Hours(weekday, time(8), time(15, 30)) for weekday in range(5))


def seed() -> None:
    """Make or complete the branches, staff, paired devices and slots; safe to run again."""
    home, east = _branches()
    _staff(home)
    _devices(home)
    open_the_week(home=home, east=east, now=utc_now())
    open_company(home=home, now=utc_now())
    if settings.FINISHED_CLAIM:
        with suppress(AlreadyEnqueued):
            finish_one.defer(branch_id=str(home.id))


@transaction.atomic
def _branches() -> tuple[BranchView, BranchView]:
    home = save_branch(
        code="TGR",
        hours=WEEKDAYS,
        booths=BOOTHS,
        name="Tangerang Cikokol",
        timezone="Asia/Jakarta",
        regency_code="36.71",
        address="Jl. Contoh No. 1, Cikokol, Kota Tangerang",
        phone="021-5550175",
        hall_limit=40,
        always_open=True,  # whoever tries it at night finds it open
        early_arrival_minutes=ANY_TIME,
        pagers=8,
        way_to_booths="Ikuti garis kuning di lantai, bilik di sebelah kiri",
    )
    east = save_branch(
        code="JYP",
        hours=WEEKDAYS,
        booths=2,
        name="Jayapura",
        timezone="Asia/Jayapura",
        regency_code="91.71",
        address="Jl. Contoh No. 2, Kota Jayapura",
        phone="0967-555175",
        hall_limit=20,
        always_open=True,
        early_arrival_minutes=ANY_TIME,
    )
    return home, east


def _staff(home: BranchView) -> None:
    for person in STAFF:
        row, created = get_user_model().objects.update_or_create(
            username=person.username,
            defaults={
                "display_name": person.display_name,
                "staff_number": person.staff_number,
                "branch_id": home.id,
                "roles": [role.value for role in person.roles],
                "is_staff": "administrator" in person.roles,
                "is_superuser": "administrator" in person.roles,
            },
        )
        if created:
            row.set_unusable_password()
            row.save(update_fields=["password"])


def _devices(home: BranchView) -> None:
    rooms = booths(branch_id=home.id)
    of_booths = {f"bilik-{booth.number}": ("booth", booth.id) for booth in rooms}
    for slug, (kind, booth_id) in {**of_booths, "papan": ("board", None), "pintu": ("tablet", None)}.items():
        if not KnownDevice.objects.filter(slug=slug).exists():
            started = begin_pairing(now=utc_now())
            confirm_pairing(
                code=started.code,
                kind=kind,
                branch_id=home.id,
                booth_id=booth_id,
                actor=OPERATOR,
                now=utc_now(),
            )
            KnownDevice.objects.create(slug=slug, device_id=started.device_id, secret=started.secret)
