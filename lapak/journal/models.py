from django.contrib.postgres.fields import ArrayField
from django.db import models


class Entry(models.Model):
    """One thing that happened to one subject. Rows are only ever added; the database refuses the rest."""

    subject_kind = models.CharField(max_length=32)
    subject_id = models.CharField(max_length=64)
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=16)
    actor_id = models.CharField(max_length=64)
    what = models.CharField(max_length=64)
    rule_version = models.CharField(max_length=64, blank=True)
    data = models.JSONField()
    topics = ArrayField(models.CharField(max_length=80))
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id", "seq"], name="entry_seq_once"),
        ]
        indexes = [models.Index(fields=["at"], name="entry_at")]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id} #{self.seq} {self.what}"
