from django.conf import settings
from django.db import models
from django.db.models import Q

from lapak.desk.rules.filling import MOST_PLACES
from lapak.desk.rules.stages import Outcome, PlaceMode, Stage
from lapak.kernel.ids import new_id


class Desk(models.Model):
    """An officer at work: from opening until closing, with one to six places."""

    class State(models.TextChoices):
        OPEN = "open"
        PAUSED = "paused"
        CLOSED = "closed"

    id = models.UUIDField(primary_key=True, default=new_id)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    branch = models.ForeignKey("offices.Branch", on_delete=models.PROTECT, related_name="+")
    places = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["officer"], condition=Q(closed_at=None), name="desk_one_open_per_officer"
            ),
            models.CheckConstraint(
                condition=Q(places__gte=1, places__lte=MOST_PLACES), name="desk_one_to_six_places"
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at=None)),
                name="desk_closed_at_when_closed",
            ),
        ]
        indexes = [models.Index(fields=["branch"], condition=Q(closed_at=None), name="desk_open_of_branch")]

    def __str__(self) -> str:
        return f"desk {self.pk} {self.state}"


class Place(models.Model):
    """One person's stay at one desk; a person who changes desks has one after the other.

    `attended_at` is when the present focus began or the last one ended.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="stays")
    number = models.PositiveSmallIntegerField()
    ticket_id = models.UUIDField()
    claim_id = models.UUIDField(db_index=True)
    call_id = models.UUIDField(unique=True)
    booth_id = models.UUIDField(null=True)
    device_id = models.UUIDField(null=True)
    mode = models.CharField(max_length=8, choices=[(mode, mode) for mode in PlaceMode])
    stage = models.CharField(max_length=12, choices=[(stage, stage) for stage in Stage])
    step = models.PositiveSmallIntegerField(default=1)
    flagged_at = models.DateTimeField(null=True)
    flag_reason = models.CharField(max_length=20, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    attended_at = models.DateTimeField(null=True)
    focus_seconds = models.PositiveIntegerField(default=0)
    dropped_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, blank=True, choices=[(outcome, outcome) for outcome in Outcome])

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["desk", "number"], condition=Q(ended_at=None), name="place_one_person_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["ticket_id"], condition=Q(ended_at=None), name="place_one_per_ticket"
            ),
            models.UniqueConstraint(
                fields=["booth_id"], condition=Q(ended_at=None), name="place_one_person_per_booth"
            ),
            models.UniqueConstraint(
                fields=["desk"], condition=Q(mode="focus", ended_at=None), name="place_one_in_focus"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=MOST_PLACES), name="place_number_one_to_six"
            ),
            models.CheckConstraint(condition=Q(step__gte=1, step__lte=5), name="place_step_one_to_five"),
            models.CheckConstraint(
                condition=~Q(mode="focus") | Q(confirmed_at__isnull=False), name="place_focus_needs_confirmed"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, outcome="") | (Q(ended_at__isnull=False) & ~Q(outcome="")),
                name="place_outcome_when_ended",
            ),
            models.CheckConstraint(
                condition=Q(flagged_at=None, flag_reason="")
                | (Q(flagged_at__isnull=False) & ~Q(flag_reason="")),
                name="place_flag_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.desk_id} place {self.number}"


class Watch(models.Model):
    """Since when the people of a branch are heard without interruption; written by the sweep alone."""

    branch = models.OneToOneField(
        "offices.Branch", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    since = models.DateTimeField()
    looked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"watch over {self.branch_id}"
