"""What a person says against the end of a claim, and the answer."""

from django.db import models
from django.db.models import Q

from lapak.claims.models.claim import Claim


class Objection(models.Model):
    """A request to look again at a claim that ended, to be answered by `due_on` (a day of the branch).

    `against` is when the claim ended: there is one objection to each ending. `text` is the person's own.
    """

    class Outcome(models.TextChoices):
        REOPENED = "reopened"
        UPHELD = "upheld"

    id = models.UUIDField(primary_key=True)
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="objections")
    against = models.DateTimeField()
    text = models.CharField(max_length=1000)
    at = models.DateTimeField()
    due_on = models.DateField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    reason_code = models.CharField(max_length=40, blank=True)
    answered_by = models.ForeignKey(
        "people.StaffMember", null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "against"], name="objection_once_per_ending"),
            models.UniqueConstraint(
                fields=["claim"], condition=Q(outcome=""), name="objection_one_open_per_claim"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", reason_code="", answered_by=None, answered_at=None)
                | (
                    ~Q(outcome="")
                    & ~Q(reason_code="")
                    & Q(answered_by__isnull=False, answered_at__isnull=False)
                ),
                name="objection_answered_whole",
            ),
        ]
        indexes = [models.Index(fields=["due_on"], condition=Q(outcome=""), name="objection_open_by_day")]

    def __str__(self) -> str:
        return f"objection to {self.claim_id} {self.outcome or 'open'}"
