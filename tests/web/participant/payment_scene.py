"""A claim whose payment the bank sent back."""

from datetime import timedelta

from lapak.claims.models import Claim, PaymentOrder
from lapak.kernel.clock import utc_now
from lapak.kernel.ids import new_id
from lapak.people.models import StaffMember


def payment_returned() -> Claim:
    """Put the one claim there is where it stands after a payment came back."""
    claim = Claim.objects.get()
    now = utc_now()
    officer, checker = (
        StaffMember.objects.create(username=name, display_name=name, staff_number=name, branch=claim.branch)
        for name in ("officer", "checker")
    )
    sums = {"gross": 62_480_000, "tax": 624_000, "net": 61_856_000}
    Claim.objects.update(
        state="payment_returned",
        officer=officer,
        service_begun_at=now,
        verified_at=now,
        checker=checker,
        checked_at=now,
        approved_at=now,
        **sums,
    )
    PaymentOrder.objects.create(
        id=new_id(),
        claim=claim,
        attempt=1,
        idempotency_key="pay:1",
        **sums,
        bank_code=claim.bank_code,
        account_number=claim.account_number,
        account_name=claim.account_name,
        state="returned",
        ordered_at=now - timedelta(hours=1),
        settled_at=now,
        return_reason="account_closed",
    )
    return claim
