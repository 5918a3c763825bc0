"""Faults strike where, as often and as many times as asked, and the same in every run."""

import pytest

from smile_simulator.faults import Fault, Faults, Kind, from_json, from_option


def test_a_fault_strikes_its_operation_and_as_many_times_as_asked() -> None:
    faults = Faults([Fault(Kind.ERROR, "balance", remaining=2)])
    assert faults.strike("open_claim") == {}
    assert [Kind.ERROR in faults.strike("balance") for _ in range(4)] == [True, True, False, False]


def test_a_rate_is_kept_and_repeats_with_its_seed() -> None:
    def run(seed: int) -> list[bool]:
        fault = Fault(Kind.LATENCY, "*", rate=0.3, seed=seed)
        return [fault.strikes("balance") for _ in range(1000)]

    assert run(1) == run(1)
    assert run(1) != run(2)
    assert 250 < sum(run(1)) < 350


def test_an_option_says_the_same_as_an_admin_call() -> None:
    option = from_option("kind=timeout_after,operation=order_payment,rate=0.5,remaining=3,delay_ms=800")
    assert option.as_json() == {
        "kind": "timeout_after",
        "operation": "order_payment",
        "rate": 0.5,
        "remaining": 3,
        "delay_ms": 800,
        "seed": 0,
    }


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"kind": "earthquake"},
        {"kind": "error", "operation": "nothing"},
        {"kind": "error", "rate": 0},
        {"kind": "error", "rate": True},
        {"kind": "error", "remaining": 0},
        {"kind": "error", "delay_ms": -1},
        {"kind": "error", "delay_ms": "800"},
        {"kind": "error", "more": 1},
    ],
)
def test_nonsense_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"kind|Kind|operation|rate|remaining|delay_ms|more"):
        from_json(given)
