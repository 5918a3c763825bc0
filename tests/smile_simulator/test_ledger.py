"""The account of one member, worked out by hand."""

from datetime import date

import pytest

from smile_simulator.ledger import FULL, Correction, PaidOut, Spell, balance, monthly_contribution

YEAR_2016 = Spell("15070955", 2016, 1, 12, 5_000_000)


def total(on: date, *, paid: tuple[PaidOut, ...] = (), corrections: tuple[Correction, ...] = ()) -> int:
    return balance(spells=(YEAR_2016,), corrections=corrections, paid=paid, on=on).total


def test_a_month_contributes_five_point_seven_percent() -> None:
    assert monthly_contribution(5_000_000) == 285_000
    assert monthly_contribution(0) == 0


def test_a_month_is_credited_on_the_first_of_the_next() -> None:
    assert total(date(2016, 1, 31)) == 0
    account = balance(spells=(YEAR_2016,), corrections=(), paid=(), on=date(2016, 2, 1))
    assert account.contributions == 285_000
    # One month of 7.19 % a year on half of what came in: 285,000 x 0.0719 / 24.
    assert account.yield_ == 853


def test_a_year_yields_half_on_fresh_money_and_all_on_old() -> None:
    after_one = balance(spells=(YEAR_2016,), corrections=(), paid=(), on=date(2017, 1, 31))
    assert after_one.contributions == 3_420_000
    assert after_one.yield_ == 122_949  # 3,420,000 x 7.19 % / 2
    after_two = balance(spells=(YEAR_2016,), corrections=(), paid=(), on=date(2018, 1, 1))
    assert after_two.yield_ == 122_949 + 276_350  # 3,542,949 x 7.8 %


def test_a_balance_stands_still_within_a_month() -> None:
    assert total(date(2018, 5, 1)) == total(date(2018, 5, 31)) < total(date(2018, 6, 1))


def test_a_full_payment_ends_the_account() -> None:
    held = total(date(2018, 5, 20))
    paid = (PaidOut(date(2018, 5, 20), FULL, held, 0),)
    assert total(date(2018, 5, 19), paid=paid) == held
    assert total(date(2018, 5, 20), paid=paid) == 0
    assert total(date(2026, 1, 1), paid=paid) == 0


def test_after_a_part_is_paid_the_rest_goes_on_yielding_less() -> None:
    part = (PaidOut(date(2018, 5, 20), "partial_10", 300_000, 0),)
    assert total(date(2018, 5, 20), paid=part) == total(date(2018, 5, 20)) - 300_000
    assert total(date(2018, 5, 20), paid=part) < total(date(2021, 1, 1), paid=part)
    assert total(date(2021, 1, 1), paid=part) < total(date(2021, 1, 1)) - 300_000


def test_a_correction_counts_from_its_day() -> None:
    booked = (Correction(date(2018, 5, 1), 1_000, -500),)
    assert total(date(2018, 4, 30), corrections=booked) == total(date(2018, 4, 30))
    assert total(date(2018, 5, 1), corrections=booked) == total(date(2018, 5, 1)) + 500


@pytest.mark.parametrize("on", [date(1978, 1, 1), date(2015, 12, 31)])
def test_before_the_first_month_there_is_nothing(on: date) -> None:
    assert total(on) == 0


def test_the_version_changes_with_the_amounts() -> None:
    def version(on: date, paid: tuple[PaidOut, ...] = ()) -> str:
        return balance(spells=(YEAR_2016,), corrections=(), paid=paid, on=on).version

    assert version(date(2018, 5, 1)) == version(date(2018, 5, 31))
    assert version(date(2018, 5, 31)) != version(date(2018, 6, 1))
    part = (PaidOut(date(2018, 5, 2), "partial_10", 1, 0),)
    assert version(date(2018, 5, 31)) != version(date(2018, 5, 31), part)
