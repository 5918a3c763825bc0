from django.db import models

from lapak.documents.rules.sharpness import Verdict
from lapak.kernel.ids import new_id


class Document(models.Model):
    """One uploaded paper. Its content lies encrypted in the storage "documents" under `stored_name`."""

    id = models.UUIDField(primary_key=True, default=new_id)
    subject_id = models.UUIDField()
    kind = models.CharField(max_length=32)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    media_type = models.CharField(max_length=32)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    stored_name = models.CharField(max_length=120, unique=True)
    verdict = models.CharField(max_length=8, choices=[(verdict, verdict) for verdict in Verdict])
    verdict_box = models.JSONField(null=True)
    left_to_officer_at = models.DateTimeField(null=True)
    uploaded_by = models.CharField(max_length=80)
    uploaded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_id", "kind"],
                condition=models.Q(superseded_at=None),
                name="document_one_current",
            ),
            models.CheckConstraint(
                condition=models.Q(width=None, height=None)
                | models.Q(width__isnull=False, height__isnull=False),
                name="document_size_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["subject_id"], name="document_subject"),
            models.Index(fields=["sha256"], name="document_by_content"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
