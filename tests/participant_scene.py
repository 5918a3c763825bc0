"""A core system with the people of the participant's tests, a branch with free times, and forms to send."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from lapak.adapters.smile_memory import Saver, SmileMemory
from lapak.booking.operations import ensure_slots, set_plan
from lapak.booking.rules.states import Channel
from lapak.claims.ports import (
    AccountHolder,
    AccountStatus,
    ContributionStatus,
    Employment,
    EndReason,
    Member,
    Sex,
)
from lapak.kernel.clock import utc_now
from lapak.kernel.zones import local_date
from lapak.offices.models import Branch

BORN = date(1986, 5, 12)
NAME = "Sri Wahyuni"
BANK, OWN, SECOND = "009", "112000014471", "112000014499"
OTHERS, DORMANT = "112000014472", "112000014473"
_core: list[SmileMemory] = []


@dataclass(frozen=True)
class Person:
    """Numbers of somebody in the register."""

    nik: str
    kpj: str
    name: str = NAME


SRI = Person("3603185205860003", "16347514302")
RECENT = Person("3603185205860004", "16347514310")
WORKING = Person("3603185205860005", "16347514328")
OTHER = Person("3603185205860006", "16347514336", "Lina Marlina")
UNKNOWN = Person("3603185205869999", "16347519999")


def current_core() -> SmileMemory:
    """Return the twin of the running test, named in the settings as the adapter."""
    return _core[-1]


def use_core() -> SmileMemory:
    """Put a fresh core system in place and return it."""
    today = local_date(moment=utc_now(), zone="Asia/Jakarta")
    core = SmileMemory(
        members=[
            _saver(SRI, ended_on=today - timedelta(days=45)),
            _saver(RECENT, ended_on=today - timedelta(days=3)),
            _saver(WORKING, ended_on=None),
            _saver(OTHER, ended_on=today - timedelta(days=60)),
        ],
        accounts={
            (BANK, OWN): AccountHolder("SRI WAHYUNI", AccountStatus.ACTIVE),
            (BANK, SECOND): AccountHolder("SRI WAHYUNI", AccountStatus.ACTIVE),
            (BANK, OTHERS): AccountHolder("BUDI SANTOSO", AccountStatus.ACTIVE),
            (BANK, DORMANT): AccountHolder("SRI WAHYUNI", AccountStatus.DORMANT),
        },
    )
    _core[:] = [core]
    return core


def make_branch(name: str = "Tangerang Cikokol", *, code: str = "J00", zone: str = "Asia/Jakarta") -> Branch:
    """Return a branch that is always open, with free times for the coming days."""
    branch = Branch.objects.create(
        code=code,
        name=name,
        timezone=zone,
        regency_code="3603" if zone == "Asia/Jakarta" else "9171",
        address="Jl. Contoh 1",
        phone="021 000 0000",
        hall_limit=40,
        always_open=True,
    )
    open_times(branch.pk)
    return branch


def open_times(branch_id: UUID, *, capacity: int = 3) -> None:
    """Open times of both channels, two hours each."""
    now = utc_now()
    for channel in Channel:
        set_plan(branch_id=branch_id, channel=channel, minutes=120, capacity=capacity)
    ensure_slots(branch_id=branch_id, first_day=local_date(moment=now, zone="Asia/Jakarta"), days=5, now=now)


def identity_form(person: Person = SRI, **changed: str) -> dict[str, str]:
    """Return the first form as this person fills it in."""
    return {
        "nik": person.nik,
        "kpj": person.kpj,
        "name": person.name,
        "birth_date": BORN.strftime("%d-%m-%Y"),
        "reason": "resigned",
        **changed,
    }


def _saver(person: Person, *, ended_on: date | None) -> Saver:
    job = Employment(
        npp="JJ012345",
        employer_name="PT Contoh Makmur",
        started_on=date(2012, 1, 4),
        ended_on=ended_on,
        deactivated_on=ended_on,
        end_reason=EndReason.RESIGNED if ended_on else None,
        contribution_status=ContributionStatus.INACTIVE if ended_on else ContributionStatus.ACTIVE,
    )
    member = Member(
        nik=person.nik,
        kpj=person.kpj,
        name=person.name,
        birth_date=BORN,
        birth_place="Tangerang",
        sex=Sex.FEMALE,
        mother_name="Sumiati",
        employments=(job,),
    )
    return Saver(member=member, contributions=51_730_000, yield_=10_750_000)
