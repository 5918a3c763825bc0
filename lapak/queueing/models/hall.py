"""How many people are where. `zone` is one of `offices.rules.zones.ZoneKind`."""

from django.db import models
from django.db.models import F, Q

from lapak.kernel.ids import new_id
from lapak.offices.rules.zones import ZoneKind

_ZONES = [(kind, kind) for kind in ZoneKind]


class ZoneCount(models.Model):
    """How many people without a ticket are in a zone; its row lock puts counting in one line."""

    branch = models.ForeignKey("offices.Branch", on_delete=models.CASCADE, related_name="+")
    zone = models.CharField(max_length=8, choices=_ZONES)
    inside = models.PositiveIntegerField(default=0)
    moved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["branch", "zone"], name="zone_counted_once")]

    def __str__(self) -> str:
        return f"{self.branch_id} {self.zone}: {self.inside}"


class Movement(models.Model):
    """One press of a counter. `tap_id` comes from the device: the same press counts once.

    `at` is when it was pressed, `received_at` when it came in: later for a device that was without a network.
    """

    branch = models.ForeignKey("offices.Branch", on_delete=models.CASCADE, related_name="+")
    zone = models.CharField(max_length=8, choices=_ZONES, default=ZoneKind.HALL)
    tap_id = models.UUIDField(unique=True)
    delta = models.SmallIntegerField()
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(delta__in=[-1, 1]), name="movement_one_person"),
            models.CheckConstraint(condition=Q(at__lte=F("received_at")), name="movement_not_from_ahead"),
        ]
        indexes = [models.Index(fields=["branch", "zone", "-at"], name="movement_latest")]

    def __str__(self) -> str:
        return f"{self.branch_id} {self.zone} {self.delta:+d}"


class CrowdAlarm(models.Model):
    """A time in which a zone was nearly full, or full (`full_at`): from when to when, and the most inside."""

    id = models.UUIDField(primary_key=True, default=new_id)
    branch = models.ForeignKey("offices.Branch", on_delete=models.CASCADE, related_name="+")
    zone = models.CharField(max_length=8, choices=_ZONES)
    limit = models.PositiveIntegerField()
    began_at = models.DateTimeField()
    began_with = models.PositiveIntegerField()
    most = models.PositiveIntegerField()
    full_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    taken_by = models.PositiveIntegerField(null=True)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["branch", "zone"], condition=Q(ended_at=None), name="alarm_one_open_per_zone"
            ),
            models.CheckConstraint(
                condition=Q(taken_by=None, taken_at=None) | Q(taken_by__isnull=False, taken_at__isnull=False),
                name="alarm_taken_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["branch", "-began_at"], name="alarm_latest")]

    def __str__(self) -> str:
        return f"{self.branch_id} {self.zone} {self.began_at}"


class AlarmNotice(models.Model):
    """Somebody who is told of an alarm, on the pages of the office and by mail.

    The mail is owed with the alarm (`owed_at`, None for who has no address), `sent_at` once the mail server
    took it. `staff_id` is the id of a staff account.
    """

    alarm = models.ForeignKey(CrowdAlarm, on_delete=models.CASCADE, related_name="notices")
    staff_id = models.PositiveIntegerField()
    owed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["alarm", "staff_id"], name="alarm_told_once")]

    def __str__(self) -> str:
        return f"{self.alarm_id} to {self.staff_id}"


class CrowdSample(models.Model):
    """How full a zone was at a moment, every five minutes: what "when best to come" is learned from."""

    branch = models.ForeignKey("offices.Branch", on_delete=models.CASCADE, related_name="+")
    zone = models.CharField(max_length=8, choices=_ZONES)
    at = models.DateTimeField()
    inside = models.PositiveIntegerField()
    limit = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["branch", "zone", "at"], name="sample_once"),
            models.CheckConstraint(condition=Q(limit__gte=1), name="sample_of_a_kept_zone"),
        ]

    def __str__(self) -> str:
        return f"{self.branch_id} {self.zone} {self.at}: {self.inside}"
