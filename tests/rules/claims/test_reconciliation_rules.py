"""The books side by side: every pair of states has one answer, written out by hand."""

from dataclasses import replace

import pytest

from lapak.claims.rules.reconciliation import Difference, OurOrder, Ours, TheirOrder, Theirs, difference

D = Difference
SUMS, ACCOUNT = (100, 5, 95), ("009", "1120000")
OURS = OurOrder(state=Ours.ORDERED, sent=True, waits=False, sums=SUMS, account=ACCOUNT)
# theirs:                ordered          paid            returned            unknown
TABLE: dict[str, tuple[Difference | None, ...]] = {
    "ordered, sent": (None, D.PAID_UNKNOWN, D.RETURNED_UNKNOWN, D.NEVER_HEARD),
    "ordered, not sent": (D.TAKEN_UNKNOWN, D.PAID_UNKNOWN, D.RETURNED_UNKNOWN, None),
    "paid": (D.NOT_PAID, None, D.RETURNED_UNKNOWN, D.NEVER_HEARD),
    "returned": (D.CONTRADICTS, D.CONTRADICTS, None, None),
    "refused, waited for": (D.TAKEN_UNKNOWN, D.PAID_UNKNOWN, None, None),
    "refused": (D.CONTRADICTS, D.CONTRADICTS, None, None),
    "withdrawn": (D.CONTRADICTS, D.CONTRADICTS, None, None),
    "none": (D.NEVER_ORDERED, D.NEVER_ORDERED, None, None),
}


def ours(name: str) -> OurOrder | None:
    if name == "none":
        return None
    state, _, how = name.partition(", ")
    return replace(OURS, state=Ours(state), sent=how != "not sent", waits=how == "waited for")


@pytest.mark.parametrize("asked", ["by listing", "by key"])
@pytest.mark.parametrize("name", TABLE)
@pytest.mark.parametrize("state", Theirs)
def test_every_pair_of_states(name: str, state: Theirs, asked: str) -> None:
    listed = {"sums": SUMS, "account": ACCOUNT} if asked == "by listing" else {}
    theirs = TheirOrder(state=state, **listed)  # type: ignore[arg-type]
    assert difference(ours=ours(name), theirs=theirs) is TABLE[name][list(Theirs).index(state)]


@pytest.mark.parametrize("state", Theirs)
@pytest.mark.parametrize("mine", [Ours.ORDERED, Ours.PAID])
def test_another_sum_or_account_is_for_a_person_while_money_is_on_its_way(mine: Ours, state: Theirs) -> None:
    alive = state in (Theirs.ORDERED, Theirs.PAID)
    order = replace(OURS, state=mine)
    other_sum = TheirOrder(state=state, sums=(100, 4, 96), account=ACCOUNT)
    other_account = TheirOrder(state=state, sums=SUMS, account=("009", "1120001"))
    assert (difference(ours=order, theirs=other_sum) is D.SUM_DIFFERS) is alive
    assert (difference(ours=order, theirs=other_account) is D.ACCOUNT_DIFFERS) is alive
