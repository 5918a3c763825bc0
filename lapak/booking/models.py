from django.db import models
from django.db.models import F, Q

from lapak.booking.rules.states import ACTIVE, BookingState, Channel
from lapak.kernel.ids import new_id


class SlotPlan(models.Model):
    """How a branch cuts its open hours into slots for one channel, and how many people fit into each."""

    branch = models.ForeignKey("offices.Branch", on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=8, choices=[(channel, channel) for channel in Channel])
    minutes = models.PositiveSmallIntegerField()
    capacity = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["branch", "channel"], name="plan_once_a_channel"),
            models.CheckConstraint(condition=Q(minutes__gte=5, minutes__lte=240), name="plan_minutes"),
        ]

    def __str__(self) -> str:
        return f"{self.branch} {self.channel}: {self.capacity} each {self.minutes} minutes"


class Slot(models.Model):
    """A stretch of one branch's time that can be promised to at most `capacity` people."""

    id = models.UUIDField(primary_key=True, default=new_id)
    branch = models.ForeignKey("offices.Branch", on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=8, choices=[(channel, channel) for channel in Channel])
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    capacity = models.PositiveSmallIntegerField()
    taken = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["branch", "channel", "starts_at"], name="slot_once"),
            models.CheckConstraint(
                condition=Q(taken__gte=0, taken__lte=F("capacity")), name="slot_never_oversold"
            ),
        ]
        indexes = [
            models.Index(
                fields=["channel", "starts_at"], name="slot_soonest", condition=Q(taken__lt=F("capacity"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.branch} {self.channel} {self.starts_at} {self.taken}/{self.capacity}"


class Booking(models.Model):
    """One person's place in a slot. `person_key` is a keyed hash of the NIK: one place per person."""

    id = models.UUIDField(primary_key=True, default=new_id)
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="bookings")
    subject_id = models.UUIDField()
    person_key = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=[(state, state) for state in BookingState])
    held_at = models.DateTimeField()
    held_until = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_key"], condition=Q(state__in=ACTIVE), name="booking_one_per_person"
            ),
            models.UniqueConstraint(
                fields=["subject_id"], condition=Q(state__in=ACTIVE), name="booking_one_per_subject"
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
