from django.db import models
from django.db.models import F, Q

from lapak.calls.rules.lines import LONGEST_LINE
from lapak.calls.rules.mail import MailKind
from lapak.calls.rules.modes import Mode, Side


class Call(models.Model):
    """One conversation between an officer and the participant of one visit."""

    class State(models.TextChoices):
        CONNECTING = "connecting"
        LIVE = "live"
        DROPPED = "dropped"
        ENDED = "ended"

    id = models.UUIDField(primary_key=True)
    visit_id = models.UUIDField()
    officer_topic = models.CharField(max_length=80)
    participant_topic = models.CharField(max_length=80)
    officer_id = models.CharField(max_length=64)
    participant_actor_kind = models.CharField(max_length=16)
    participant_actor_id = models.CharField(max_length=64)
    participant_kind = models.CharField(max_length=8, choices=[("booth", "booth"), ("phone", "phone")])
    provider = models.CharField(max_length=16, default="p2p")
    mode = models.CharField(max_length=8, choices=[(mode, mode) for mode in Mode])
    epoch = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=12, choices=State.choices, default=State.CONNECTING)
    opened_at = models.DateTimeField()
    first_picture_at = models.DateTimeField(null=True)
    officer_seen_at = models.DateTimeField(null=True)
    participant_seen_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    bytes_to_participant = models.BigIntegerField(default=0)
    bytes_to_officer = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit_id"], condition=~Q(state="ended"), name="call_one_open_per_visit"
            ),
            models.UniqueConstraint(
                fields=["officer_topic"],
                condition=Q(mode="focus") & ~Q(state="ended"),
                name="call_one_in_focus_per_officer",
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_at__isnull=False) | (~Q(state="ended") & Q(ended_at=None)),
                name="call_ended_at_when_ended",
            ),
            models.CheckConstraint(
                condition=~Q(officer_topic=F("participant_topic")), name="call_topics_differ"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.mode} {self.state}"


class Line(models.Model):
    """What one side typed to the other. It lasts as long as the visit and stands nowhere else."""

    visit_id = models.UUIDField()
    by = models.CharField(max_length=12, choices=[(side, side) for side in Side])
    text = models.CharField(max_length=LONGEST_LINE)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="line_says_something")]
        indexes = [
            models.Index(fields=["visit_id", "id"], name="line_of_visit"),
            models.Index(fields=["created_at"], name="line_by_age"),
        ]

    def __str__(self) -> str:
        return f"line {self.pk} by {self.by}"


class Mail(models.Model):
    """A message of the negotiation, kept for minutes: after that the two ends negotiate anew."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="+", db_index=False)
    to = models.CharField(max_length=12, choices=[(side, side) for side in Side])
    topic = models.CharField(max_length=80)
    kind = models.CharField(max_length=12, choices=[(kind, kind) for kind in MailKind])
    epoch = models.PositiveIntegerField()
    body = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["topic", "id"], name="mail_of_topic"),
            models.Index(fields=["created_at"], name="mail_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind} to {self.to}"
