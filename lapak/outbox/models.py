from django.db import models
from django.db.models import Q

from lapak.reading import ReadQuickly


class Message(ReadQuickly):
    """Something owed to another system, written in the transaction that made it owed.

    `attempts` are counted against a limit; `waits` are the times in a row that it could not be tried yet.
    """

    class State(models.TextChoices):
        OWED = "owed"
        DELIVERED = "delivered"
        DEAD = "dead"
        ABANDONED = "abandoned"

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=48)
    key = models.CharField(max_length=120)
    payload = models.JSONField()
    subject_kind = models.CharField(max_length=32)
    subject_id = models.CharField(max_length=64)
    state = models.CharField(max_length=16, choices=State.choices, default=State.OWED)
    attempts = models.PositiveIntegerField(default=0)
    waits = models.PositiveIntegerField(default=0, db_default=0)
    owed_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], name="message_key_once"),
            models.CheckConstraint(
                condition=Q(state="owed", settled_at=None) | (~Q(state="owed") & Q(settled_at__isnull=False)),
                name="message_settled_when_not_owed",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "next_attempt_at"], name="message_due", condition=Q(state="owed")),
            models.Index(fields=["settled_at"], name="message_dead", condition=Q(state="dead")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} {self.state}"
