from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from lapak.kernel.ids import new_id

SINCE_EVER = date(2000, 1, 1)


class Branch(models.Model):
    """One office: where it is, which clock it keeps, and what its desks may do."""

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.CharField(max_length=8, unique=True)
    name = models.CharField(max_length=80)
    timezone = models.CharField(max_length=40)
    regency_code = models.CharField(max_length=8)
    address = models.CharField(max_length=200)
    phone = models.CharField(max_length=20)
    hall_limit = models.PositiveIntegerField()
    hold_limit_seconds = models.PositiveIntegerField(default=240)
    places_per_desk = models.PositiveIntegerField(
        default=6, validators=[MinValueValidator(1), MaxValueValidator(6)]
    )
    at_work_picture = models.BooleanField(default=True)
    always_open = models.BooleanField(default=False)
    priority_seats = models.PositiveSmallIntegerField(default=2)
    pagers = models.PositiveSmallIntegerField(default=0)
    early_arrival_minutes = models.PositiveSmallIntegerField(default=30)
    way_to_booths = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name_plural = "branches"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(places_per_desk__gte=1, places_per_desk__lte=6),
                name="branch_one_to_six_places",
            ),
            models.CheckConstraint(
                condition=models.Q(priority_seats__lte=models.F("hall_limit")),
                name="branch_priority_seats_in_hall",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class OpeningHours(models.Model):
    """A stretch of one weekday (0 is Monday) in branch time; a break at noon makes two of them.

    New hours are new rows: the old ones get a last day, so that what held on a day stays known.
    """

    branch = models.ForeignKey(Branch, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()
    first_day = models.DateField(default=SINCE_EVER)
    last_day = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["branch", "weekday", "opens", "first_day"], name="hours_once"),
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="hours_weekday"),
            models.CheckConstraint(condition=models.Q(opens__lt=models.F("closes")), name="hours_open_first"),
        ]

    def __str__(self) -> str:
        return f"{self.branch} {self.weekday} {self.opens}-{self.closes}"


class Booth(models.Model):
    """A closed place with a monitor and a camera, known to people by its number.

    `section` is the part of the building it stands in, as its signs say; empty where the hall has no parts.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    branch = models.ForeignKey(Branch, on_delete=models.CASCADE, related_name="booths")
    number = models.PositiveSmallIntegerField()
    section = models.CharField(max_length=40, blank=True, db_default="")
    out_of_order_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["branch", "number"], name="booth_number_once")]

    def __str__(self) -> str:
        return f"{self.branch} {self.number}"


class Device(models.Model):
    """A screen or tablet that was paired once by a code and then works unattended.

    A board shows the calls to one `section`, or with none to every booth of its branch; `volume` is in
    percent, and `is_mute` while its browser still waits for a touch before it may sound. Boards and booths
    are dark, or `is_light` where the room is bright or people see little.
    """

    class Kind(models.TextChoices):
        BOOTH = "booth"
        BOARD = "board"
        TABLET = "tablet"
        COUNTER = "counter"

    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=8, choices=Kind.choices, blank=True)
    branch = models.ForeignKey(Branch, null=True, on_delete=models.CASCADE, related_name="devices")
    booth = models.ForeignKey(Booth, null=True, on_delete=models.CASCADE, related_name="devices")
    section = models.CharField(max_length=40, blank=True, db_default="")
    volume = models.PositiveSmallIntegerField(default=80, db_default=80)
    is_mute = models.BooleanField(default=False, db_default=False)
    is_light = models.BooleanField(default=False, db_default=False)
    secret_hash = models.CharField(max_length=64, unique=True)
    pairing_code = models.CharField(max_length=8, blank=True)
    pairing_expires_at = models.DateTimeField(null=True)
    paired_at = models.DateTimeField(null=True)
    last_seen_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pairing_code"],
                name="device_pairing_code_once",
                condition=models.Q(paired_at=None) & ~models.Q(pairing_code=""),
            ),
            models.UniqueConstraint(
                fields=["booth"],
                name="device_one_per_booth",
                condition=models.Q(revoked_at=None, booth__isnull=False),
            ),
            models.CheckConstraint(
                condition=models.Q(paired_at=None) | (models.Q(branch__isnull=False) & ~models.Q(kind="")),
                name="device_paired_has_place",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="booth") | models.Q(booth__isnull=False),
                name="device_booth_has_booth",
            ),
            models.CheckConstraint(condition=models.Q(volume__lte=100), name="device_volume_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
