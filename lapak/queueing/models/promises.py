from django.db import models
from django.db.models import Q

from lapak.kernel.ids import new_id
from lapak.queueing.models.tickets import Ticket
from lapak.queueing.rules.kept import KeptWhy


class KeptTurn(models.Model):
    """A turn time that somebody may use at a branch until the end of a day, in place of a new one."""

    id = models.UUIDField(primary_key=True, default=new_id)
    subject_id = models.UUIDField()
    branch = models.ForeignKey("offices.Branch", on_delete=models.CASCADE, related_name="+")
    why = models.CharField(max_length=8, choices=[(why, why) for why in KeptWhy])
    turn_at = models.DateTimeField()
    priority = models.CharField(max_length=10, blank=True)
    last_day = models.DateField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_id"], condition=Q(used_at=None), name="kept_turn_one_per_subject"
            )
        ]

    def __str__(self) -> str:
        return f"{self.branch_id} {self.turn_at} ({self.why})"


class Serving(models.Model):
    """How many places of a branch's desks are at work, and the minutes a person takes there as learned."""

    branch = models.OneToOneField(
        "offices.Branch", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    places = models.PositiveSmallIntegerField(default=0)
    minutes = models.FloatField(null=True)
    noted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.branch_id}: {self.places}"


class Estimate(models.Model):
    """When somebody was told to expect the call: kept, so that it can be held against the call that came."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="estimates")
    given_at = models.DateTimeField()
    ahead = models.PositiveIntegerField()
    places = models.PositiveSmallIntegerField()
    earliest = models.DateTimeField()
    latest = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(earliest__lt=models.F("latest")), name="estimate_earliest_first"
            )
        ]
        indexes = [models.Index(fields=["ticket", "-given_at"], name="estimate_latest")]

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.earliest}-{self.latest}"
