from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models

from lapak.kernel.ids import new_id
from lapak.people.rules import Relation, Role


class StaffMember(AbstractUser):
    """A person who works at a branch or for the institution, and what they may do there."""

    first_name = None  # type: ignore[assignment] # one display name serves; many Indonesians have a single name
    last_name = None  # type: ignore[assignment] # as above
    display_name = models.CharField(max_length=120)
    staff_number = models.CharField(max_length=12, unique=True)
    branch = models.ForeignKey(
        "offices.Branch", null=True, blank=True, on_delete=models.PROTECT, related_name="staff"
    )
    roles = ArrayField(models.CharField(max_length=20, choices=[(role, role) for role in Role]), default=list)

    REQUIRED_FIELDS = ["display_name", "staff_number"]

    def __str__(self) -> str:
        return self.username


class ParticipantAccess(models.Model):
    """A secret that lets its holder act for one claim: a link, a code, or a hand-over to the own phone."""

    class Kind(models.TextChoices):
        LINK = "link"
        CODE = "code"
        HANDOFF = "handoff"

    id = models.UUIDField(primary_key=True, default=new_id)
    subject_id = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    purpose = models.CharField(max_length=16, blank=True)
    secret_hash = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)  # of a hand-over, which lets one phone in
    failed_attempts = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} for {self.subject_id}"


class KinKey(models.Model):
    """A person a staff member may not serve: the staff member, or kin. Only a keyed hash of the NIK is kept.

    Declarations end by an administrator's hand and are never deleted.
    """

    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="kin_keys")
    relation = models.CharField(max_length=12, choices=[(one, one) for one in Relation])
    person_key = models.CharField(max_length=64)
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "person_key"], condition=models.Q(ended_at=None), name="kin_declared_once"
            ),
            models.UniqueConstraint(
                fields=["staff"],
                condition=models.Q(relation="self", ended_at=None),
                name="kin_one_self_per_staff",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.relation} of {self.staff_id}"
