"""What decides how much a branch can do on a day. Days are days of the branch; both ends are included."""

from django.db import models
from django.db.models import F, Q

from lapak.kernel.ids import new_id
from lapak.offices.models.places import Booth, Branch

_DAYS_IN_ORDER = Q(last_day=None) | Q(last_day__gte=F("first_day"))


class Shift(models.Model):
    """An officer's weekly hours at a branch and how many people they serve at once.

    `officer_id` is the id of a staff account, kept without a foreign key: accounts stand above offices.
    An end at 00.00 is the midnight after.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    branch = models.ForeignKey(Branch, on_delete=models.CASCADE, related_name="shifts")
    officer_id = models.PositiveIntegerField()
    weekday = models.PositiveSmallIntegerField()
    starts = models.TimeField()
    ends = models.TimeField()
    places = models.PositiveSmallIntegerField()
    first_day = models.DateField()
    last_day = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["officer_id", "weekday", "starts", "first_day"], name="shift_once"
            ),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="shift_weekday"),
            models.CheckConstraint(condition=Q(places__gte=1, places__lte=6), name="shift_one_to_six_places"),
            models.CheckConstraint(condition=_DAYS_IN_ORDER, name="shift_days_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.officer_id} {self.weekday} {self.starts}-{self.ends}"


class Rest(models.Model):
    """A weekly break of a branch in which nobody is served."""

    id = models.UUIDField(primary_key=True, default=new_id)
    branch = models.ForeignKey(Branch, on_delete=models.CASCADE, related_name="rests")
    weekday = models.PositiveSmallIntegerField()
    starts = models.TimeField()
    ends = models.TimeField()
    first_day = models.DateField()
    last_day = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="rest_weekday"),
            models.CheckConstraint(condition=Q(starts__lt=F("ends")), name="rest_begins_first"),
            models.CheckConstraint(condition=_DAYS_IN_ORDER, name="rest_days_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.branch} {self.weekday} {self.starts}-{self.ends}"


class SpecialDay(models.Model):
    """A day with hours of its own, or on which the branch is closed; `why` is told to people."""

    branch = models.ForeignKey(Branch, on_delete=models.CASCADE, related_name="special_days")
    day = models.DateField()
    opens = models.TimeField(null=True)
    closes = models.TimeField(null=True)
    why = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["branch", "day"], name="special_day_once"),
            models.CheckConstraint(
                condition=Q(opens=None, closes=None) | Q(opens__lt=F("closes")), name="special_day_hours"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.branch} {self.day}"


class Absence(models.Model):
    """Days on which an officer is away, whole or between two clock times."""

    id = models.UUIDField(primary_key=True, default=new_id)
    branch = models.ForeignKey(Branch, on_delete=models.CASCADE, related_name="absences")
    officer_id = models.PositiveIntegerField()
    first_day = models.DateField()
    last_day = models.DateField()
    starts = models.TimeField(null=True)
    ends = models.TimeField(null=True)
    noted_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="absence_days_in_order"),
            models.CheckConstraint(
                condition=Q(starts=None, ends=None) | Q(starts__isnull=False, ends__isnull=False),
                name="absence_whole_or_between",
            ),
        ]
        indexes = [models.Index(fields=["branch", "last_day"], name="absence_coming")]

    def __str__(self) -> str:
        return f"{self.officer_id} {self.first_day}-{self.last_day}"


class BoothOutage(models.Model):
    """Days on which a booth cannot be used; without a last day until it is mended."""

    id = models.UUIDField(primary_key=True, default=new_id)
    booth = models.ForeignKey(Booth, on_delete=models.CASCADE, related_name="outages")
    first_day = models.DateField()
    last_day = models.DateField(null=True)
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_DAYS_IN_ORDER, name="outage_days_in_order"),
            models.UniqueConstraint(
                fields=["booth"], condition=Q(last_day=None), name="outage_one_open_per_booth"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.booth} {self.first_day}"


class BookingTerms(models.Model):
    """How a branch gives out its time from a day on: the latest row that has begun holds."""

    branch = models.ForeignKey(Branch, on_delete=models.CASCADE, related_name="terms")
    first_day = models.DateField()
    slot_minutes = models.PositiveSmallIntegerField()
    online_percent = models.PositiveSmallIntegerField()
    walk_in_percent = models.PositiveSmallIntegerField()
    priority_percent = models.PositiveSmallIntegerField()
    horizon_days = models.PositiveSmallIntegerField()
    lead_minutes = models.PositiveSmallIntegerField()
    opens_at = models.TimeField()
    lot_minutes = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["branch", "first_day"], name="terms_once_a_day"),
            models.CheckConstraint(
                condition=Q(online_percent__lte=100, walk_in_percent__lte=100, priority_percent__lte=100),
                name="terms_percent",
            ),
            models.CheckConstraint(
                condition=Q(slot_minutes__gte=5, slot_minutes__lte=240), name="terms_slot_minutes"
            ),
            models.CheckConstraint(
                condition=Q(horizon_days__gte=1, horizon_days__lte=60), name="terms_horizon"
            ),
            models.CheckConstraint(condition=Q(lot_minutes__lte=120), name="terms_lot_minutes"),
        ]

    def __str__(self) -> str:
        return f"{self.branch} from {self.first_day}"
