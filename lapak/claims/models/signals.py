"""Reasons to look at a claim, as they were found, and what staff made of them."""

from django.db import models
from django.db.models import Q

from lapak.claims.models.claim import Claim
from lapak.claims.rules.signals import SignalCode


class FoundSignal(models.Model):
    """One reason to look. `others` are the ids of the claims it comes from; `explained` those known when a
    colleague wrote `note`, so that with more of them it asks for words again.
    """

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="signals")
    code = models.CharField(max_length=24, choices=[(code, code) for code in SignalCode])
    others = models.JSONField(default=list)
    found_at = models.DateTimeField()
    note = models.CharField(max_length=300, blank=True)
    explained = models.JSONField(null=True)
    noted_by = models.ForeignKey("people.StaffMember", null=True, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "code"], name="signal_once_per_claim"),
            models.CheckConstraint(
                condition=Q(note="", explained=None, noted_by=None, noted_at=None)
                | (~Q(note="") & Q(explained__isnull=False, noted_by__isnull=False, noted_at__isnull=False)),
                name="signal_explained_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} at {self.claim_id}"
