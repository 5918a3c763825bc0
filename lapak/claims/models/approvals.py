"""Who approved a payment. Rows are only ever added, and each by somebody else (migration `approvals`)."""

from django.db import models
from django.db.models import F, Q

from lapak.claims.models.claim import Claim
from lapak.reading import ReadQuickly


class Approval(ReadQuickly):
    """One person's approval of a claim in one round.

    A round begins when the claim is verified, and ends when it goes back: what was approved before holds for
    nothing then. `officer` is who verified, kept here so that the database itself keeps the two apart;
    `version` is that of the claim as it was seen, `net` the sum (rupiah).
    """

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="approvals", db_index=False)
    round = models.PositiveSmallIntegerField()
    by = models.ForeignKey("people.StaffMember", on_delete=models.PROTECT, related_name="+", db_index=False)
    officer = models.ForeignKey(
        "people.StaffMember", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    version = models.PositiveIntegerField()
    net = models.BigIntegerField()
    at = models.DateTimeField()
    note = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "round", "by"], name="approval_once_per_person"),
            models.CheckConstraint(condition=~Q(by=F("officer")), name="approval_not_by_the_officer"),
        ]

    def __str__(self) -> str:
        return f"approval of {self.claim_id} round {self.round}"
