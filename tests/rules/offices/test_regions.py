import pytest

from lapak.offices.regions import place_of, province_codes, regions


def test_old_and_new_provinces_are_known() -> None:
    assert len(province_codes()) == 38
    assert {"91", "92", "93", "96"} <= province_codes()


@pytest.mark.parametrize(
    ("district", "names", "retired", "known"),
    [
        ("367101", ("Banten", "Kota Tangerang", "Tangerang"), False, True),
        ("910101", ("Papua", "Kabupaten Merauke", "Merauke"), True, True),  # now 93.01
        ("367199", ("Banten", "Kota Tangerang", None), False, True),
        ("369901", ("Banten", None, None), False, False),
        ("990101", (None, None, None), False, False),
    ],
)
def test_a_place_of_registration_is_found_in_old_and_new_lists(
    district: str, names: tuple[str | None, ...], retired: bool, known: bool
) -> None:
    place = place_of(district=district)
    found = (place.province, place.regency, place.district)
    assert tuple(one.name if one else None for one in found) == names
    assert any(one.retired for one in found if one) is retired
    assert place.known is known


def test_every_district_lies_in_a_regency_and_every_regency_in_a_province() -> None:
    codes = regions().keys()
    assert {len(code) for code in codes} == {2, 4, 6}
    assert all(code[: len(code) - 2] in codes for code in codes if len(code) > 2)
