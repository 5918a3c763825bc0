from datetime import date, timedelta

import pytest

from lapak.claims.rules.approvals import most_tiers, usual_tiers
from lapak.claims.rules.branch_settings import require_from_today_on
from lapak.claims.rules.kin import KinRefused, require_stranger
from lapak.kernel.errors import InvalidInput

TODAY = date(2020, 6, 22)


def test_a_branch_sets_nothing_for_days_gone_by() -> None:
    require_from_today_on(in_force_from=TODAY, today=TODAY)
    with pytest.raises(InvalidInput, match="setting_in_the_past"):
        require_from_today_on(in_force_from=TODAY - timedelta(days=1), today=TODAY)


def test_nobody_serves_kin_and_strangers_pass() -> None:
    require_stranger(people={"a", "b"}, kin={"c"})
    require_stranger(people=set(), kin=set())
    with pytest.raises(KinRefused, match="kin"):
        require_stranger(people={"a", "b"}, kin={"b"})


def test_no_branch_may_set_fewer_tiers_than_are_usual() -> None:
    assert most_tiers() >= len(usual_tiers())
