from django.db import models
from django.db.models import Q

from lapak.booking.models.slots import Slot
from lapak.booking.rules.states import ACTIVE, BookingState, Priority
from lapak.kernel.ids import new_id


class Booking(models.Model):
    """One person's place in a slot. `person_key` is a keyed hash of the NIK: one place per person.

    `kept_place` says that it is one of those kept for priority people. The row stays the same when the person
    takes another time (`moves` counts), and so does the QR made from its id.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="bookings")
    subject_id = models.UUIDField()
    person_key = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=[(state, state) for state in BookingState])
    priority = models.CharField(max_length=10, choices=[(kind, kind) for kind in Priority], blank=True)
    kept_place = models.BooleanField(default=False)
    moves = models.PositiveSmallIntegerField(default=0)
    held_at = models.DateTimeField()
    held_until = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=24, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_key"], condition=Q(state__in=ACTIVE), name="booking_one_per_person"
            ),
            models.UniqueConstraint(
                fields=["subject_id"], condition=Q(state__in=ACTIVE), name="booking_one_per_subject"
            ),
            models.CheckConstraint(
                condition=Q(kept_place=False) | ~Q(priority=""), name="booking_kept_for_priority"
            ),
            models.CheckConstraint(
                condition=~Q(state=BookingState.CONFIRMED) | Q(confirmed_at__isnull=False),
                name="booking_confirmed_when",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ACTIVE, ended_at=None)
                | (~Q(state__in=ACTIVE) & Q(ended_at__isnull=False)),
                name="booking_ended_when_over",
            ),
        ]
        indexes = [
            models.Index(fields=["held_until"], name="booking_holds", condition=Q(state=BookingState.HELD))
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.slot_id}"
