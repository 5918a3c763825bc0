import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapak.calls.rules.lines import read_line


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Saya   tidak mendengar \n", "Saya tidak mendengar"),
        ("baris\nkedua\ttab", "baris kedua tab"),
        ("\u202eterbalik", "terbalik"),
        ("\x00", ""),
        ("", ""),
    ],
)
def test_a_line_is_kept_without_signs_that_nobody_sees(typed: str, kept: str) -> None:
    assert read_line(typed) == kept


@given(st.text(max_size=60))
def test_what_is_kept_reads_the_same_again(typed: str) -> None:
    kept = read_line(typed)
    assert read_line(kept) == kept
    assert not any(ord(sign) < 32 for sign in kept)
