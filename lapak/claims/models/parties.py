"""Who takes part in a claim besides the member: heirs, guardians, representatives, and which of them acts."""

from django.db import models
from django.db.models import F, Q

from lapak.claims.models.claim import Claim
from lapak.claims.rules.capacities import Capacity
from lapak.claims.rules.heirs import Kin
from lapak.claims.rules.parties import AccountOf


class Party(models.Model):
    """One person of a claim who is not the member, known by a number that is never given twice.

    `kin` is the relation to the member. `guardian` acts for an heir under age; `guardian_is_parent` says
    that no court had to name them. The mandate is the power of attorney, or the court's decision.
    """

    id = models.UUIDField(primary_key=True)
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="parties")
    number = models.PositiveSmallIntegerField()
    capacity = models.CharField(max_length=16, choices=[(one, one) for one in Capacity])
    kin = models.CharField(max_length=16, blank=True, choices=[(one, one) for one in Kin])
    nik = models.CharField(max_length=16)
    name = models.CharField(max_length=120)
    birth_date = models.DateField()
    phone = models.CharField(max_length=20, blank=True)
    share = models.CharField(max_length=16, blank=True)
    guardian = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="wards")
    guardian_is_parent = models.BooleanField(default=False)
    mandate_number = models.CharField(max_length=60, blank=True)
    mandate_on = models.DateField(null=True)
    mandate_until = models.DateField(null=True)
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "number"], name="party_number_once_per_claim"),
            models.UniqueConstraint(fields=["claim", "nik"], name="party_person_once_per_claim"),
            models.CheckConstraint(
                condition=Q(capacity="heir") & ~Q(kin="") | ~Q(capacity="heir") & Q(kin=""),
                name="party_kin_of_heirs_only",
            ),
            models.CheckConstraint(
                condition=~Q(capacity__in=["representative", "curator"]) | Q(mandate_on__isnull=False),
                name="party_mandate_dated",
            ),
            models.CheckConstraint(condition=~Q(guardian=F("id")), name="party_guards_others"),
        ]
        indexes = [models.Index(fields=["nik"], name="party_by_nik")]

    def __str__(self) -> str:
        return f"{self.capacity} {self.number} of {self.claim_id}"


class Acting(models.Model):
    """In whose stead a claim is made. A claim without one is the member's own affair.

    `letter_on` and `letter_number` are those of the heirs' letter; `consent_on` is the day on which the other
    heirs agreed in writing; `whole_at` is when the acting person stated that everybody is named. When the
    member died is the claim's `event_on`.
    """

    claim = models.OneToOneField(Claim, primary_key=True, on_delete=models.CASCADE, related_name="acting")
    capacity = models.CharField(max_length=16, choices=[(one, one) for one in Capacity])
    person = models.OneToOneField(Party, null=True, on_delete=models.SET_NULL, related_name="+")
    last_number = models.PositiveSmallIntegerField(default=0)
    letter_number = models.CharField(max_length=60, blank=True)
    letter_on = models.DateField(null=True)
    consent_on = models.DateField(null=True)
    account_of = models.CharField(
        max_length=8, choices=[(one, one) for one in AccountOf], default=AccountOf.GUARDIAN
    )
    whole_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.capacity} acts in {self.claim_id}"
