from django.db import models
from django.db.models import Q

from lapak.booking.rules.states import Channel
from lapak.kernel.ids import new_id
from lapak.queueing.rules.companions import MOST_COMPANIONS
from lapak.queueing.rules.states import ACTIVE, Letter, Priority, TicketState, Waits, label


class Ticket(models.Model):
    """One visit of one person: arrival, waiting, call, service, end.

    `service_day` is a day of the branch; `person_key` is a keyed hash of the NIK, where it is known.
    `called_at` is the latest of so many `calls`, `turn_called_at` the latest that was no repetition. The rule
    also looks at `kept_turn`, a turn time brought from elsewhere, and at `behind_…`, the turn that the holder
    let pass.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    branch = models.ForeignKey("offices.Branch", on_delete=models.PROTECT, related_name="+")
    service_day = models.DateField()
    letter = models.CharField(max_length=1, choices=[(letter, letter) for letter in Letter])
    number = models.PositiveIntegerField()
    channel = models.CharField(max_length=8, choices=[(channel, channel) for channel in Channel])
    subject_id = models.UUIDField()
    person_key = models.CharField(max_length=64, blank=True)
    display_name = models.CharField(max_length=120)
    booking_id = models.UUIDField(null=True)
    due_at = models.DateTimeField(null=True)
    priority = models.CharField(max_length=10, choices=[(kind, kind) for kind in Priority], blank=True)
    companions = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=12, choices=[(state, state) for state in TicketState])
    waits = models.CharField(max_length=6, choices=[(place, place) for place in Waits], default=Waits.HALL)
    pager = models.PositiveSmallIntegerField(null=True)
    returning_since = models.DateTimeField(null=True)
    kept_turn = models.DateTimeField(null=True)
    behind_turn_at = models.DateTimeField(null=True)
    behind_came_at = models.DateTimeField(null=True)
    behind_since = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField()
    held_at = models.DateTimeField(null=True)
    first_called_at = models.DateTimeField(null=True)
    called_at = models.DateTimeField(null=True)
    turn_called_at = models.DateTimeField(null=True)
    calls = models.PositiveSmallIntegerField(default=0)
    service_started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=24, blank=True)
    booth = models.ForeignKey("offices.Booth", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["branch", "service_day", "letter", "number"], name="ticket_number_once_a_day"
            ),
            models.UniqueConstraint(
                fields=["subject_id"], condition=Q(state__in=ACTIVE), name="ticket_one_active_per_subject"
            ),
            models.UniqueConstraint(
                fields=["person_key"],
                condition=Q(state__in=ACTIVE) & ~Q(person_key=""),
                name="ticket_one_active_per_person",
            ),
            models.UniqueConstraint(
                fields=["booth"],
                condition=Q(state__in=[TicketState.CALLED, TicketState.IN_SERVICE]),
                name="ticket_one_per_booth",
            ),
            models.UniqueConstraint(
                fields=["branch", "pager"],
                condition=Q(state__in=ACTIVE, pager__isnull=False),
                name="ticket_pager_given_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ACTIVE, finished_at=None)
                | (~Q(state__in=ACTIVE) & Q(finished_at__isnull=False)),
                name="ticket_finished_when_over",
            ),
            models.CheckConstraint(
                condition=Q(companions__lte=MOST_COMPANIONS), name="ticket_few_companions"
            ),
            models.CheckConstraint(
                condition=Q(behind_turn_at=None, behind_came_at=None, behind_since=None)
                | Q(behind_turn_at__isnull=False, behind_came_at__isnull=False, behind_since__isnull=False),
                name="ticket_behind_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state=TicketState.IN_SERVICE) | Q(service_started_at__isnull=False),
                name="ticket_service_after_start",
            ),
        ]
        indexes = [
            models.Index(
                fields=["branch", "arrived_at"],
                name="ticket_waiting",
                condition=Q(state=TicketState.WAITING),
            ),
            models.Index(fields=["branch", "called_at"], name="ticket_called"),
        ]

    def __str__(self) -> str:
        return label(letter=self.letter, number=self.number)


class TicketCounter(models.Model):
    """The last number given under a letter on a day; its row lock puts arrivals in one line."""

    branch = models.ForeignKey("offices.Branch", on_delete=models.CASCADE, related_name="+")
    service_day = models.DateField()
    letter = models.CharField(max_length=1)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["branch", "service_day", "letter"], name="counter_once_a_day")
        ]

    def __str__(self) -> str:
        return label(letter=self.letter, number=self.last)
