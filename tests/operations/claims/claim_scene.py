"""A branch, its staff, a core system with a handful of people, and the steps of a claim taken by them."""

import io
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from PIL import Image, ImageDraw

from lapak.adapters.smile_memory import Saver, SmileMemory
from lapak.booking.models import Slot
from lapak.claims import steps
from lapak.claims.models import Claim
from lapak.claims.operations import desk_work, filing, papers, signing, submission
from lapak.claims.operations.checking import Approved
from lapak.claims.operations.desk_work import Verified
from lapak.claims.operations.filing import Answered
from lapak.claims.operations.submission import Submitted
from lapak.claims.ports import (
    AccountHolder,
    AccountStatus,
    ContributionStatus,
    EarlierPayment,
    Employment,
    EndReason,
    Member,
    Sex,
)
from lapak.claims.queries.claim import ClaimView, claim
from lapak.claims.rules.papers import HowGiven
from lapak.kernel.actors import Actor
from lapak.kernel.ids import new_id
from lapak.offices.models import Branch
from lapak.outbox.models import Message
from lapak.outbox.operations import lease, settle
from lapak.outbox.registry import GiveUp, TryLater, handler_for
from lapak.people.models import StaffMember
from lapak.people.rules import Role

NIK, KPJ, NAME = "3603011204850003", "16012345302", "Hartono Subagyo"
BORN = date(1985, 4, 12)
BANK, ACCOUNT, DORMANT, FOREIGN, NEW_ACCOUNT = (
    "009",
    "112000014471",
    "112000014472",
    "112000014473",
    "112000014474",
)
MONDAY = datetime(2020, 6, 22, 3, 0, tzinfo=UTC)
PDF = b"%PDF-1.4\n% paper {}\n%%EOF\n"

_core: list[SmileMemory] = []


def current_core() -> SmileMemory:
    """The twin of the running test, named in the settings as the adapter."""
    return _core[-1]


def saver(
    *,
    nik: str = NIK,
    kpj: str = KPJ,
    name: str = NAME,
    ended_on: date | None = date(2020, 4, 30),
    contributions: int = 40_000_000,
    yield_: int = 21_856_000,
    paid_before: tuple[EarlierPayment, ...] = (),
) -> Saver:
    """A person in the register; the balance is Rp61.856.000, so tax and NPWP come in."""
    job = Employment(
        npp="JJ012345",
        employer_name="PT Contoh Makmur",
        started_on=date(2010, 1, 4),
        ended_on=ended_on,
        deactivated_on=ended_on,
        end_reason=EndReason.RESIGNED if ended_on else None,
        contribution_status=ContributionStatus.INACTIVE if ended_on else ContributionStatus.ACTIVE,
    )
    member = Member(
        nik=nik,
        kpj=kpj,
        name=name,
        birth_date=BORN,
        birth_place="Tangerang",
        sex=Sex.MALE,
        mother_name="Sulastri",
        employments=(job,),
    )
    return Saver(member=member, contributions=contributions, yield_=yield_, paid_before=paid_before)


def own_account(kpj: str) -> str:
    """Return the account of somebody other than the person all tests know."""
    return f"12{kpj[1:]}"


def signature() -> bytes:
    picture = Image.new("RGB", (640, 360), "white")
    ImageDraw.Draw(picture).line([(40, 300), (200, 60), (360, 280), (600, 90)], fill="black", width=6)
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


def paper(text: str = "1") -> bytes:
    return PDF.replace(b"{}", text.encode())


