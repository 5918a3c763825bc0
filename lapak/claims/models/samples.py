"""Approved claims that were drawn for a second look, and what it found."""

from django.db import models
from django.db.models import F, Q

from lapak.claims.models.claim import Claim
from lapak.claims.rules.sampling import SampleOutcome


class Sample(models.Model):
    """One claim drawn when it was approved, under the share (`percent`) then in force.

    Who looks is neither `officer` nor one of the approvers (migration `samples_by_others`). A finding waits
    until the branch head has `seen` it.
    """

    claim = models.OneToOneField(Claim, primary_key=True, on_delete=models.CASCADE, related_name="sample")
    drawn_at = models.DateTimeField()
    percent = models.PositiveSmallIntegerField()
    officer = models.ForeignKey("people.StaffMember", on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=8, blank=True, choices=[(one, one) for one in SampleOutcome])
    reason_code = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    done_by = models.ForeignKey("people.StaffMember", null=True, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey("people.StaffMember", null=True, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField(null=True)
    seen_note = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(done_by=F("officer")), name="sample_not_by_the_officer"),
            models.CheckConstraint(
                condition=Q(outcome="", done_by=None, done_at=None)
                | (~Q(outcome="") & Q(done_by__isnull=False, done_at__isnull=False)),
                name="sample_done_whole",
            ),
            models.CheckConstraint(
                condition=Q(outcome="finding") & ~Q(reason_code="")
                | ~Q(outcome="finding") & Q(reason_code=""),
                name="sample_finding_has_reason",
            ),
        ]
        indexes = [models.Index(fields=["drawn_at"], condition=Q(outcome=""), name="sample_open_by_age")]

    def __str__(self) -> str:
        return f"sample {self.claim_id} {self.outcome or 'open'}"
