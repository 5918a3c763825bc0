from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapak.booking.rules.arrival_token import issue, read

KEY = b"k" * 32
ID = UUID("01900000-0000-7000-8000-000000000001")


@given(st.uuids())
def test_the_qr_leads_back_to_its_booking(booking: UUID) -> None:
    text = issue(booking_id=booking, key=KEY)
    assert read(text=text, key=KEY) == booking
    assert read(text=f" {text.lower()}\n", key=KEY) == booking


def test_the_qr_is_short_and_fits_the_small_alphabet_of_qr_codes() -> None:
    text = issue(booking_id=ID, key=KEY)
    assert len(text) == 48
    assert set(text) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ:")


@pytest.mark.parametrize(
    "text", ["", "LAPAK:", "LAPAK:!!", "LAPAK:AAAA", "https://contoh.id/", "3603451205900001"]
)
def test_other_codes_are_none_of_ours(text: str) -> None:
    assert read(text=text, key=KEY) is None


@given(st.integers(0, 41))
def test_a_changed_letter_is_noticed(position: int) -> None:
    text = issue(booking_id=ID, key=KEY)
    place = len("LAPAK:") + position
    other = "A" if text[place] != "A" else "B"
    forged = text[:place] + other + text[place + 1 :]
    assert read(text=forged, key=KEY) is None


def test_another_key_seals_otherwise() -> None:
    assert read(text=issue(booking_id=ID, key=b"other"), key=KEY) is None
