"""What staff and participant do on a claim: papers, checks, notes."""

from django.db import models
from django.db.models import Q

from lapak.claims.models.claim import Claim
from lapak.reading import ReadQuickly


class PaperState(ReadQuickly):
    """One paper a claim needs, and where it stands; `document_id` is the one that counts now."""

    class State(models.TextChoices):
        MISSING = "missing"
        GIVEN = "given"
        ACCEPTED = "accepted"
        ASKED_AGAIN = "asked_again"

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="papers", db_index=False)
    kind = models.CharField(max_length=24)
    position = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.MISSING)
    reason_code = models.CharField(max_length=40, blank=True)
    deadline = models.DateField(null=True)
    document_id = models.UUIDField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "kind"], name="paper_once_per_claim"),
            models.CheckConstraint(
                condition=Q(state="missing", document_id=None)
                | (~Q(state="missing") & Q(document_id__isnull=False)),
                name="paper_document_unless_missing",
            ),
            models.CheckConstraint(
                condition=Q(state="asked_again") & ~Q(reason_code="")
                | ~Q(state="asked_again") & Q(reason_code=""),
                name="paper_reason_when_asked_again",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class Check(ReadQuickly):
    """One thing the officer looked at, and what was found."""

    class State(models.TextChoices):
        OK = "ok"
        PROBLEM = "problem"

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="checks", db_index=False)
    code = models.CharField(max_length=40)
    state = models.CharField(max_length=8, choices=State.choices)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey("people.StaffMember", on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["claim", "code"], name="check_once_per_claim")]

    def __str__(self) -> str:
        return f"{self.code} {self.state}"


class Note(models.Model):
    """What a staff member wrote for colleagues."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="notes")
    by = models.ForeignKey("people.StaffMember", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.CharField(max_length=1000)

    def __str__(self) -> str:
        return f"note on {self.claim_id}"
