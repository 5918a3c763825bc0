"""What staff decided, and the rules they decided by. Rows are only ever added; the database refuses the rest
of the rules (migration `rules_seen`).
"""

from django.db import models

from lapak.claims.models.claim import Claim


class RulesSeen(models.Model):
    """The words and figures of rules as decisions saw them; many decisions see the same. `key` is the SHA-256
    of `content` (see `lapak.claims.rules.replay`).
    """

    key = models.CharField(max_length=64, primary_key=True)
    content = models.JSONField()

    def __str__(self) -> str:
        return self.key[:8]


class Decision(models.Model):
    """A decision by staff, with the rules it was made under and the figures then seen. Never changed."""

    class Kind(models.TextChoices):
        VERIFIED = "verified"
        REJECTION_PROPOSED = "rejection_proposed"
        APPROVED = "approved"
        RETURNED = "returned"
        RECALLED = "recalled"
        REJECTED = "rejected"
        ORDERED_AGAIN = "ordered_again"
        REOPENED = "reopened"
        UPHELD = "upheld"

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    by = models.ForeignKey(
        "people.StaffMember", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    rule_version = models.CharField(max_length=64)
    rules_seen = models.ForeignKey(
        RulesSeen, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    facts = models.JSONField()
    reason_code = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=1000, blank=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.claim_id}"
