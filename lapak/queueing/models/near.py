from django.db import models
from django.db.models import Q

from lapak.queueing.models.tickets import Ticket
from lapak.queueing.rules.leaving import MOST_TRAVEL_MINUTES


class Nearness(models.Model):
    """How long the holder of a ticket needs to come, as they said, and when they were told to."""

    ticket = models.OneToOneField(Ticket, primary_key=True, on_delete=models.CASCADE, related_name="nearness")
    travel_minutes = models.PositiveSmallIntegerField(default=0)
    told_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "nearnesses"
        constraints = [
            models.CheckConstraint(
                condition=Q(travel_minutes__lte=MOST_TRAVEL_MINUTES), name="nearness_travel_of_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.travel_minutes} min"
