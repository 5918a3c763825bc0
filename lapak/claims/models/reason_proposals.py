"""Another reason for a claim that is filed: proposed by its officer, answered by the person."""

from django.db import models
from django.db.models import Q

from lapak.claims.models.claim import Claim


class ReasonProposal(models.Model):
    """The officer thinks that `reason` is right instead of `was`; the note is for the person.

    Nothing changes before the person agrees. `event_on` is the day the new reason asks for.
    """

    class Outcome(models.TextChoices):
        AGREED = "agreed"
        DECLINED = "declined"
        TAKEN_BACK = "taken_back"

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="reason_proposals")
    was = models.CharField(max_length=32)
    reason = models.CharField(max_length=32)
    event_on = models.DateField(null=True)
    note = models.CharField(max_length=300, blank=True)
    proposed_by = models.ForeignKey("people.StaffMember", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["claim"], condition=Q(outcome=""), name="reason_proposal_one_open_per_claim"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", answered_at=None) | (~Q(outcome="") & Q(answered_at__isnull=False)),
                name="reason_proposal_answered_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.was} to {self.reason} {self.outcome or 'open'}"
