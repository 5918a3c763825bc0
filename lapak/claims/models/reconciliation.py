"""Comparing our book of payments with the core system's: each run, and what it found."""

from django.db import models
from django.db.models import Q

from lapak.claims.models.claim import Claim
from lapak.claims.models.payments import PaymentOrder


class Reconciliation(models.Model):
    """One comparison of the payments of a period, [`since`, `until`). `cursor` is where it goes on after a
    break: in the core system's listing first, then among our own orders.
    """

    class Stage(models.TextChoices):
        THEIRS = "theirs"
        OURS = "ours"
        DONE = "done"

    since = models.DateTimeField()
    until = models.DateTimeField()
    stage = models.CharField(max_length=8, choices=Stage.choices, default=Stage.THEIRS)
    cursor = models.CharField(max_length=100, blank=True)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    compared = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(since__lt=models.F("until")), name="reconciliation_period"),
            models.CheckConstraint(
                condition=Q(stage="done", ended_at__isnull=False) | (~Q(stage="done") & Q(ended_at=None)),
                name="reconciliation_ended_when_done",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.since} – {self.until} {self.stage}"


class ReconciliationFinding(models.Model):
    """A difference between the books: mended at once, or open until a person has seen to it. Without a `run`
    it was found when the payment was watched.

    Amounts are net, in rupiah; the claim's branch looks after it, and administrators where there is no claim.
    """

    run = models.ForeignKey(Reconciliation, null=True, on_delete=models.PROTECT, related_name="findings")
    kind = models.CharField(max_length=20)
    claim = models.ForeignKey(Claim, null=True, on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey(PaymentOrder, null=True, on_delete=models.PROTECT, related_name="+")
    core_reference = models.CharField(max_length=64, blank=True)
    our_net = models.BigIntegerField(null=True)
    their_net = models.BigIntegerField(null=True)
    found_at = models.DateTimeField()
    mended = models.BooleanField()
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(
        "people.StaffMember", null=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            # The same difference found again the next night is the same finding.
            models.UniqueConstraint(
                fields=["kind", "core_reference"], condition=Q(mended=False), name="finding_once_for_a_person"
            ),
            models.CheckConstraint(
                condition=Q(resolved_at=None, resolved_by=None, note="")
                | (Q(resolved_at__isnull=False, resolved_by__isnull=False) & ~Q(note="")),
                name="finding_resolved_with_a_note",
            ),
        ]
        indexes = [
            models.Index(
                fields=["found_at"], condition=Q(mended=False, resolved_at=None), name="finding_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.core_reference}"
