"""The letters that were made. Their content lies encrypted in the document vault."""

from django.db import models
from django.db.models import Q

from lapak.letters.rules.kinds import Group, Kind


class Letter(models.Model):
    """One letter about one event of a claim; reserved first, so that it can be made again after a crash.

    `seal` is a keyed hash over the name and one figure, by which a holder's copy is compared; `salt` stands
    in the file, so that nobody can find what a letter says by trying contents against `sha256`.
    """

    id = models.UUIDField(primary_key=True)
    claim = models.ForeignKey("claims.Claim", on_delete=models.PROTECT, related_name="+")
    branch = models.ForeignKey("offices.Branch", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=[(kind, kind) for kind in Kind])
    group = models.CharField(max_length=8, choices=[(group, group) for group in Group])
    serial = models.PositiveSmallIntegerField()
    happened_at = models.DateTimeField()
    code = models.CharField(max_length=16, unique=True)
    salt = models.CharField(max_length=32)
    reserved_at = models.DateTimeField()
    written_at = models.DateTimeField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    stored_name = models.CharField(max_length=120, blank=True)
    seal = models.CharField(max_length=64, blank=True)
    replaced_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "kind", "happened_at"], name="letter_once_per_event"),
            models.UniqueConstraint(fields=["claim", "group", "serial"], name="letter_serial_once"),
            models.UniqueConstraint(
                fields=["claim", "group"],
                condition=Q(written_at__isnull=False, replaced_by=None),
                name="letter_one_that_counts",
            ),
            models.CheckConstraint(
                condition=Q(written_at=None, sha256="", stored_name="", seal="", replaced_by=None)
                | (Q(written_at__isnull=False) & ~Q(sha256="") & ~Q(stored_name="") & ~Q(seal="")),
                name="letter_whole_when_written",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.claim_id} #{self.serial}"
