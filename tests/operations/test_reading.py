"""What belongs to many rows is read in one statement each, and rows read quickly are whole."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from lapak.claims.models import Acting, Claim, PaperState, Party
from lapak.offices.models import Branch
from lapak.reading import read_beside
from tests.statements import statements

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 6, 22, 3, 4, 5, tzinfo=UTC)


def claim(branch: Branch | None = None, *papers: str) -> Claim:
    row = Claim.objects.create(id=uuid4(), channel="online", created_at=NOW, state_since=NOW, branch=branch)
    for position, kind in enumerate(papers):
        PaperState.objects.create(claim=row, kind=kind, position=position, changed_at=NOW)
    return row


def make_branch(code: str) -> Branch:
    return Branch.objects.create(
        code=code, name=code, timezone="Asia/Jakarta", regency_code="3671", address="Jalan Contoh 1",
        phone="021-000000", hall_limit=40, always_open=True,
    )  # fmt: skip


def test_each_path_is_one_statement_however_many_rows() -> None:
    home, other = make_branch("A01"), make_branch("A02")
    ids = [claim(home, "ktp", "f5").pk, claim(home).pk, claim(other, "ktp").pk, claim().pk]
    rows = [Claim.objects.get(pk=id) for id in ids]
    with statements() as sent:
        read_beside(rows, "branch", "papers")
        assert len(sent) == 2
        assert [sorted(paper.kind for paper in row.papers.all()) for row in rows] == [
            ["f5", "ktp"],
            [],
            ["ktp"],
            [],
        ]
        assert [row.branch and row.branch.code for row in rows] == ["A01", "A01", "A02", None]
        assert rows[0].branch is rows[1].branch
        assert all(paper.claim is row for row in rows for paper in row.papers.all())
        assert len(sent) == 2


def test_a_path_goes_on_and_finds_nobody_where_nobody_is() -> None:
    acts, alone = claim(), claim()
    person = Party.objects.create(
        id=uuid4(),
        claim=acts,
        number=1,
        name="Siti",
        capacity="heir",
        kin="spouse",
        birth_date=NOW.date(),
        entered_at=NOW,
    )
    Acting.objects.create(claim=acts, capacity="heir", person=person)
    rows = list(Claim.objects.filter(pk__any_of=[acts.pk, alone.pk]))
    with statements() as sent:
        read_beside(rows, "acting__person")
        of = {row.pk: row for row in rows}
        assert of[acts.pk].acting.person == person
        assert not hasattr(of[alone.pk], "acting")
        assert len(sent) == 2
    read_beside([], "acting__person")


def test_what_was_read_beside_is_not_narrowed_down_unnoticed() -> None:
    row = claim(None, "ktp")
    read_beside([row], "papers")
    with pytest.raises(AttributeError):
        row.papers.filter(kind="f5")


def test_any_of_takes_any_number_of_values_in_one_text() -> None:
    ids = [claim().pk for _ in range(3)]
    texts = set()
    for some in ([], ids[:1], ids):
        with statements() as sent:
            assert {row.pk for row in Claim.objects.filter(pk__any_of=some)} == set(some)
        texts.update(sent)
    assert len(texts) == 1
    PaperState.objects.create(claim_id=ids[0], kind="ktp", position=0, changed_at=NOW)
    assert PaperState.objects.filter(claim__any_of=[str(ids[0])]).count() == 1
    assert PaperState.objects.filter(kind__any_of=["ktp", "f5"]).get().claim_id == ids[0]
    assert not PaperState.objects.filter(claim__any_of=[UUID(int=1)]).exists()


def test_a_row_read_quickly_reads_what_was_left_out_and_saves() -> None:
    id = claim(make_branch("A01")).pk
    row = Claim.objects.only("name").get(pk=id)
    assert row.get_deferred_fields() >= {"nik", "branch_id"}
    assert row.branch is not None
    assert row.branch.code == "A01"
    row.name = "Siti"
    row.save()
    kept = Claim.objects.get(pk=id)
    assert (kept.name, kept == row, kept._state.adding, kept._state.db) == ("Siti", True, False, "default")
