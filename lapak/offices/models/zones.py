"""Where people stand at a branch. Days are days of the branch."""

from django.db import models
from django.db.models import Q

from lapak.kernel.ids import new_id
from lapak.offices.models.places import Branch
from lapak.offices.rules.zones import (
    ALARM_PERCENTS,
    DISTANCES_CM,
    USUAL_ALARM_PERCENT,
    USUAL_DISTANCE_CM,
    ZoneKind,
)


class Zone(models.Model):
    """How many people a part of a branch holds from a day on: the latest row of its kind that began holds."""

    id = models.UUIDField(primary_key=True, default=new_id)
    branch = models.ForeignKey(Branch, on_delete=models.CASCADE, related_name="zones")
    kind = models.CharField(max_length=8, choices=[(kind, kind) for kind in ZoneKind])
    first_day = models.DateField()
    area_m2 = models.PositiveIntegerField(null=True)
    distance_cm = models.PositiveSmallIntegerField(default=USUAL_DISTANCE_CM)
    people_limit = models.PositiveIntegerField(null=True)
    alarm_percent = models.PositiveSmallIntegerField(default=USUAL_ALARM_PERCENT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["branch", "kind", "first_day"], name="zone_once_a_day"),
            models.CheckConstraint(
                condition=Q(area_m2__isnull=False) | Q(people_limit__isnull=False), name="zone_has_a_limit"
            ),
            models.CheckConstraint(condition=Q(distance_cm__range=DISTANCES_CM), name="zone_distance"),
            models.CheckConstraint(
                condition=Q(alarm_percent__range=ALARM_PERCENTS), name="zone_alarm_before_limit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.branch} {self.kind} from {self.first_day}"
