"""Whether a person of a company is staff, or kin that staff declared."""

from lapak.claims.rules.kin import require_stranger
from lapak.people.queries import kin_keys, person_key


def require_no_kin_person(*, nik: str, staff_id: int) -> None:
    """Raise KinRefused if the person is the staff member or declared kin."""
    kin = kin_keys(staff_ids=[staff_id]).get(staff_id)
    if kin:
        require_stranger(people={person_key(nik=nik)}, kin=kin)
