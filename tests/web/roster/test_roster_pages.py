"""From a chosen file to repaired rows, in a browser with and without script."""

import hashlib
import io
import json
import zipfile
from typing import Any

import pytest
import python_calamine as calamine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lapak.collective.models import RosterFile, RosterRow, ThresholdSum
from lapak.collective.queries.threshold import may_file
from lapak.collective.steps.checking import check_roster
from lapak.collective.steps.papers import read_papers
from lapak.collective.steps.reading import look_at, read_file
from lapak.collective.steps.threshold import measure_roster
from lapak.kernel.zones import local_date
from tests.collective.sheets import workbook, worker, workers
from tests.operations.claims.approving import head_of
from tests.operations.claims.claim_scene import paper
from tests.operations.collective.company_scene import ready
from tests.operations.collective.file_scene import PIECE, Desk
from tests.web.checker.conftest import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Files are read when a test says so."""
    asked: list[Any] = []
    for module in ("sending", "pages"):
        monkeypatch.setattr(
            f"lapak.web.roster.{module}.begin_reading", lambda *, file_id: asked.append(file_id)
        )
    return asked


def page(rep: Client, here: Desk, name: str = "roster:files") -> str:
    answer = rep.get(reverse(name, args=[here.roster_id]))
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "UNDEFINED VARIABLE" not in text
    return text


def send(rep: Client, here: Desk, content: bytes, name: str = "daftar.xlsx") -> str:
    """Send a file by the plain form and return the page that follows."""
    file = SimpleUploadedFile(name, content)
    url = reverse("roster:send_whole", args=[here.roster_id])
    answer = rep.post(url, {"file": file, "purpose": "rows"}, follow=True)
    return answer.content.decode()


def read(rep: Client, here: Desk, content: bytes) -> None:
    send(rep, here, content)
    file = RosterFile.objects.latest("created_at")
    look_at(file_id=file.pk, now=here.scene.now)
    rep.post(reverse("roster:choose", args=[file.pk]), {"lembar": ["0"]})
    read_file(file_id=file.pk, now=here.scene.now)


def taken_along(rep: Client, here: Desk, query: str) -> list[list[Any]]:
    """Return the cells of the answer workbook, headings first."""
    url = reverse("roster:answers", args=[here.roster_id]) + query
    answer: Any = rep.get(url)
    content = b"".join(answer.streaming_content)
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_index(0).to_python()


def test_an_empty_page_offers_the_template_and_says_what_can_be_sent(rep: Client, here: Desk) -> None:
    text = page(rep, here)
    assert "100.000 baris" in text
    template = rep.get(reverse("roster:template", args=["jht"]))
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(template.content))
    assert book.sheet_names[0] == "Daftar"


def test_the_columns_are_shown_changed_and_read(rep: Client, here: Desk, quiet: list[Any]) -> None:
    assert "Membuka daftar.xlsx" in send(rep, here, workbook([worker(1), worker(2, phone="")], above=["PT"]))
    (file_id,) = quiet
    look_at(file_id=file_id, now=here.scene.now)
    shown = page(rep, here)
    assert "Lembar Daftar" in shown
    assert worker(1)["name"] in shown
    refused = rep.post(reverse("roster:choose", args=[file_id]), {"lembar": ["0"], "0-bank": ""})
    assert refused.status_code == 422
    assert "Masih ada kolom wajib yang belum dipilih." in refused.content.decode()
    assert rep.post(reverse("roster:choose", args=[file_id]), {"lembar": ["0"]}).status_code == 302
    assert "Memeriksa daftar.xlsx" in page(rep, here)
    read_file(file_id=file_id, now=here.scene.now)
    after = page(rep, here)
    assert "Perbaiki 1 baris" in after
    assert "1 pekerja bisa berjalan terus" in after


def test_a_script_sends_pieces_and_goes_on_after_a_break(rep: Client, here: Desk, quiet: list[Any]) -> None:
    content = workbook(workers(60))
    about = {
        "purpose": "rows",
        "name": "a.xlsx",
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    announce = reverse("roster:announce", args=[here.roster_id])

    def told(url: str, body: bytes, status: int = 200) -> dict[str, Any]:
        answer = rep.post(url, body, content_type="application/octet-stream")
        assert answer.status_code == status
        found: dict[str, Any] = answer.json()
        return found

    upload = told(announce, json.dumps(about).encode())
    url = reverse("roster:piece", args=[upload["id"]])
    told(f"{url}?dari=0", content[:PIECE])
    lost = told(f"{url}?dari=99999", b"x", 409)
    assert (lost["code"], lost["received"]) == ("piece_out_of_place", PIECE)
    upload = told(announce, json.dumps(about).encode())
    while upload["received"] < len(content):
        start = upload["received"]
        upload = told(f"{url}?dari={start}", content[start : start + PIECE])
    assert upload["state"] == "mapping"
    assert [str(one) for one in quiet] == [upload["id"]]
    other = {**about, "sha256": "0" * 64, "name": "b.xlsx"}
    assert told(announce, json.dumps(other).encode(), 409)["code"] == "roster_file_at_work"
    assert (
        told(announce, json.dumps({**about, "size": 200 * 1024**2}).encode(), 422)["code"] == "list_too_big"
    )
    assert told(announce, b"[]", 422)["code"] == "file_unnamed"


def test_what_is_no_list_says_what_to_do(rep: Client, here: Desk, quiet: list[Any]) -> None:
    send(rep, here, b"%PDF-1.7")
    look_at(file_id=quiet[0], now=here.scene.now)
    assert "Berkas ini bukan daftar. Unggah Excel" in page(rep, here)


def test_a_row_is_repaired_in_place(rep: Client, here: Desk) -> None:
    read(rep, here, workbook([worker(1), worker(2, nik="360312120890000", phone="021-5551234")]))
    shown = page(rep, here, "roster:repair")
    for words in (
        "Jumlah angka NIK keliru",
        "Terisi 15, seharusnya 16.",
        "Bukan nomor HP",
        "Perlu perbaikan 1",
    ):
        assert words in shown
    assert worker(2)["kpj"] not in shown  # what is right stays masked
    row = RosterRow.objects.get(serial=2)
    url = reverse("roster:row", args=[here.roster_id, 2])
    given = {"version": row.version, "nik": worker(2)["nik"], "phone": "0812"}
    half = rep.post(url, given, headers={"HX-Request": "true"}).content.decode()
    assert "Nomor HP keliru" in half
    assert "Jumlah angka NIK keliru" not in half
    stale = rep.post(url, given, headers={"HX-Request": "true"})
    assert stale.status_code == 422
    assert "Baris ini baru saja berubah" in stale.content.decode()
    given = {"version": row.version + 1, "phone": "081234567890"}
    done = rep.post(url, given, headers={"HX-Request": "true"}).content.decode()
    assert "Diterima" in done
    assert 'hx-swap-oob="true"' in done
    assert "Tidak ada yang perlu diperbaiki" in page(rep, here, "roster:repair")


def test_who_the_register_refused_is_repaired_or_taken_off_like_the_rest(rep: Client, here: Desk) -> None:
    read(rep, here, workbook([worker(1), worker(2), worker(3, phone="")]))
    check_roster(roster_id=here.roster_id, now=here.scene.now)  # the register knows nobody of them
    shown = page(rep, here, "roster:repair")
    assert "Perlu perbaikan 3" in shown
    assert shown.count("NIK dan nomor peserta tidak cocok") == 2
    assert worker(1)["kpj"] in shown  # what may be wrong can be typed anew
    assert "Unduh 3 baris" in shown
    head, *lines = taken_along(rep, here, "?tampil=perbaikan")
    explained = "NIK dan nomor peserta tidak cocok. Lihat kartu peserta dan KTP pekerja."
    assert [line[1:3] for line in lines[:2]] == [["Perlu perbaikan", explained]] * 2
    assert "Nomor HP kosong" in lines[2][head.index("Yang perlu diperbaiki")]
    url = reverse("roster:row", args=[here.roster_id, 1])
    given = {"version": 1, "kpj": worker(5)["kpj"], "nik": worker(1)["nik"]}
    done = rep.post(url, given, headers={"HX-Request": "true"}).content.decode()
    assert "Diterima" in done
    assert "Perlu perbaikan 2" in done  # until register and bank were asked again
    rep.post(reverse("roster:remove", args=[here.roster_id, 2]), {"version": 1})
    assert "NIK dan nomor peserta tidak cocok" not in page(rep, here, "roster:repair")


def test_a_worker_is_taken_off_without_script(rep: Client, here: Desk) -> None:
    read(rep, here, workbook([worker(1, bank="")]))
    answer = rep.post(reverse("roster:remove", args=[here.roster_id, 1]), {"version": 1}, follow=True)
    assert "Dihapus dari daftar" in answer.content.decode()


def test_bad_rows_and_all_answers_are_taken_along(rep: Client, here: Desk) -> None:
    read(rep, here, workbook([worker(1), worker(2, bank="=cmd|' /C calc'!A0"), worker(3)]))
    for query, rows in (("", 3), ("?tampil=perbaikan", 1)):
        head, *lines = taken_along(rep, here, query)
        assert len(lines) == rows
    assert lines[0][head.index("Bank")] == "'=cmd|' /C calc'!A0"


def test_a_colleague_of_another_company_sees_nothing(rep: Client, here: Desk, scene: Any) -> None:
    read(rep, here, workbook([worker(1, bank="")]))
    stranger = signed_in(scene.officer)
    for name in ("roster:files", "roster:repair", "roster:answers"):
        assert stranger.get(reverse(name, args=[here.roster_id])).status_code == 403


def test_papers_are_sent_and_what_is_missing_is_listed(rep: Client, here: Desk, quiet: list[Any]) -> None:
    read(rep, here, workbook([worker(1, name="Dedi Kurniawan"), worker(2, name="Wulan Sari")]))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(f"{worker(1)['nik']} KTP.png", paper("ktp"))
        archive.writestr("Tono KTP.png", paper("tono"))
    file = SimpleUploadedFile("berkas.zip", target.getvalue())
    url = reverse("roster:send_whole", args=[here.roster_id])
    followed = rep.post(url, {"file": file, "purpose": "papers"}, follow=True).content.decode()
    assert "Membuka berkas.zip" in followed
    assert rep.get(reverse("roster:files", args=[here.roster_id])).status_code == 302
    read_papers(file_id=quiet[-1], now=here.scene.now)
    shown = page(rep, here, "roster:papers")
    for words in (
        "1 dokumen tersimpan",
        "Nama berkas tidak memuat NIK",
        "Tono KTP.png",
        "Wulan Sari",
        "2 pekerja",
    ):
        assert words in shown


def test_a_borderline_sum_is_shown_and_decided(
    rep: Client, here: Desk, scene: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(rep, here, workbook([*workers(2), worker(5, phone="")]))
    monkeypatch.setattr(type(scene.core), "headcount", lambda *_, **__: 10)
    measure_roster(roster_id=here.roster_id, now=here.scene.now)
    head = signed_in(head_of(scene))
    where = reverse("roster:sums")
    shown = head.get(where).content.decode()
    assert "UNDEFINED VARIABLE" not in shown
    for words in ("10 × 2 = <strong>20</strong>", "3 × 10 = <strong>30</strong>", "PT Contoh Makmur"):
        assert words in shown
    url = reverse("roster:decide_sum", args=[ThresholdSum.objects.get().pk])
    refused = head.post(url, {"may_file": "yes", "reason": " "})
    assert refused.status_code == 422
    assert "Tulis alasannya dulu." in refused.content.decode()
    assert head.post(url, {"may_file": "yes", "reason": "Tiga setelah perbaikan"}).status_code == 302
    assert "Tidak ada yang menunggu" in head.get(where).content.decode()
    assert may_file(roster_id=here.roster_id) is True
    assert rep.get(where).status_code == 403


def test_another_companys_representative_finds_no_list(
    rep: Client, here: Desk, scene: Any, monkeypatch: Any
) -> None:
    read(rep, here, workbook([worker(1, bank="")]))
    monkeypatch.setattr(type(scene.core), "headcount", lambda *_, **__: 10)
    today = local_date(moment=scene.now, zone="Asia/Jakarta")
    term = {"valid_from": today, "valid_until": today}
    other = signed_in(ready(scene, npp="KK012345", email="lain@contoh.id", nik="3603015204850005", **term))
    for name in ("roster:files", "roster:repair", "roster:answers", "roster:papers"):
        assert other.get(reverse(name, args=[here.roster_id])).status_code == 404
    assert (
        other.post(reverse("roster:row", args=[here.roster_id, 1]), {"version": 1, "bank": "BNI"}).status_code
        == 404
    )
    assert RosterRow.objects.get().verdict == "to_repair"
