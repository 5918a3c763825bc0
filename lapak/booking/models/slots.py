from django.db import models
from django.db.models import F, Q

from lapak.booking.rules.states import Channel
from lapak.kernel.ids import new_id


class SlotPlan(models.Model):
    """Places set by hand for one channel of a branch that keeps no shifts: minutes a slot, people in each."""

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
    """A stretch of one branch's time that can be promised to at most `capacity` people.

    `over` counts promises that the day can no longer keep, because an officer or a booth dropped out, until
    these people have another time. Of the capacity `kept` places are for priority people, `kept_taken` of
    them taken. It can be booked from `opens_at` (None: at once) until `book_by` (None: until it begins);
    earlier by whose turn it is, where the day is given out by lot (`release`).
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    branch = models.ForeignKey("offices.Branch", on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=8, choices=[(channel, channel) for channel in Channel])
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    capacity = models.PositiveSmallIntegerField()
    kept = models.PositiveSmallIntegerField(default=0)
    taken = models.PositiveSmallIntegerField(default=0)
    kept_taken = models.PositiveSmallIntegerField(default=0)
    over = models.PositiveSmallIntegerField(default=0)
    release = models.ForeignKey("booking.Release", null=True, on_delete=models.SET_NULL, related_name="slots")
    opens_at = models.DateTimeField(null=True)
    book_by = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["branch", "channel", "starts_at"], name="slot_once"),
            models.CheckConstraint(
                condition=Q(taken__gte=0, taken__lte=F("capacity")), name="slot_never_oversold"
            ),
            models.CheckConstraint(
                condition=Q(kept__lte=F("capacity"), kept_taken__lte=F("kept"))
                & Q(taken__gte=F("kept_taken"), taken__lte=F("capacity") - F("kept") + F("kept_taken")),
                name="slot_priority_kept",
            ),
            models.CheckConstraint(
                condition=Q(over=0) | Q(over__lte=F("taken"), capacity=F("taken")), name="slot_over_is_full"
            ),
        ]
        indexes = [
            models.Index(
                fields=["channel", "starts_at"], name="slot_soonest", condition=Q(taken__lt=F("capacity"))
            ),
            models.Index(fields=["branch", "starts_at"], name="slot_too_full", condition=Q(over__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.branch} {self.channel} {self.starts_at} {self.taken}/{self.capacity}"


class ServiceDay(models.Model):
    """How long people of one kind took at a branch on a day: what the expected minutes are learned from."""

    branch = models.ForeignKey("offices.Branch", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    channel = models.CharField(max_length=8, choices=[(channel, channel) for channel in Channel])
    kind = models.CharField(max_length=40)
    count = models.PositiveIntegerField()
    minutes = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["branch", "day", "channel", "kind"], name="service_day_once")
        ]
        indexes = [models.Index(fields=["day"], name="service_day_recent")]

    def __str__(self) -> str:
        return f"{self.branch} {self.day} {self.channel} {self.kind}: {self.count}"
