import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapak.kernel.masking import mask_account, mask_email, mask_kpj, mask_name, mask_nik, mask_phone
from lapak.kernel.rupiah import InvalidRupiah, format_figure, format_rupiah, parse_rupiah


def test_an_amount_is_written_as_people_write_it() -> None:
    assert format_rupiah(61_856_000) == "Rp61.856.000"
    assert format_rupiah(0) == "Rp0"
    assert format_rupiah(-624_000) == "−Rp624.000"
    assert format_figure(-624_000) == "−624.000"
    assert format_figure(999) == "999"


@given(amount=st.integers(0, 10**15 - 1))
def test_a_written_amount_is_read_back(amount: int) -> None:
    assert parse_rupiah(format_rupiah(amount)) == amount
    assert parse_rupiah(format_figure(amount)) == amount
    assert parse_rupiah(str(amount)) == amount


@pytest.mark.parametrize("text", ["Rp 61.856.000", "rp61.856.000,00", "Rp. 61.856.000,-", " 61856000 "])
def test_ways_people_write_an_amount(text: str) -> None:
    assert parse_rupiah(text) == 61_856_000


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "rupiah_empty"),
        ("Rp", "rupiah_not_readable"),
        ("61.85", "rupiah_not_readable"),
        ("61,856,000", "rupiah_not_readable"),
        ("100,50", "rupiah_not_readable"),
        ("-5000", "rupiah_not_readable"),
        ("٦١", "rupiah_not_readable"),
        ("1" * 16, "rupiah_too_large"),
    ],
)
def test_an_unclear_amount_is_refused(text: str, code: str) -> None:
    with pytest.raises(InvalidRupiah) as refused:
        parse_rupiah(text)
    assert refused.value.code == code


def test_masks_look_as_on_the_pages() -> None:
    assert mask_nik("3603015205860003") == "3603••••••••0003"
    assert mask_kpj("16012345302") == "16•••••302"
    assert mask_account("1120004564471") == "1120 •••• 4471"
    assert mask_account("0123454471") == "•••• 4471"
    assert mask_account("4471") == "••••"
    assert mask_phone("+62 812-3456-4120") == "0812 •••• 4120"
    assert mask_phone("081234564120") == "0812 •••• 4120"
    assert mask_phone("") == "••••"
    assert mask_name("Hartono Sutrisno Adi") == "Hartono S."
    assert mask_name("Suharti") == "Suharti"
    assert mask_name("") == ""
    assert mask_email("sri@contoh.id") == "s•••@contoh.id"
    assert mask_email("contoh.id") == "•••"


@given(digits=st.text("0123456789", max_size=20))
def test_no_mask_of_a_number_leaves_fewer_than_four_digits_hidden(digits: str) -> None:
    for mask in (mask_nik, mask_kpj, mask_account, mask_phone):
        shown = sum(letter.isdigit() for letter in mask(digits))
        assert shown == 0 or len(digits) - shown >= 3  # a phone's 62 is shown as one 0
