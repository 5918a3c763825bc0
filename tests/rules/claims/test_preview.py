"""What a choice would change, shown on the same few payments."""

from datetime import date

import pytest

from lapak.claims.rules.points import point_of
from lapak.claims.rules.preview import SAMPLES, preview
from tests.jht import JHT

MOVES = {
    "first_partial": True,
    "two_years": False,
    "after_full": True,
    "progressive_year": False,
    "tax_base": True,
    "npwp_measure": False,
    "nik_as_npwp": True,
}


@pytest.mark.parametrize("code", MOVES)
@pytest.mark.parametrize("on", [date(2020, 6, 18), date(2024, 2, 29)])
def test_the_samples_show_which_points_move_money(code: str, on: date) -> None:
    point = point_of(JHT.points, code)
    shown = preview(point, points=JHT.points, changes=(), tables=JHT.tax_tables, on=on)
    assert [one.sample for one in shown] == list(SAMPLES)
    assert all(len(one.sums) == len(point.options) for one in shown)
    assert not any(one.doubts for each in shown for one in each.sums)
    if code != "two_years":  # depends on the day of the year
        assert any(one.changes for one in shown) is MOVES[code]
