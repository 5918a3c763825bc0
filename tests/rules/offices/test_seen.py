from lapak.kernel.zones import zone_name
from lapak.offices.seen import seen_branches


def test_every_branch_seen_has_a_name_a_zone_of_indonesia_and_a_source() -> None:
    branches = seen_branches()
    assert len(branches) == 29
    assert all(branch.name and branch.source for branch in branches)
    assert {zone_name(zone=branch.timezone) for branch in branches} == {"WIB", "WITA"}