@dataclass
class Scene:
    """Everything a claim needs; `now` moves on as the test says."""

    branch: Branch
    officer: Actor
    other_officer: Actor
    checker: Actor
    other_checker: Actor
    both: Actor  # an officer by day, a checker by role
    core: SmileMemory
    now: datetime = MONDAY

    def use_core(self, core: SmileMemory) -> None:
        """Put another core system in place."""
        self.core = core
        _core[:] = [core]

    def wait(self, **units: float) -> None:
        self.now += timedelta(**units)

    def view(self, claim_id: UUID) -> ClaimView:
        return claim(claim_id=claim_id, now=self.now)

    def version(self, claim_id: UUID) -> int:
        return Claim.objects.values_list("version", flat=True).get(pk=claim_id)

    def person(self, claim_id: UUID) -> Actor:
        return Actor.participant(subject_id=claim_id)

    def identify(self, claim_id: UUID, **given: object) -> Answered:
        entered = {"nik": NIK, "kpj": KPJ, "name": NAME, "birth_date": BORN, "reason": "resigned", **given}
        return steps.give_identity(claim_id=claim_id, actor=self.person(claim_id), now=self.now, **entered)

    def give_account(self, claim_id: UUID, number: str = ACCOUNT) -> Answered:
        return steps.give_account(
            claim_id=claim_id,
            bank_code=BANK,
            account_number=number,
            actor=self.person(claim_id),
            now=self.now,
        )

    def draft(self, *, channel: str = "online", **given: object) -> UUID:
        """A draft that lacks nothing but the appointment."""
        claim_id = filing.start_draft(now=self.now, channel=channel).claim_id
        self.identify(claim_id, **given)
        for one in self.view(claim_id).papers:
            if one.asked.how is HowGiven.UPLOAD:
                self.attach(claim_id, one.asked.kind)
        filing.give_contact(
            claim_id=claim_id,
            email=f"{self._contact(claim_id)}@example.id",
            phone=f"0812 1234 {self._contact(claim_id, '4120')}",
            actor=self.person(claim_id),
            now=self.now,
        )
        self.give_account(claim_id, self.account_of(claim_id))
        return claim_id

    def _of_whom(self, claim_id: UUID) -> str:
        """Return what makes the papers of other people than the one all tests know their own."""
        kpj = self.view(claim_id).kpj
        return "" if kpj == KPJ else f" of {kpj}"

    def _contact(self, claim_id: UUID, usual: str = "hartono") -> str:
        kpj = self.view(claim_id).kpj
        return usual if kpj == KPJ else kpj[-4:]

    def account_of(self, claim_id: UUID) -> str:
        """Return the account of the claim's owner, known to the bank; each person has one."""
        kpj = self.view(claim_id).kpj
        if kpj == KPJ:
            return ACCOUNT
        number = own_account(kpj)
        holder = AccountHolder(name=NAME.upper(), status=AccountStatus.ACTIVE)
        self.core._accounts.setdefault((BANK, number), holder)
        return number

    def attach(self, claim_id: UUID, kind: str, text: str = "1") -> papers.PaperGiven:
        return papers.attach_paper(
            claim_id=claim_id,
            kind=kind,
            content=paper(f"{kind} {text}{self._of_whom(claim_id)}"),
            file_name="x.pdf",
            actor=self.person(claim_id),
            now=self.now,
        )

    def slot(self, *, capacity: int = 4, days: int = 1) -> Slot:
        starts_at = self.now.replace(second=0) + timedelta(days=days)
        slot, _ = Slot.objects.get_or_create(
            branch=self.branch,
            channel="online",
            starts_at=starts_at,
            defaults={"id": new_id(), "minutes": 30, "capacity": capacity},
        )
        return slot

    def ready(self, **given: object) -> UUID:
        claim_id = self.draft(**given)
        submission.choose_slot(
            claim_id=claim_id, slot_id=self.slot().pk, actor=self.person(claim_id), now=self.now
        )
        return claim_id

    def submit(self, claim_id: UUID) -> Submitted:
        self.wait(seconds=1)
        return submission.submit(claim_id=claim_id, actor=self.person(claim_id), now=self.now)

    def filed(self, **given: object) -> UUID:
        claim_id = self.ready(**given)
        self.submit(claim_id)
        return claim_id

    def examined(self, claim_id: UUID | None = None, *, officer: Actor | None = None) -> UUID:
        """A claim in service with everything looked at and signed."""
        claim_id = claim_id or self.filed()
        officer = officer or self.officer
        desk_work.begin_service(claim_id=claim_id, actor=officer, now=self.now)
        view = self.view(claim_id)
        for item in view.checks:
            desk_work.set_check(claim_id=claim_id, code=item.code, ok=True, actor=officer, now=self.now)
        for one in view.papers:
            if one.asked.how is HowGiven.UPLOAD:
                desk_work.accept_paper(claim_id=claim_id, kind=one.asked.kind, actor=officer, now=self.now)
        self.sign(claim_id)
        return claim_id

    def sign(self, claim_id: UUID) -> None:
        signing.sign_form(claim_id=claim_id, drawing=signature(), actor=self.person(claim_id), now=self.now)

    def verify(self, claim_id: UUID, *, officer: Actor | None = None) -> Verified:
        self.wait(seconds=1)
        return desk_work.verify(claim_id=claim_id, actor=officer or self.officer, now=self.now)

    def verified(self) -> UUID:
        claim_id = self.examined()
        self.verify(claim_id)
        return claim_id

    def approve(self, claim_id: UUID, *, checker: Actor | None = None) -> Approved:
        self.wait(seconds=1)
        return steps.approve(
            claim_id=claim_id,
            expected_version=self.version(claim_id),
            actor=checker or self.checker,
            now=self.now,
        )

    def approved(self) -> UUID:
        claim_id = self.verified()
        self.approve(claim_id)
        return claim_id

    def deliver(self, *, rounds: int = 6) -> None:
        """Deliver what is owed to the core system, a minute between rounds, until nothing more can be."""
        for _ in range(rounds):
            for message in Message.objects.filter(state="owed", kind__startswith="core.").order_by("owed_at"):
                self.deliver_one(message.pk)
            self.wait(minutes=20)

    def deliver_one(self, message_id: UUID) -> str:
        """Deliver one message as the outbox does; return the code of its failure, empty when delivered."""
        kind = Message.objects.values_list("kind", flat=True).get(pk=message_id)
        for owed in lease(kind=kind, most=1, now=self.now, among=[message_id]):
            try:
                handler_for(kind=owed.kind)(owed, self.now)
            except (TryLater, GiveUp) as failure:
                settle(delivered=[], failed={owed.id: failure}, now=self.now)
                return failure.code
            settle(delivered=[owed.id], failed={}, now=self.now)
            return ""
        return "not due"

    def owed(self, kind: str) -> list[Message]:
        """Return the messages of a kind; mails of one moment in the order of the claim's versions."""
        rows = Message.objects.filter(kind=kind).order_by("owed_at")
        return sorted(
            rows, key=lambda row: (row.owed_at, int(row.key.rpartition(":")[2]) if kind == "mail.send" else 0)
        )

    def templates(self) -> list[str]:
        """Return which mails are owed, in order of time."""
        return [message.payload["template"] for message in self.owed("mail.send")]

    def core_calls(self, operation: str) -> int:
        return sum(called == operation for called, _ in self.core.calls)


