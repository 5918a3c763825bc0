"""Five hundred workers from the company's workbook to their money; thirty-seven wrong rows hold nobody up."""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from lapak.booking.operations import set_plan
from lapak.booking.rules.states import Channel
from lapak.claims import steps
from lapak.claims.models import Claim, PaymentOrder
from lapak.claims.ports import PaymentState
from lapak.collective.models import Roster, RosterFile, RosterRow, Worker
from lapak.collective.operations import deciding, scheduling
from lapak.collective.queries.batches import batches_of
from lapak.collective.rules.workers import claim_id_of
from lapak.collective.steps.checking import check_roster
from lapak.collective.steps.filing import file_roster
from lapak.collective.steps.reading import look_at, read_file
from lapak.collective.steps.threshold import measure_roster
from lapak.documents import operations as documents
from lapak.kernel.actors import Actor
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import DomainError
from lapak.kernel.masking import mask_kpj
from lapak.kernel.zones import local_date
from lapak.offices.operations import set_terms
from lapak.offices.rules.workday import Terms
from lapak.outbox.operations import lease, settle
from lapak.outbox.registry import delivery_of
from tests.browser.company import town
from tests.browser.company.test_screens_fit import PHONE, owner
from tests.operations.claims.claim_scene import BANK, Scene, own_account, paper
from tests.operations.collective.company_scene import ready
from tests.web.checker.conftest import signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.timeout(300)]
IN_PLACE = 12  # of the rows that the sheet shows wrong; the others come back in the workbook
CORE_KINDS = ("core.open_claim", "core.order_payment", "core.watch_payment")


def test_five_hundred_are_filed_repaired_and_paid(
    scene: Scene, open_as: Callable[..., Page], photograph: Callable[[Page, str], None]
) -> None:
    scene.now = utc_now()
    today = local_date(moment=scene.now, zone="Asia/Jakarta")
    workers = town.people(today - timedelta(days=60))
    town.settle(scene, workers)
    who = ready(scene, valid_from=today, valid_until=today + timedelta(days=90))
    open_a_month(scene)
    page = open_as(signed_in(who))
    roster = hand_in(page, scene, workers)
    photograph(page, "company-files")
    show_checked(page, roster, photograph)
    hand_in_papers(scene, who, roster)
    page.get_by_role("button", name="Ajukan 463 pekerja").click()
    expect(page.get_by_text("Sedang diajukan")).to_be_visible()
    file_roster(roster_id=roster.pk, actor=who, now=scene.now)
    assert Claim.objects.count() == town.ROWS - town.FAULTS
    assert Worker.objects.exclude(batch=None).count() == town.ROWS - town.FAULTS
    page.reload()
    photograph(page, "company-scheduled")
    repair(page, scene, roster, workers)
    file_roster(roster_id=roster.pk, actor=who, now=scene.now)
    assert Claim.objects.count() == town.ROWS
    serve(scene, roster)
    assert set(Claim.objects.values_list("state", flat=True)) == {"approved"}
    deliver(scene)
    assert set(Claim.objects.values_list("state", flat=True)) == {"paid"}
    page.goto(reverse("company:roster", args=[roster.pk]))
    expect(page.locator("#klaim dd").first).to_have_text("500")
    photograph(page, "company-paid")
    each_page_is_true(scene, open_as)


def open_a_month(scene: Scene) -> None:
    """Let the branch give out its video calls a month ahead: six times of four hours a day."""
    terms = Terms(horizon_days=30, lead_minutes=0, lot_minutes=0)
    system = Actor.system(job="test")
    today = local_date(moment=scene.now, zone="Asia/Jakarta")
    set_terms(branch_id=scene.branch.pk, first_day=today, terms=terms, actor=system, now=scene.now)
    set_plan(branch_id=scene.branch.pk, channel=Channel.ONLINE, minutes=240, capacity=1)


def hand_in(page: Page, scene: Scene, workers: list[town.Person]) -> Roster:
    """Hand in the workbook, and let the background ask register and bank."""
    page.goto(reverse("company:home"))
    page.get_by_role("button", name="Mulai daftar pekerja").click()
    send(page, scene, "pekerja.xlsx", town.sheet(workers))
    roster = Roster.objects.get()
    assert check_roster(roster_id=roster.pk, now=scene.now) == 480
    assert measure_roster(roster_id=roster.pk, now=scene.now)
    return roster


def send(page: Page, scene: Scene, name: str, content: bytes) -> RosterFile:
    """Send a workbook through the page, take its columns as recognised, and let the background read it."""
    page.locator("#file").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    page.get_by_role("button", name="Unggah").click()
    expect(page.get_by_text(f"Membuka {name}")).to_be_visible()
    file = RosterFile.objects.latest("created_at")
    look_at(file_id=file.pk, now=scene.now)
    page.get_by_role("button", name="Baca daftar ini").click()
    expect(page.get_by_text(f"Memeriksa {name}")).to_be_visible()
    read_file(file_id=file.pk, now=scene.now)
    file.refresh_from_db()
    return file


