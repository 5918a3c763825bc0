"""Papers from a ZIP: each to its worker, the rest into a report, nothing outside its place."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from lapak.claims.models import PaperState
from lapak.claims.ports import EndReason
from lapak.collective.models import FilePiece, RosterFile
from lapak.collective.operations.letters import give_signed_letter
from lapak.collective.operations.papers import papers_lacking
from lapak.collective.operations.repairing import repair_row
from lapak.collective.rules.verdicts import FilePurpose
from lapak.collective.rules.workers import claim_id_of
from lapak.collective.steps.papers import read_papers
from lapak.documents.queries import current
from tests.collective.sheets import workbook, worker
from tests.operations.claims.claim_scene import Scene, change_register, paper, saver
from tests.operations.collective.file_scene import Desk, desk
from tests.operations.collective.roster_scene import listing

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(scene: Scene) -> Desk:
    found = desk(scene)
    found.read(workbook([worker(1, name="Dedi Kurniawan"), worker(2, name="Wulan Sari")]))
    return found


@pytest.mark.parametrize("own", [False, True])
def test_the_letter_given_after_filing_proves_the_end_for_the_filed_too(scene: Scene, own: bool) -> None:
    here = listing(scene)
    row = here.add(10, reason="laid_off")
    person = saver(nik=row.nik, kpj=row.kpj, ended_on=row.ended_on)
    job = replace(person.member.employments[0], end_reason=EndReason.LAID_OFF)
    change_register(scene, replace(person, member=replace(person.member, employments=(job,))))
    here.papers(row)
    if own:
        here.papers(row, "bukti_phk")
    here.decide()
    here.check()
    here.file_all()
    about: dict[str, Any] = {"roster_id": here.roster.pk, "now": scene.now}
    proof = PaperState.objects.get(claim=here.claim_id(row), kind="bukti_phk")
    before = proof.document_id
    assert (before is not None) is own
    assert papers_lacking(**about) == ({} if own else {10: ("bukti_phk",)})
    give_signed_letter(content=paper("surat"), actor=here.who, **about)
    proof.refresh_from_db()
    assert proof.state == "given"
    assert (proof.document_id == before) is own
    assert papers_lacking(**about) == {}


def archive(files: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return target.getvalue()


def bring(here: Desk, content: bytes) -> RosterFile:
    upload = here.send(content, purpose=FilePurpose.PAPERS, name="berkas.zip")
    read_papers(file_id=upload.id, now=here.scene.now)
    return RosterFile.objects.get(pk=upload.id)


def kinds(here: Desk, serial: int) -> list[str]:
    return sorted(
        one.kind for one in current(subject_id=claim_id_of(roster_id=here.roster_id, serial=serial))
    )


def test_each_paper_goes_to_its_worker_and_the_rest_is_reported(here: Desk) -> None:
    file = bring(
        here,
        archive(
            {
                f"{worker(1)['nik']} KTP.png": paper("ktp satu"),
                f"Berkas/{worker(1)['kpj']}/kk.png": paper("kk satu"),
                "Wulan Sari/buku tabungan.png": paper("buku dua"),
                "Tono/KTP.png": paper("ktp tono"),
                f"{worker(2)['nik']}.png": paper("entah"),
                f"{worker(2)['nik']} ktp.png": b"bukan gambar",
                "__MACOSX/._x ktp.png": b"x",
            }
        ),
    )
    assert (file.state, file.report["kept"]) == ("done", 3)
    assert file.report["counts"] == {
        "paper_of_nobody": 1,
        "paper_kind_unknown": 1,
        "file_not_an_image": 1,
    }
    assert (kinds(here, 1), kinds(here, 2)) == (["kk", "ktp"], ["buku_tabungan"])
    missing = papers_lacking(roster_id=here.roster_id, now=here.scene.now)
    assert "ktp" in missing[2]
    assert "ktp" not in missing[1]
    assert not FilePiece.objects.filter(file=file).exists()


def test_the_same_zip_again_keeps_nothing_twice(here: Desk) -> None:
    content = archive({f"{worker(1)['nik']} KTP.png": paper("ktp satu")})
    first = bring(here, content)
    assert bring(here, content).pk == first.pk
    again = bring(here, archive({f"lagi/{worker(1)['nik']} KTP.png": paper("ktp satu")}))
    assert again.report["kept"] == 1
    assert kinds(here, 1) == ["ktp"]


def test_the_same_zip_is_read_again_after_its_row_was_repaired(here: Desk) -> None:
    here.read(workbook([worker(3, nik="36")]))
    content = archive({f"{worker(3)['nik']} KTP.png": paper("ktp tiga")})
    first = bring(here, content)
    assert first.report["counts"] == {"paper_of_nobody": 1}
    cells = {"nik": worker(3)["nik"]}
    repair_row(roster_id=here.roster_id, serial=3, version=1, cells=cells, actor=here.who, now=here.scene.now)
    again = bring(here, content)
    assert (again.pk != first.pk, again.report["kept"]) == (True, 1)
    assert kinds(here, 3) == ["ktp"]
    assert bring(here, content).pk == again.pk


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/3603121208900002 ktp.png",
        "/abs/3603121208900002 ktp.png",
        "a\\..\\3603121208900002 ktp.png",
    ],
)
def test_a_name_that_leads_out_leads_nowhere(here: Desk, name: str) -> None:
    assert bring(here, archive({name: paper("ktp")})).report["kept"] == 1


def test_what_is_no_zip_or_a_bomb_is_refused(here: Desk) -> None:
    assert (bring(here, b"bukan zip").problem or {})["code"] == "zip_damaged"
    bomb = archive({f"{worker(1)['nik']} ktp.png": b"\0" * 11 * 1024**2})
    assert (bring(here, bomb).problem or {})["code"] == "zip_too_tight"
    assert kinds(here, 1) == []
