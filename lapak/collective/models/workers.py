"""What becomes of the accepted rows of a roster: the answers, the worker's word, and when it is served."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from lapak.collective.models.roster import Roster, RosterRow
from lapak.collective.rules.batches import BatchState, TalkKind
from lapak.collective.rules.workers import Objection, Word, WorkerState
from lapak.kernel.ids import new_id


class Batch(models.Model):
    """The workers of a roster that a branch serves on one day, in one conversation with the representative.

    It takes places from the branch's capacity for video calls, `BatchPlace`.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="batches")
    branch = models.ForeignKey("offices.Branch", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    state = models.CharField(max_length=8, choices=[(one, one) for one in BatchState])
    proposed_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["roster", "day"], condition=~Q(state=BatchState.REFUSED), name="batch_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(state=BatchState.PROPOSED, agreed_at=None, agreed_by=None)
                | (~Q(state=BatchState.PROPOSED) & Q(agreed_at__isnull=False, agreed_by__isnull=False)),
                name="batch_agreed_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["branch", "day"], name="batch_of_branch")]

    def __str__(self) -> str:
        return f"batch {self.day} of {self.roster_id}"


class BatchPlace(models.Model):
    """A place of the branch's day that a batch takes, as a booking."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="places")
    booking_id = models.UUIDField(unique=True)

    def __str__(self) -> str:
        return f"place of {self.batch_id}"


class Worker(models.Model):
    """One accepted row on its way to a claim.

    `claim_id` is the id of the claim the row becomes, known before there is one. `answer` is what register
    and bank said about the row as it stood in `asked_version` (see `claims.facts`); None was never asked.
    `found` says what has to be put right, `signals` are reasons to look for officers alone. `filed` says how
    the claim was begun. `sampled` workers are called by video before their claim is verified.
    """

    class Filed(models.TextChoices):
        NOT_YET = ""
        COLLECTIVE = "collective"
        DRAFT = "draft"

    row = models.OneToOneField(RosterRow, primary_key=True, on_delete=models.PROTECT, related_name="worker")
    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="workers")
    claim_id = models.UUIDField(unique=True)
    state = models.CharField(
        max_length=8, choices=[(one, one) for one in WorkerState], default=WorkerState.UNASKED
    )
    asked_version = models.PositiveIntegerField(null=True)
    asked_at = models.DateTimeField(null=True)
    answer = models.JSONField(default=dict)
    found = models.JSONField(default=list)
    signals = models.JSONField(default=list)
    may_file_on = models.DateField(null=True)
    filed = models.CharField(max_length=10, choices=Filed.choices, default=Filed.NOT_YET, blank=True)
    filed_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=40, blank=True)
    word = models.CharField(
        max_length=10, choices=[(one, one) for one in Word], default=Word.NONE, blank=True
    )
    word_at = models.DateTimeField(null=True)
    objection = models.CharField(max_length=20, choices=[(one, one) for one in Objection], blank=True)
    batch = models.ForeignKey(Batch, null=True, on_delete=models.SET_NULL, related_name="workers")
    sampled = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=WorkerState.UNASKED)
                | Q(asked_at__isnull=False, asked_version__isnull=False),
                name="worker_judged_when_asked",
            ),
            models.CheckConstraint(
                condition=Q(filed="", filed_at=None) | (~Q(filed="") & Q(filed_at__isnull=False)),
                name="worker_filed_when",
            ),
            models.CheckConstraint(
                condition=Q(word="", word_at=None) | (~Q(word="") & Q(word_at__isnull=False)),
                name="worker_word_when",
            ),
            models.CheckConstraint(
                condition=Q(word=Word.OBJECTED) & ~Q(objection="") | ~Q(word=Word.OBJECTED) & Q(objection=""),
                name="worker_objects_why",
            ),
        ]
        indexes = [models.Index(fields=["roster", "state", "filed"], name="worker_of_roster")]

    def __str__(self) -> str:
        return f"worker {self.row_id}"


class Talk(models.Model):
    """A conversation by video of its own kind: with a representative about who they are or about a batch, or
    with a sampled worker. `call_id` is the call it is held in.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=10, choices=[(one, one) for one in TalkKind])
    mandate = models.ForeignKey(
        "collective.Mandate", null=True, on_delete=models.PROTECT, related_name="talks"
    )
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="talks")
    worker = models.ForeignKey(Worker, null=True, on_delete=models.PROTECT, related_name="talks")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    call_id = models.UUIDField(unique=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, blank=True, choices=[("held", "held"), ("missed", "missed")])

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=TalkKind.IDENTITY, mandate__isnull=False, batch=None, worker=None)
                | Q(kind=TalkKind.BATCH, mandate__isnull=False, batch__isnull=False, worker=None)
                | Q(kind=TalkKind.WORKER, mandate=None, worker__isnull=False),
                name="talk_with_whom",
            ),
            models.UniqueConstraint(
                fields=["officer"], condition=Q(ended_at=None), name="talk_one_per_officer"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, outcome="") | (Q(ended_at__isnull=False) & ~Q(outcome="")),
                name="talk_outcome_when_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} talk {self.pk}"
