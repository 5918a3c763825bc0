"""What the institution chose on the points where sources disagree."""

from django.db import models
from django.db.models import F, Q


class PolicyEntry(models.Model):
    """A choice on a point with effect from a day, or the withdrawal of one that had not begun. Rows are only
    ever added; the database refuses the rest. `serial` counts the entries of one point from 1.
    """

    programme = models.CharField(max_length=8)
    point = models.CharField(max_length=40)
    serial = models.PositiveIntegerField()
    option = models.CharField(max_length=40, blank=True)
    from_day = models.DateField(null=True)
    withdraws = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="withdrawal")
    note = models.CharField(max_length=1000)
    by = models.ForeignKey("people.StaffMember", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "point", "serial"], name="policy_serial_once"),
            models.CheckConstraint(
                condition=Q(withdraws=None, from_day__isnull=False) & ~Q(option="")
                | Q(withdraws__isnull=False, from_day=None, option=""),
                name="policy_choice_or_withdrawal",
            ),
            models.CheckConstraint(condition=~Q(note=""), name="policy_noted"),
            models.CheckConstraint(condition=~Q(withdraws=F("id")), name="policy_withdraws_another"),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.point} #{self.serial}"
