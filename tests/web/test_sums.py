"""The worked sum in words: one plain sentence, then lines that add up."""

from datetime import date

import pytest

from lapak.claims.rules.benefit import Sum
from lapak.claims.rules.treatment import Part
from lapak.web.sums import npwp_sentence, rows, rules_used, sentence
from tests.jht import JHT
from tests.rules.claims.sums import sum_of

OLD = Part(date(2017, 3, 1), True, 5_000_000, 0)
RECENT = Part(date(2019, 12, 31), True, 30_000_000, 0)
USED_UP = Part(date(2019, 12, 31), False, 60_000_000, 500_000)
SENTENCES = [
    (sum_of(50_000_000), "Tidak kena pajak, karena tidak lebih dari Rp50.000.000."),
    (sum_of(62_480_000), "Kena pajak 5% hanya untuk bagian di atas Rp50.000.000."),
    (
        sum_of(62_480_000, RECENT),
        "Dari Rp50.000.000 yang bebas pajak, Rp30.000.000 sudah terpakai. Di atasnya kena 5%.",
    ),
    (
        sum_of(1_000_000, USED_UP),
        "Kena pajak 5% seluruhnya: bagian bebas pajak terpakai pembayaran sebelumnya.",
    ),
    (sum_of(1_000_000, OLD), "Kena pajak progresif, karena pembayaran pertama sudah lama: 1 Maret 2017."),
    (
        sum_of(120_000_000, share=10, first_partial="progressive"),
        "Kena pajak progresif dari rupiah pertama, karena dibayar sebagian.",
    ),
    (
        sum_of(120_000_000, share=10, first_partial="on_balance"),
        "Kena pajak 5% atas seluruhnya, karena saldo di atas Rp50.000.000.",
    ),
]


@pytest.mark.parametrize(("due", "said"), SENTENCES)
def test_one_sentence_says_how_it_is_taxed(due: Sum, said: str) -> None:
    assert sentence(due) == said


@pytest.mark.parametrize("due", [due for due, _said in SENTENCES])
def test_the_lines_add_up(due: Sum) -> None:
    shown = rows(due, JHT)
    assert shown[-1].label == "Diterima"
    taxes = [row.amount for row in shown if row.label.startswith("PPh 21")]
    assert shown[-1].amount == due.gross - sum(taxes)
    totals = [row.amount for row in shown if row.total]
    assert totals == ([due.balance, due.gross, due.net] if due.limit is not None else [due.balance, due.net])


def test_what_a_tax_number_changes_is_said_only_where_it_changes_something() -> None:
    assert npwp_sentence(sum_of(120_000_000)) == ""
    assert npwp_sentence(sum_of(60_000_000, OLD)) == "Dihitung dengan NPWP. Tanpa NPWP pajaknya Rp4.800.000."
    without = npwp_sentence(sum_of(60_000_000, OLD, npwp=False))
    assert without == "Dihitung tanpa NPWP, 20% lebih tinggi. Dengan NPWP pajaknya Rp4.000.000."


def test_only_the_readings_that_bore_on_the_sum_are_named() -> None:
    assert [used.point.code for used in rules_used(sum_of(62_480_000), JHT)] == ["tax_base"]
    later = [used.point.code for used in rules_used(sum_of(62_480_000, OLD), JHT)]
    assert later == ["two_years", "progressive_year", "tax_base", "nik_as_npwp"]
