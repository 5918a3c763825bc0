"""The sums by which it was decided whether a company may file collectively."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from lapak.collective.models.roster import Roster
from lapak.collective.rules.threshold import Verdict
from lapak.kernel.ids import new_id


class ThresholdSum(models.Model):
    """One working out of the sum for a roster; the newest counts, while `rows_version` is the roster's.

    None is changed but by a decision, except that one which comes out the same again is of newer rows too.
    `workers` were active on `counted_on` at `sites` (NPP), `laid_off` of them lost work from `window_from` to
    `window_until`, and `in_doubt` more may have. `rule` names the version of the choices. A borderline sum
    waits for `decided_by`, whose `decision` is whether the company may file, with a `reason` in words.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="sums")
    rows_version = models.PositiveIntegerField()
    rule = models.CharField(max_length=24)
    counted_on = models.DateField()
    sites = models.JSONField()
    workers = models.PositiveIntegerField()
    laid_off = models.PositiveIntegerField()
    in_doubt = models.PositiveIntegerField()
    window_from = models.DateField()
    window_until = models.DateField()
    verdict = models.CharField(max_length=12, choices=[(one, one) for one in Verdict])
    worked_out_at = models.DateTimeField()
    decision = models.BooleanField(null=True)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decision=None, decided_by=None, decided_at=None)
                | (
                    Q(decision__isnull=False, decided_by__isnull=False, decided_at__isnull=False)
                    & ~Q(reason="")
                    & Q(verdict=Verdict.BORDERLINE)
                ),
                name="threshold_decided_whole",
            ),
        ]
        indexes = [models.Index(fields=["roster", "-worked_out_at"], name="threshold_newest")]

    def __str__(self) -> str:
        return f"{self.laid_off} of {self.workers}"
