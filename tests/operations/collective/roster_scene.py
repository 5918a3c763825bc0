"""A roster with accepted rows of people whom register and bank know."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from lapak.booking.operations import set_plan
from lapak.booking.rules.states import Channel
from lapak.claims.ports import AccountHolder, AccountStatus
from lapak.collective.models import Roster, RosterFile, RosterRow, ThresholdSum, Worker
from lapak.collective.operations.scheduling import agree
from lapak.collective.queries.batches import BatchView, batches_of
from lapak.collective.rules.workers import claim_id_of
from lapak.collective.steps.checking import check_roster
from lapak.collective.steps.filing import file_roster
from lapak.documents import operations as documents
from lapak.kernel.actors import Actor
from lapak.kernel.ids import new_id
from tests.operations.claims.claim_scene import (
    BANK,
    BORN,
    NAME,
    Scene,
    change_register,
    own_account,
    paper,
    saver,
)
from tests.operations.collective.company_scene import ready, view

KINDS = ("ktp", "kartu_peserta", "kk", "paklaring", "buku_tabungan", "npwp", "foto_diri", "formulir_f5")


@dataclass
class Listing:
    """A roster at work: its scene, its representative, and how to add people to it."""

    scene: Scene
    who: Actor
    roster: Roster
    file: RosterFile
    rows: list[RosterRow] = field(default_factory=list)

    def add(
        self, n: int, *, register: dict[str, Any] | None = None, known: bool = True, **row: Any
    ) -> RosterRow:
        """Add a worker whom the register knows, unless not `known`; `register` changes what it says."""
        nik, kpj = f"36030112048500{n:02d}", f"160{n:08d}"
        ended_on = date(2020, 4, 30) - timedelta(days=n)
        if known:
            change_register(self.scene, saver(nik=nik, kpj=kpj, **{"ended_on": ended_on, **(register or {})}))
        account = own_account(kpj)
        holder = AccountHolder(name=NAME.upper(), status=AccountStatus.ACTIVE)
        self.scene.core._accounts.setdefault((BANK, account), holder)
        cells = {
            "nik": nik,
            "kpj": kpj,
            "name": NAME,
            "birth_date": BORN,
            "ended_on": ended_on,
            "reason": "resigned",
            "phone": f"+62812123400{n:02d}",
            "email": f"p{n}@example.id",
            "bank_code": BANK,
            "account_number": account,
            **row,
        }
        added = RosterRow.objects.create(
            roster=self.roster,
            file=self.file,
            serial=n,
            line=n,
            raw=[],
            verdict="accepted",
            changed_at=self.scene.now,
            **cells,
        )
        self.rows.append(added)
        return added

    def papers(self, row: RosterRow, *kinds: str) -> None:
        """Hand in papers of a worker."""
        for kind in kinds or KINDS:
            documents.store(
                subject_id=self.claim_id(row),
                kind=kind,
                content=paper(f"{kind} of {row.kpj}"),
                actor=self.who,
                now=self.scene.now,
            )

    def claim_id(self, row: RosterRow) -> UUID:
        return claim_id_of(roster_id=self.roster.pk, serial=row.serial)

    def worker(self, row: RosterRow) -> Worker:
        return Worker.objects.get(row=row)

    def check(self) -> int:
        return check_roster(roster_id=self.roster.pk, now=self.scene.now)

    def decide(self, verdict: str = "met") -> None:
        """Let the 30 % test have come out like this."""
        ThresholdSum.objects.create(
            roster=self.roster,
            rows_version=Roster.objects.get(pk=self.roster.pk).rows_version,
            rule="test",
            counted_on=self.scene.now.date(),
            sites=[],
            workers=100,
            laid_off=30,
            in_doubt=0,
            window_from=self.scene.now.date(),
            window_until=self.scene.now.date(),
            verdict=verdict,
            worked_out_at=self.scene.now,
        )

    def file_all(self) -> None:
        file_roster(roster_id=self.roster.pk, actor=self.who, now=self.scene.now)

    def places(self, capacity: int = 1) -> None:
        """Let the branch have six times of four hours a day, for so many people each."""
        set_plan(branch_id=self.scene.branch.pk, channel=Channel.ONLINE, minutes=240, capacity=capacity)

    def batches(self) -> tuple[BatchView, ...]:
        return batches_of(roster_id=self.roster.pk)

    def agreed(self) -> BatchView:
        """Check, file and schedule everybody, and have the first batch agreed."""
        self.decide()
        self.places()
        self.check()
        self.file_all()
        batch = self.batches()[0]
        agree(batch_id=batch.id, actor=self.scene.officer, now=self.scene.now)
        return batch


def listing(scene: Scene, **changed: Any) -> Listing:
    who = ready(scene, **changed)
    mandate = view(scene, who)
    roster = Roster.objects.create(
        id=new_id(),
        number=f"KOL-2020-{9000 + Roster.objects.count()}",
        company_id=mandate.company_id,
        mandate_id=mandate.id,
        programme="jht",
        created_at=scene.now,
    )
    file = RosterFile.objects.create(
        id=new_id(),
        roster=roster,
        purpose="rows",
        name="daftar.xlsx",
        size=1,
        received=1,
        sha256=f"{mandate.id.hex:0>64}",
        state="done",
        uploaded_by="x",
        created_at=scene.now,
        moved_at=scene.now,
    )
    return Listing(scene, who, roster, file)
