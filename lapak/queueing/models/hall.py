from django.db import models
from django.db.models import Q


class HallCount(models.Model):
    """How many people are inside the hall of a branch now."""

    branch = models.OneToOneField(
        "offices.Branch", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    inside = models.PositiveIntegerField(default=0)
    moved_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.branch_id}: {self.inside}"


class HallMovement(models.Model):
    """One press of the counter at the door. `tap_id` comes from the tablet: the same press counts once."""

    branch = models.ForeignKey("offices.Branch", on_delete=models.CASCADE, related_name="+")
    tap_id = models.UUIDField(unique=True)
    delta = models.SmallIntegerField()
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(delta__in=[-1, 1]), name="movement_one_person"),
        ]
        indexes = [models.Index(fields=["branch", "-id"], name="movement_latest")]

    def __str__(self) -> str:
        return f"{self.branch_id} {self.delta:+d}"