def make_scene() -> Scene:
    branch = Branch.objects.create(
        code="A01",
        name="Tangerang Cikokol",
        timezone="Asia/Jakarta",
        regency_code="3671",
        address="Jalan Contoh 1",
        phone="021-000000",
        hall_limit=40,
        always_open=True,
    )
    scene = Scene(
        branch=branch,
        officer=_staff(branch, "petugas1", Role.OFFICER),
        other_officer=_staff(branch, "petugas2", Role.OFFICER),
        checker=_staff(branch, "pemeriksa1", Role.CHECKER),
        other_checker=_staff(branch, "pemeriksa2", Role.CHECKER),
        both=_staff(branch, "berdua", Role.OFFICER),
        core=SmileMemory(),
    )
    scene.use_core(
        SmileMemory(
            members=[saver()],
            accounts={
                (BANK, ACCOUNT): AccountHolder(name=NAME.upper(), status=AccountStatus.ACTIVE),
                (BANK, NEW_ACCOUNT): AccountHolder(name=NAME.upper(), status=AccountStatus.ACTIVE),
                (BANK, DORMANT): AccountHolder(name=NAME.upper(), status=AccountStatus.DORMANT),
                (BANK, FOREIGN): AccountHolder(name="SITI AMINAH", status=AccountStatus.ACTIVE),
            },
            clock=lambda: scene.now,
        )
    )
    return scene


def change_register(scene: Scene, person: Saver) -> None:
    """Make the register say something else from now on."""
    scene.core._savers[person.member.kpj] = person


def in_role(actor: Actor, role: Role) -> Actor:
    return replace(actor, role=role)


def _staff(branch: Branch, name: str, role: Role) -> Actor:
    member = StaffMember.objects.create(
        username=name, display_name=name.title(), staff_number=name, branch=branch, roles=[role]
    )
    return Actor.staff(staff_id=member.pk, role=role)