def show_checked(page: Page, roster: Roster, photograph: Callable[[Page, str], None]) -> None:
    page.goto(reverse("company:roster", args=[roster.pk]))
    expect(page.get_by_text("Memenuhi syarat kolektif")).to_be_visible()
    page.get_by_role("link", name=re.compile("Perlu perbaikan 37")).click()
    expect(page.get_by_text("Siap 463")).to_be_visible()
    expect(page.get_by_text("Jumlah angka NIK keliru").first).to_be_visible()
    expect(page.get_by_text("Tanggal berhenti berbeda").first).to_be_visible()
    expect(page.get_by_text("Nama berbeda dari data peserta").first).to_be_visible()
    photograph(page, "company-roster")


def hand_in_papers(scene: Scene, who: Actor, roster: Roster) -> None:
    documents.store(
        subject_id=roster.pk, kind="surat_phk_massal", content=paper("massal"), actor=who, now=scene.now
    )
    for serial in RosterRow.objects.values_list("serial", flat=True):
        claim_id = claim_id_of(roster_id=roster.pk, serial=serial)
        for kind in town.paper_kinds():
            content = paper(f"{kind} of {claim_id}")
            documents.store(subject_id=claim_id, kind=kind, content=content, actor=who, now=scene.now)


def repair(page: Page, scene: Scene, roster: Roster, workers: list[town.Person]) -> None:
    """Put some rows right on the page, the others in the workbook of answers, as a person would."""
    page.goto(reverse("roster:repair", args=[roster.pk]))
    for one in workers[:IN_PLACE]:
        field = page.locator(f"#isi-{one.n + 1}-nik")
        field.fill(one.nik)
        field.press("Enter")
        expect(page.locator(f"#baris-{one.n + 1}").get_by_text("Diterima")).to_be_visible()
    expect(page.locator("#hitungan")).to_contain_text(f"Perlu perbaikan {town.FAULTS - IN_PLACE}")
    page.goto(reverse("roster:files", args=[roster.pk]))
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh semua jawaban").click()
    answers = Path(download.value.path()).read_bytes()
    file = send(page, scene, "perbaikan.xlsx", town.mended(answers, workers))
    assert file.report["verdicts"] == {"accepted": town.FAULTS - IN_PLACE}
    asked = scene.core_calls("standings")
    assert check_roster(roster_id=roster.pk, now=scene.now) == town.FAULTS
    assert scene.core_calls("standings") == asked + 1  # nobody else is asked about again
    assert measure_roster(roster_id=roster.pk, now=scene.now)  # as the worker does once rows changed


def serve(scene: Scene, roster: Roster) -> None:
    """Let the branch agree on every day, verify every list, and a second person approve it."""
    Worker.objects.update(sampled=False)  # talks by video have tests of their own
    for batch in batches_of(roster_id=roster.pk):
        scheduling.agree(batch_id=batch.id, actor=scene.officer, now=scene.now)
        ids = list(Worker.objects.filter(batch_id=batch.id).values_list("claim_id", flat=True))
        all_went(deciding.verify_rows(batch_id=batch.id, claim_ids=ids, actor=scene.officer, now=scene.now))
        versions = dict(Claim.objects.filter(pk__in=ids).values_list("pk", "version"))
        all_went(steps.approve_all(versions=versions, actor=scene.checker, now=scene.now))


def all_went(verdicts: Mapping[UUID, Any]) -> None:
    assert [one.code for one in verdicts.values() if isinstance(one, DomainError)] == []


def deliver(scene: Scene) -> None:
    """Deliver what is owed to the core system by the hundred, as the outbox does, until nothing is left."""
    for _ in range(6):
        for kind in CORE_KINDS:
            while batch := lease(kind=kind, most=100, now=scene.now):
                failed = delivery_of(kind=kind).by(batch, scene.now)
                delivered = [one.id for one in batch if one.id not in failed]
                settle(delivered=delivered, failed=failed, now=scene.now)
        scene.wait(minutes=20)


def each_page_is_true(scene: Scene, open_as: Callable[..., Page]) -> None:
    """Open every worker's page, some in a browser: it tells what stands in the database, and the core system
    has paid just that sum to the worker's own account.
    """
    claims = list(Claim.objects.order_by("submitted_at", "pk"))
    paid = {order.claim_id: order for order in PaymentOrder.objects.all()}
    for at, row in enumerate(claims):
        order = paid[row.pk]
        status = scene.core.payment_status(idempotency_key=order.idempotency_key)
        assert status is not None
        assert (row.state, status.state) == ("paid", PaymentState.PAID)
        assert status.sums == (row.gross, row.tax, row.net)
        assert status.account == (BANK, own_account(row.kpj))
        client = owner(row.pk)
        answer = client.get(reverse("participant:track"))
        assert answer.status_code == 200
        is_told(answer.content.decode(), row)
        if at % 100 == 0:
            page = open_as(client, viewport=PHONE)
            page.goto(reverse("participant:track"))
            is_told(page.content(), row)


def is_told(text: str, row: Claim) -> None:
    """See that a page is about this claim as it stands, of this worker, with every step behind it."""
    for words in (str(row.number), mask_kpj(row.kpj), f'data-version="{row.version}"', "Dana sudah dikirim"):
        assert words in text, (row.number, words)
    assert set(re.findall(r"timeline__item is-(\w+)", text)) == {"done"}
