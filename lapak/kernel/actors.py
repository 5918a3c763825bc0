"""Who does something: every operation is told, and the journal keeps it."""

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    PARTICIPANT = "participant"
    STAFF = "staff"
    DEVICE = "device"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """A participant (id of the claim), a staff member, a device, or the system itself (id of the job).

    `role` is the role in which staff act now; a person with several roles acts in one at a time.
    """

    kind: ActorKind
    id: str
    role: str = ""

    @classmethod
    def participant(cls, *, subject_id: object) -> "Actor":
        """Return the person to whom the claim belongs."""
        return cls(kind=ActorKind.PARTICIPANT, id=str(subject_id), role="participant")

    @classmethod
    def staff(cls, *, staff_id: object, role: str) -> "Actor":
        """Return a staff member acting in a role."""
        return cls(kind=ActorKind.STAFF, id=str(staff_id), role=role)

    @classmethod
    def device(cls, *, device_id: object, role: str = "") -> "Actor":
        """Return a paired device: booth, board or tablet."""
        return cls(kind=ActorKind.DEVICE, id=str(device_id), role=role)

    @classmethod
    def system(cls, *, job: str = "system") -> "Actor":
        """Return the system, acting by a background job."""
        return cls(kind=ActorKind.SYSTEM, id=job, role="system")
