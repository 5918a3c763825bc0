"""Nobody serves, verifies, approves, samples or reopens a claim of their own or of declared kin."""

from collections.abc import Set

from lapak.kernel.errors import NotAllowed


class KinRefused(NotAllowed):
    """The claim concerns the staff member or declared kin; a colleague takes over. Code: `kin`."""


def concerns_kin(*, people: Set[str], kin: Set[str]) -> bool:
    """Return whether somebody of a claim is one whom the staff member may not serve (both keyed hashes)."""
    return not people.isdisjoint(kin)


def require_stranger(*, people: Set[str], kin: Set[str]) -> None:
    """Raise KinRefused if somebody of the claim is the staff member, or declared kin."""
    if concerns_kin(people=people, kin=kin):
        raise KinRefused("kin")
