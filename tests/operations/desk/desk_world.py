"""A branch with booths, officers and people who hold a claim, for tests of the desk."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from lapak.calls.models import Call
from lapak.calls.operations import Heartbeat, heartbeat
from lapak.claims import facts as core_facts
from lapak.claims.facts import AccountAnswer, CoreFacts, MemberAnswer
from lapak.claims.models import Check, Claim, PaperState
from lapak.claims.ports import (
    AccountHolder,
    AccountStatus,
    Balance,
    ContributionStatus,
    Employment,
    EndReason,
    Member,
)
from lapak.desk.models import Place
from lapak.desk.operations import check_in
from lapak.desk.operations.filling import CheckedIn
from lapak.kernel.actors import Actor
from lapak.kernel.identity import Sex
from lapak.kernel.ids import new_id
from lapak.offices.models import Booth, Branch, Device
from lapak.people.models import StaffMember
from lapak.people.rules import Role

NAMES = ("Bambang Sutrisno", "Agus Setiawan", "Rahmat Hidayat", "Sri Wahyuni", "Yohana Wenda", "Ni Made Ayu")
DOOR = Actor.device(device_id=new_id(), role="tablet")
CONTRIBUTIONS, YIELD = 51_730_000, 10_750_000


@dataclass
class World:
    """One branch and everybody in it."""

    branch: Branch
    booths: list[Booth]

    def see_booths(self, now: datetime) -> None:
        """Let all booth screens give a sign of life."""
        Device.objects.filter(branch=self.branch).update(last_seen_at=now)

    def arrive(
        self, claim: Claim, now: datetime, *, channel: str = "onsite", priority: str = ""
    ) -> CheckedIn:
        """Check the owner of a claim in."""
        self.see_booths(now)
        return check_in(
            branch_id=self.branch.pk,
            channel=channel,
            subject_id=claim.pk,
            display_name=claim.name,
            booking_id=None,
            due_at=None,
            priority=priority,
            actor=DOOR,
            now=now,
        )


def world(now: datetime, *, booths: int = 6, places: int = 6, **branch: Any) -> World:
    """Return a branch in Tangerang with that many paired booth screens."""
    facts = {
        "code": "TGR",
        "name": "Tangerang Cikokol",
        "timezone": "Asia/Jakarta",
        "regency_code": "36.71",
        "address": "Jalan Contoh 1",
        "phone": "021",
        "hall_limit": 30,
        "places_per_desk": places,
        "always_open": True,
        **branch,
    }
    row = Branch.objects.create(**facts)
    rooms = [Booth.objects.create(branch=row, number=number) for number in range(1, booths + 1)]
    for room in rooms:
        Device.objects.create(
            kind="booth",
            branch=row,
            booth=room,
            secret_hash=f"{room.pk}",
            paired_at=now,
        )
    return World(row, rooms)


def officer(branch: Branch, number: int = 1, *, roles: tuple[Role, ...] = (Role.OFFICER,)) -> StaffMember:
    """Return a member of staff of the branch."""
    return StaffMember.objects.create_user(
        username=f"petugas{number}",
        password="sandi-yang-panjang",
        display_name=f"Dimas {number}",
        staff_number=f"{416 + number:04d}",
        branch=branch,
        roles=list(roles),
    )


def acting(member: StaffMember) -> Actor:
    """Return the staff member in the role of an officer."""
    return Actor.staff(staff_id=member.pk, role=Role.OFFICER)


def claim_of(branch: Branch, number: int, now: datetime, /, **facts: Any) -> Claim:
    """Return a submitted claim of the person with that number, as the register and the bank know them."""
    name = NAMES[number % len(NAMES)]
    nik, kpj = f"367101120586{number + 1:04d}", f"16{number:09d}"
    known = CoreFacts(
        member=MemberAnswer(nik, kpj, _member(nik, kpj, name), _balance(kpj, now), (), now),
        account=AccountAnswer("014", f"112000{number:04d}", AccountHolder(name, AccountStatus.ACTIVE), now),
    )
    values = {
        "number": f"K-2020-0618-{number:04d}",
        "channel": "onsite",
        "state": "submitted",
        "created_at": now,
        "reason": "resigned",
        "nik": nik,
        "kpj": kpj,
        "name": name,
        "birth_date": date(1986, 5, 12),
        "email": "orang@contoh.id",
        "phone": "+6281234567890",
        "bank_code": "014",
        "account_number": f"112000{number:04d}",
        "account_name": name,
        "branch": branch,
        "rule_set": "permenaker-19-2015",
        "facts": core_facts.dump(known),
        "submitted_at": now,
    }
    row = Claim.objects.create(id=new_id(now=now), **{**values, **facts})
    kinds = ["ktp", "kartu_peserta", "kk", "paklaring", "buku_tabungan", "npwp", "foto_diri", "formulir_f5"]
    for position, kind in enumerate(kinds):
        given = {} if kind == "formulir_f5" else {"state": "given", "document_id": new_id(now=now)}
        PaperState.objects.create(claim=row, kind=kind, position=position, changed_at=now, **given)
    return row


def ready_to_file(claim: Claim, member: StaffMember, now: datetime) -> None:
    """Let every check be passed, every paper accepted and the form signed."""
    row = Claim.objects.get(pk=claim.pk)
    row.papers.update(state="accepted", document_id=new_id())
    for code in (
        *("face_matches_ktp", "ktp_original", "member_card_and_kk_original", "paklaring_company_and_date"),
        *("bank_book_own_name", "states_not_working", "agrees_to_sum"),
    ):
        Check.objects.create(claim=row, code=code, state="ok", by=member, at=now)
    row.gross = CONTRIBUTIONS + YIELD
    row.tax = (row.gross - 50_000_000) * 5 // 100
    row.net = row.gross - row.tax
    row.save()


def place_of(ticket_id: UUID) -> Place:
    """Return the present stay of a ticket."""
    return Place.objects.get(ticket_id=ticket_id, ended_at=None)


def participant(place: Place) -> Actor:
    """Return who speaks for the person of a place."""
    if place.device_id:
        return Actor.device(device_id=place.device_id)
    return Actor.participant(subject_id=place.claim_id)


def hear(place: Place, now: datetime) -> None:
    """Let the participant's page give a sign of life."""
    heartbeat(call_id=place.call_id, beat=Heartbeat(connected=True), actor=participant(place), now=now)


def call_of(place: Place) -> Call:
    """Return the call of a place as it stands."""
    return Call.objects.get(pk=place.call_id)


def _member(nik: str, kpj: str, name: str) -> Member:
    return Member(
        nik=nik,
        kpj=kpj,
        name=name,
        birth_date=date(1986, 5, 12),
        birth_place="Tangerang",
        sex=Sex.MALE,
        mother_name="Siti",
        employments=(
            Employment(
                npp="JJ000001",
                employer_name="Sinar Tekstil Cemerlang",
                started_on=date(2009, 3, 2),
                ended_on=date(2020, 5, 4),
                deactivated_on=date(2020, 5, 18),
                end_reason=EndReason.RESIGNED,
                contribution_status=ContributionStatus.INACTIVE,
            ),
        ),
    )


def _balance(kpj: str, now: datetime) -> Balance:
    return Balance(
        kpj=kpj,
        contributions=CONTRIBUTIONS,
        yield_=YIELD,
        paid_out=0,
        total=CONTRIBUTIONS + YIELD,
        as_of=(now - timedelta(days=1)).date(),
        version="1",
    )
