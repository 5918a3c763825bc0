import pytest

from lapak.claims.rules.eligibility import Finding, FindingCode, Weight
from lapak.claims.rules.second_look import LARGE_SUM, Difference, Why, differences, reasons_to_look


def test_warnings_and_what_the_officer_wrote_do_not_agree() -> None:
    warning = Finding(FindingCode.NAME_NEAR, Weight.WARNING)
    found = differences(warnings=[warning], noted={"ktp_original": "foto lama"})
    assert found == (Difference("name_near", ""), Difference("ktp_original", "foto lama"))
    assert differences(warnings=[], noted={}) == ()


@pytest.mark.parametrize(
    ("net", "differing", "is_rejection", "to_order_again", "reasons"),
    [
        (LARGE_SUM, 0, False, False, ()),
        (None, 0, False, False, ()),
        (LARGE_SUM + 1, 0, False, False, (Why.LARGE_SUM,)),
        (1, 2, False, False, (Why.DIFFERENCE,)),
        (1, 1, True, True, (Why.ORDER_AGAIN, Why.REJECTION_PROPOSED, Why.DIFFERENCE)),
    ],
)
def test_the_weightiest_reason_to_look_stands_first(
    net: int | None, differing: int, is_rejection: bool, to_order_again: bool, reasons: tuple[Why, ...]
) -> None:
    found = reasons_to_look(
        net=net, differing=differing, is_rejection=is_rejection, to_order_again=to_order_again
    )
    assert found == reasons
