from django.db import models
from django.db.models import Q

from lapak.queueing.models.tickets import Ticket


class DoorScan(models.Model):
    """A check-in that a tablet made while it was offline. `key` comes from the tablet: it counts once."""

    key = models.UUIDField(primary_key=True)
    branch = models.ForeignKey("offices.Branch", on_delete=models.CASCADE, related_name="+")
    device_id = models.UUIDField(null=True)
    scanned_at = models.DateTimeField()
    received_at = models.DateTimeField()
    ticket = models.ForeignKey(Ticket, null=True, on_delete=models.CASCADE, related_name="+")
    result = models.CharField(max_length=24)

    class Meta:
        indexes = [models.Index(fields=["branch", "-received_at"], name="door_scan_latest")]

    def __str__(self) -> str:
        return f"{self.branch_id} {self.scanned_at} {self.result}"


class Screening(models.Model):
    """Whether an office asks about health at the door. No answer of anybody is kept."""

    branch = models.OneToOneField(
        "offices.Branch", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    is_on = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.branch_id}: {'on' if self.is_on else 'off'}"


class ScreeningQuestion(models.Model):
    """One question of an office, to be answered yes or no; a yes leads to another day or to the phone."""

    branch = models.ForeignKey("offices.Branch", on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=160)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["branch", "position"], name="screening_question_position_once")
        ]

    def __str__(self) -> str:
        return self.text


class ScreeningDay(models.Model):
    """How many people were asked on a day, and how many were asked to come otherwise: figures, no people."""

    branch = models.ForeignKey("offices.Branch", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    asked = models.PositiveIntegerField(default=0)
    deferred = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["branch", "day"], name="screening_day_once"),
            models.CheckConstraint(condition=Q(deferred__lte=models.F("asked")), name="screening_day_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.branch_id} {self.day}: {self.deferred} of {self.asked}"
