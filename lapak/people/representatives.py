"""Accounts of people outside the institution who act for a company."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from lapak.journal.operations import record
from lapak.kernel.actors import Actor
from lapak.kernel.errors import FieldError, InvalidInput
from lapak.kernel.numbers import new_code
from lapak.kernel.subjects import Subject
from lapak.people.models import StaffMember
from lapak.people.rules import Role


def is_strong(password: str) -> bool:
    """Return whether a password is one that an account may have."""
    try:
        validate_password(password)
    except ValidationError:
        return False
    return True


@transaction.atomic
def add_representative(*, address: str, display_name: str, password: str, now: datetime) -> Actor:
    """Make an account that signs in with an e-mail address, and return its holder as who acts.

    Raises InvalidInput(`registration_invalid`) at `email` when the address has an account.
    """
    account = StaffMember(
        username=address,
        display_name=display_name,
        staff_number=f"K-{new_code(length=8)}",
        roles=[Role.REPRESENTATIVE],
    )
    account.set_password(password)
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError:
        taken = [FieldError("email", "address_has_account")]
        raise InvalidInput("registration_invalid", fields=taken) from None
    actor = Actor.staff(staff_id=account.pk, role=Role.REPRESENTATIVE)
    record(subject=Subject("staff", str(account.pk)), what="staff.registered", actor=actor, now=now)
    return actor
