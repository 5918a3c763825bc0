import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapak.kernel.names import NameDifference as D
from lapak.kernel.names import NameVerdict as V
from lapak.kernel.names import compare_names, name_words

CASES = [
    ("Sri Wahyuni", "Sri Wahyuni", V.SAME, ()),
    ("Sri Wahyuni", "SRI  WAHYUNI", V.SAME, (D.FORM,)),
    ("Nur'aini", "Nuraini", V.SAME, (D.FORM,)),
    ("Désirée Tan", "Desiree Tan", V.SAME, (D.FORM,)),
    ("Ahmad Fauzi", "dr. H. Ahmad Fauzi, S.E., M.M.", V.SAME, (D.FORM,)),
    ("Ahmad Fauzi", "Ahmad Fauzi, S. Kom", V.SAME, (D.FORM,)),
    ("Sri Wahyuni", "Sriwahyuni", V.SAME, (D.SPACING,)),
    ("Sri Wahyuni", "Wahyuni, Sri", V.NEAR, (D.WORD_ORDER,)),
    ("Muhammad Rizki", "Moh. Rizki", V.NEAR, (D.ABBREVIATION,)),
    ("Muhammad Rizki", "M. Rizki", V.NEAR, (D.ABBREVIATION,)),
    ("Hartono Sutrisno", "Hartono S.", V.NEAR, (D.ABBREVIATION,)),
    ("Agus Soetrisno", "Agus Sutrisno", V.NEAR, (D.OLD_SPELLING,)),
    ("Tjahjo Widodo", "Cahjo Widodo", V.NEAR, (D.OLD_SPELLING,)),
    ("Sri Wahyuni", "Sri Wahyuny", V.NEAR, (D.TYPO,)),
    ("Sri Wahyuni", "Sri Wahyunni", V.NEAR, (D.TYPO,)),
    ("Sri Wahyuni", "Sri Whayuni", V.NEAR, (D.TYPO,)),
    ("Sri Wahyuni", "Sri Wahyun", V.NEAR, (D.TYPO,)),
    ("Sri Wahyuni Ningsih", "Sri Wahyuni", V.NEAR, (D.WORD_MISSING,)),
    ("Sri Wahyuni Ningsih", "Sri Ningsih", V.NEAR, (D.WORD_MISSING,)),
    ("Sri Wahyuni", "Sri", V.DIFFERENT, (D.WORD_MISSING,)),
    ("Sri Wahyuni", "Sri Rahayu", V.DIFFERENT, (D.OTHER_NAME,)),
    ("Budi Setiawan", "Agus Setiawan", V.DIFFERENT, (D.OTHER_NAME,)),
    ("Sri Ayu", "Sri Aya", V.DIFFERENT, (D.OTHER_NAME,)),
    ("Wahyuni Setiawan Hartono", "Wahyuno Setiawen Hartona", V.DIFFERENT, (D.OTHER_NAME,)),
    ("Sri Wahyuni", "", V.DIFFERENT, (D.OTHER_NAME,)),
    ("", "", V.DIFFERENT, (D.OTHER_NAME,)),
    (" ", " ", V.DIFFERENT, (D.OTHER_NAME,)),
]


@pytest.mark.parametrize(("left", "right", "verdict", "differences"), CASES)
def test_two_written_names_are_judged_and_explained(
    left: str, right: str, verdict: V, differences: tuple[D, ...]
) -> None:
    comparison = compare_names(left=left, right=right)
    assert (comparison.verdict, comparison.differences) == (verdict, differences)


WORDS = [
    "Sri",
    "Wahyuni",
    "Wahyuny",
    "Siti",
    "Sitti",
    "Muhammad",
    "Moh",
    "M",
    "Agus",
    "Soetrisno",
    "Sutrisno",
    "S",
    "H",
]
names = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)


@given(left=names, right=names)
def test_the_verdict_does_not_depend_on_which_name_comes_first(left: str, right: str) -> None:
    assert compare_names(left=left, right=right).verdict == compare_names(left=right, right=left).verdict


@given(left=names, right=names)
def test_different_names_are_never_called_the_same(left: str, right: str) -> None:
    if compare_names(left=left, right=right).verdict is V.SAME:
        assert "".join(name_words(left)) == "".join(name_words(right))


def test_a_name_of_titles_alone_keeps_a_word() -> None:
    assert name_words("Haji") == ("haji",)
    assert name_words("Ibu Ny.") == ("ny",)
