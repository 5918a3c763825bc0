"""What a branch has set for its work on claims, each from a day on. Rows are only ever added."""

from django.db import models

from lapak.claims.rules.branch_settings import SettingKind


class BranchSetting(models.Model):
    """One thing a branch set, in force from the start of a day of the branch; of one day the last one
    counts.
    """

    branch = models.ForeignKey("offices.Branch", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=[(kind, kind) for kind in SettingKind])
    value = models.JSONField()
    in_force_from = models.DateField()
    set_by = models.ForeignKey("people.StaffMember", on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["branch", "kind", "in_force_from"], name="branch_setting_by_day")]

    def __str__(self) -> str:
        return f"{self.branch_id} {self.kind} from {self.in_force_from}"
