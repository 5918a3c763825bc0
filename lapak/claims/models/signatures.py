"""How forms were signed, and which help people asked for."""

from django.db import models
from django.db.models import Q

from lapak.claims.models.claim import Claim
from lapak.claims.rules.signing import Way


class Signature(models.Model):
    """One signing of a claim's form, with the sum that was signed in rupiah. Never changed.

    `person` is the number of who acts, None for the member. `taken_by` is the officer who took down a thumb
    print or a spoken consent; `document_id` the drawing or the still.
    """

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="signatures")
    way = models.CharField(max_length=8, choices=[(one, one) for one in Way])
    person = models.PositiveSmallIntegerField(null=True)
    witness = models.CharField(max_length=120, blank=True)
    taken_by = models.ForeignKey("people.StaffMember", null=True, on_delete=models.PROTECT, related_name="+")
    document_id = models.UUIDField()
    gross = models.BigIntegerField()
    tax = models.BigIntegerField()
    net = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(way="drawn", taken_by=None) | ~Q(way="drawn") & Q(taken_by__isnull=False),
                name="signature_taken_by_officer_unless_drawn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.claim_id}"


class ServiceNeed(models.Model):
    """One kind of help a person asked for. Deleted when the claim has ended; stands in no journal."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="needs")
    code = models.CharField(max_length=16)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["claim", "code"], name="need_once_per_claim")]

    def __str__(self) -> str:
        return f"{self.code} {self.claim_id}"
