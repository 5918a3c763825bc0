"""The core system of the checker's stage: the same few people in every process."""

from dataclasses import dataclass
from datetime import date

from lapak.adapters.smile_memory import SmileMemory
from lapak.claims.ports import AccountHolder, AccountStatus
from lapak.kernel.clock import utc_now
from tests.operations.claims.claim_scene import ACCOUNT, BANK, own_account, saver


@dataclass(frozen=True)
class Person:
    """Somebody with a claim, and what lies in their account (rupiah)."""

    nik: str
    kpj: str
    contributions: int
    yield_: int


PEOPLE = (
    Person("3603011204850003", "16012345302", 51_730_000, 10_750_000),
    Person("3603011204850004", "16012345310", 15_000_000, 3_240_000),
    Person("3603011204850005", "16012345328", 112_000_000, 38_000_000),
)


def core() -> SmileMemory:
    """Return a core system that knows these people and their common account."""
    return SmileMemory(
        members=[
            saver(
                nik=one.nik,
                kpj=one.kpj,
                ended_on=date(2020, 4, 30 - n),  # else they would be one person registered thrice
                contributions=one.contributions,
                yield_=one.yield_,
            )
            for n, one in enumerate(PEOPLE)
        ],
        accounts={
            (BANK, number): AccountHolder(name="HARTONO SUBAGYO", status=AccountStatus.ACTIVE)
            for number in (ACCOUNT, *(own_account(one.kpj) for one in PEOPLE))
        },
        clock=utc_now,
    )
