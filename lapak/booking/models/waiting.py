from django.db import models
from django.db.models import Q

from lapak.booking.models.slots import Slot
from lapak.booking.rules.states import Channel, Priority
from lapak.booking.rules.waiting import MOST_OFFERS, OfferState, WaiterState
from lapak.kernel.ids import new_id


class Waiter(models.Model):
    """Somebody who wants a time, or one sooner than theirs, as soon as one becomes free.

    Without a branch at any in the country, by video only: nobody is sent to another building.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    subject_id = models.UUIDField()
    person_key = models.CharField(max_length=64)
    branch = models.ForeignKey("offices.Branch", null=True, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=8, choices=[(channel, channel) for channel in Channel])
    priority = models.CharField(max_length=10, choices=[(kind, kind) for kind in Priority], blank=True)
    state = models.CharField(max_length=8, choices=[(state, state) for state in WaiterState])
    offers = models.PositiveSmallIntegerField(default=0)
    joined_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_key"], condition=Q(state=WaiterState.WAITING), name="waiter_one_per_person"
            ),
            models.UniqueConstraint(
                fields=["subject_id"], condition=Q(state=WaiterState.WAITING), name="waiter_one_per_subject"
            ),
            models.CheckConstraint(condition=Q(offers__lte=MOST_OFFERS), name="waiter_three_offers"),
            models.CheckConstraint(
                condition=Q(branch__isnull=False) | Q(channel=Channel.ONLINE), name="waiter_anywhere_by_video"
            ),
        ]
        indexes = [
            models.Index(
                fields=["branch", "channel", "joined_at"],
                name="waiter_in_line",
                condition=Q(state=WaiterState.WAITING),
            )
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.branch_id} {self.joined_at}"


class Offer(models.Model):
    """A free place kept for one waiter until the deadline; it counts as taken while it is open."""

    id = models.UUIDField(primary_key=True, default=new_id)
    waiter = models.ForeignKey(Waiter, on_delete=models.CASCADE, related_name="offered")
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="offers")
    kept_place = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=[(state, state) for state in OfferState])
    offered_at = models.DateTimeField()
    deadline = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["waiter"], condition=Q(state=OfferState.OPEN), name="offer_one_open_per_waiter"
            ),
            models.UniqueConstraint(
                fields=["waiter", "slot"], condition=~Q(state=OfferState.RECALLED), name="offer_slot_once"
            ),
        ]
        indexes = [models.Index(fields=["deadline"], name="offer_due", condition=Q(state=OfferState.OPEN))]

    def __str__(self) -> str:
        return f"{self.state} {self.slot_id} until {self.deadline}"
