"""A company whose representative may file at once: registered, met by video, letter read. Made once."""

from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.db import transaction

from lapak.collective.operations import mandates
from lapak.collective.operations.registering import Registration, register
from lapak.collective.queries.mandates import mandate_of
from lapak.collective.rules.size import Figure
from lapak.kernel.actors import Actor
from lapak.kernel.zones import local_date
from lapak.offices.queries import BranchView
from lapak.people.rules import Role

USERNAME = "kuasa-garmen"
NPP, NAME = "10096542", "PT Garmen Citra Mandiri"  # of the simulated core system
SALES = {Figure.YEARLY_SALES: 84_000_000_000}
LETTER = b"%PDF-1.4\n% Surat kuasa rekaan, untuk peragaan\n%%EOF\n"
FIGURES = b"%PDF-1.4\n% Laporan keuangan rekaan, untuk peragaan\n%%EOF\n"


@transaction.atomic
def open_company(*, home: BranchView, now: datetime) -> None:
    """Make the company and its representative, unless they are there."""
    accounts = get_user_model().objects
    if accounts.filter(username=USERNAME).exists():
        return
    today = local_date(moment=now, zone=home.timezone)
    done = register(
        given=Registration(
            npp=NPP,
            company=NAME,
            branch_id=home.id,
            name="Nadia Permata",
            nik="3603015204850004",
            email="nadia@example.id",
            phone="+6281299991234",
            password="",
            valid_from=today,
            valid_until=today + timedelta(days=180),
        ),
        now=now,
    )
    account = accounts.get(pk=done.account_id)
    account.username = USERNAME  # the role page signs people in by a plain word
    account.set_unusable_password()
    account.save(update_fields=["username", "password"])
    own = Actor.staff(staff_id=done.account_id, role=Role.REPRESENTATIVE)
    mandates.give_letter(content=LETTER, actor=own, now=now)
    mandates.sign_pledge(actor=own, now=now)
    mandates.state_size(figures=SALES, content=FIGURES, actor=own, now=now)
    officer = accounts.filter(branch_id=home.id, roles__contains=[Role.OFFICER]).order_by("pk").first()
    found = mandate_of(account_id=done.account_id, now=now)
    assert officer is not None  # the branch has its staff by now
    assert found is not None
    by_officer = Actor.staff(staff_id=officer.pk, role=Role.OFFICER)
    mandates.identify(account_id=done.account_id, actor=by_officer, now=now)
    mandates.accept_letter(mandate_id=found.id, actor=by_officer, now=now)
