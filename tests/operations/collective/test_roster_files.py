"""Files of a roster: sent in pieces, read in the background, repaired row by row or by what comes back."""

import io
import json
from datetime import timedelta
from typing import Any

import pytest
import python_calamine as calamine
import xlsxwriter

from lapak.claims.ports import CoreUnavailable
from lapak.collective.models import FilePiece, RosterFile, RosterRow, ThresholdSum, Worker
from lapak.collective.operations import measuring, reading, uploads
from lapak.collective.operations.reading import choose_columns
from lapak.collective.operations.repairing import remove_row, repair_row
from lapak.collective.operations.rosters import begin_roster
from lapak.collective.operations.uploads import begin_file, leave_file
from lapak.collective.queries.rosters import answer_sheets, files_left, row_of, rows_of
from lapak.collective.rules.formats import FileRefused
from lapak.collective.rules.verdicts import FilePurpose, RowVerdict
from lapak.collective.steps.reading import read_file
from lapak.collective.steps.threshold import measure_roster
from lapak.collective.workbooks.answers import write_answers
from lapak.journal.models import Entry
from lapak.journal.queries import verify
from lapak.kernel.errors import Conflict, DomainError, InvalidInput
from lapak.people.rules import Role
from lapak.web.company import row_words
from tests.collective.sheets import workbook, worker, workers
from tests.operations.claims.claim_scene import Scene, in_role
from tests.operations.collective.company_scene import ready
from tests.operations.collective.file_scene import Desk, desk
from tests.races import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(scene: Scene) -> Desk:
    return desk(scene)


def code(act: Any, *arguments: Any, **options: Any) -> str:
    with pytest.raises(DomainError) as refused:
        act(*arguments, **options)
    return refused.value.code


def test_a_file_sent_in_pieces_is_read_and_its_rows_go_on_alone(here: Desk) -> None:
    file = here.read(workbook([*workers(3), worker(4, phone=""), worker(0)], above=["DAFTAR"]))
    assert (file.state, file.rows_done) == ("done", 5)
    view = here.view()
    assert view.counts == {RowVerdict.ACCEPTED: 3, RowVerdict.TO_REPAIR: 1, RowVerdict.DUPLICATE: 1}
    row = here.row(2)
    assert (row.line, row.nik, row.bank_code, row.reason) == (4, "3603121208900002", "009", "laid_off")
    assert here.row(4).problems == [{"column": "phone", "code": "phone_empty", "params": {}}]


def test_a_connection_lost_goes_on_where_it_stopped(here: Desk) -> None:
    content = workbook(workers(80))
    upload = here.begin(content)
    upload = here.piece(upload.id, content, 0)
    again = here.begin(content)
    assert (again.id, again.received) == (upload.id, 4_096)
    assert here.piece(again.id, content, 0).received == 4_096  # sent twice: kept once
    assert code(here.piece, again.id, content, 8_192) == "piece_out_of_place"
    assert here.send(content).state == "mapping"


def test_bytes_that_are_not_the_announced_file_are_refused_and_forgotten(here: Desk) -> None:
    content = workbook(workers(1))
    upload = here.begin(content)
    spoiled = content[:-1] + b"!"
    while upload.state == "arriving":
        upload = here.piece(upload.id, spoiled, upload.received)
    row = RosterFile.objects.get(pk=upload.id)
    assert (row.state, row.problem) == ("refused", {"code": "file_changed", "params": {}})
    assert not FilePiece.objects.exists()


def test_a_file_that_was_read_is_not_read_twice(here: Desk) -> None:
    content = workbook(workers(2))
    file = here.read(content)
    assert here.begin(content).id == file.pk
    assert RosterRow.objects.count() == 2


def test_another_file_waits_and_is_told_which_one_is_at_work(here: Desk) -> None:
    here.send(workbook(workers(1)), name="satu.xlsx")
    with pytest.raises(Conflict) as refused:
        here.send(workbook(workers(2)))
    assert (refused.value.code, refused.value.params) == ("roster_file_at_work", {"name": "satu.xlsx"})


@pytest.mark.django_db(transaction=True)
def test_of_two_files_sent_at_once_one_wins_and_the_other_is_told(here: Desk) -> None:
    one, other = workbook(workers(1)), workbook(workers(2))
    said = at_once(lambda: here.begin(one), lambda: here.begin(other))
    assert sum(answer == "roster_file_at_work" for answer in said) == 1
    assert RosterFile.objects.filter(state="arriving").count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_piece_sent_twice_at_once_is_kept_once(here: Desk) -> None:
    content = workbook(workers(40))
    upload = here.begin(content)
    said = at_once(*[lambda: here.piece(upload.id, content, 0).received] * 2)
    assert said == [4_096, 4_096]
    assert FilePiece.objects.count() == 1


def test_a_sender_who_has_gone_makes_room(here: Desk) -> None:
    first = here.begin(workbook(workers(1)))
    here.scene.now += uploads.FORGOTTEN_AFTER + timedelta(seconds=1)
    here.begin(workbook(workers(2)))
    assert RosterFile.objects.get(pk=first.id).state == "left"


def test_a_file_of_200_megabytes_is_refused_before_a_byte_is_sent(here: Desk) -> None:
    options = {
        "roster_id": here.roster_id,
        "purpose": FilePurpose.ROWS,
        "name": "besar.xlsx",
        "sha256": "a" * 64,
    }
    with pytest.raises(FileRefused) as refused:
        begin_file(size=200 * 1024**2, actor=here.who, now=here.scene.now, **options)  # type: ignore[arg-type]
    assert refused.value.code == "list_too_big"


def test_what_is_no_list_is_refused_with_its_reason(here: Desk) -> None:
    file = here.look(b"%PDF-1.7 bukan daftar")
    assert (file.state, file.problem) == ("refused", {"code": "file_not_a_list", "params": {}})
    here.read(workbook(workers(1)))  # and the next one may come


def test_a_column_with_an_unknown_name_is_chosen_by_a_person(here: Desk) -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Nama", "NIK", "KPJ", "Terakhir masuk", "No HP", "Bank", "Rekening"])
        one = worker(1)
        wanted = ("name", "nik", "kpj", "ended_on", "phone", "bank", "account_number")
        sheet.write_row(1, 0, [one[column] for column in wanted])
    file = here.look(target.getvalue())
    now = here.scene.now
    with pytest.raises(InvalidInput) as refused:
        choose_columns(file_id=file.pk, chosen={0: {}}, actor=here.who, now=now)
    assert refused.value.params == {"columns": "ended_on"}
    assert code(choose_columns, file_id=file.pk, chosen={}, actor=here.who, now=now) == "no_list_chosen"
    choose_columns(file_id=file.pk, chosen={0: {"ended_on": 3}}, actor=here.who, now=now)
    assert read_file(file_id=file.pk, now=now) == here.roster_id
    assert here.row(1).verdict == "accepted"


def test_people_of_an_earlier_file_are_known(here: Desk) -> None:
    here.read(workbook(workers(2)))
    here.read(workbook([worker(1), worker(2), worker(3, nik=worker(0)["nik"])]))
    assert [row.verdict for row in RosterRow.objects.order_by("serial")] == [
        *("accepted", "accepted"),
        *("duplicate", "accepted", "to_repair"),
    ]
    assert here.row(5).problems[0]["params"] == {"serial": 1}


def test_a_worker_that_dies_leaves_a_file_that_is_read_anew(
    here: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = here.look(workbook(workers(3)))
    choose_columns(file_id=file.pk, chosen={0: {}}, actor=here.who, now=here.scene.now)

    def dies(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(reading, "finish", dies)
        with pytest.raises(SystemExit):
            read_file(file_id=file.pk, now=here.scene.now)
    assert not RosterRow.objects.exists()
    assert files_left(before=here.scene.now + timedelta(seconds=1)) == (file.pk,)
    assert read_file(file_id=file.pk, now=here.scene.now) == here.roster_id
    assert read_file(file_id=file.pk, now=here.scene.now) is None
    assert RosterRow.objects.count() == 3


def repair(here: Desk, serial: int, **cells: str) -> RosterRow:
    row = here.row(serial)
    repair_row(
        roster_id=here.roster_id,
        serial=serial,
        version=row.version,
        cells=cells,
        actor=here.who,
        now=here.scene.now,
    )
    return here.row(serial)


def test_one_cell_is_repaired_in_place_and_the_rest_is_kept(here: Desk) -> None:
    here.read(workbook([worker(1), worker(2, phone="021-5551234", email="salah")]))
    assert repair(here, 2, phone="0812 3456 7890").problems == [
        {"column": "email", "code": "email_invalid", "params": {}}
    ]
    row = repair(here, 2, email="")
    assert (row.verdict, row.phone, row.kpj) == ("accepted", "+6281234567890", "16000000002")


def test_a_column_the_file_never_had_can_be_filled_in(here: Desk) -> None:
    here.read(workbook([worker(1, bank="")]))
    assert repair(here, 1, npwp="012345678901234", bank="BCA").npwp == "0012345678901234"


def test_a_number_that_lost_digits_stays_lost_until_it_is_typed_anew(here: Desk) -> None:
    here.read(workbook([worker(1, nik=3603121208900010.0, phone="")]))
    form = row_of(roster_id=here.roster_id, serial=1).typed["nik"]
    assert form == "360312120890001"  # the sixteenth is not known, so it is not shown
    row = repair(here, 1, phone="081234567890", nik=form)  # a form sends back what it showed
    assert [one["code"] for one in row.problems] == ["nik_digits_lost"]
    assert repair(here, 1, nik="3603121208900010").verdict == "accepted"  # a true NIK may end in 0


def test_a_number_that_lost_digits_goes_out_without_them_and_comes_back_whole(here: Desk) -> None:
    here.read(workbook([worker(1, nik=3603121208900010.0), worker(2, nik=3603121208900020.0)]))
    file = here.read(
        bad_rows(here, k16000000001={"NIK (16 angka)": "3603121208900010"}), purpose=FilePurpose.REPAIR
    )
    assert file.report["problems"]["untouched"] == 1
    assert [here.row(serial).verdict for serial in (1, 2)] == ["accepted", "to_repair"]


def test_a_repair_does_not_take_another_persons_number(here: Desk) -> None:
    here.read(workbook([worker(1), worker(2, nik="360312")]))
    assert repair(here, 2, nik=worker(1)["nik"]).problems[0]["code"] == "nik_of_another_row"


def test_two_tabs_repair_one_row_and_the_second_is_told(here: Desk) -> None:
    here.read(workbook([worker(1, phone="")]))
    options = {
        "roster_id": here.roster_id,
        "serial": 1,
        "version": 1,
        "actor": here.who,
        "now": here.scene.now,
    }
    repair_row(cells={"phone": "081234567890"}, **options)  # type: ignore[arg-type]
    assert code(repair_row, cells={"phone": "081234567891"}, **options) == "row_changed_meanwhile"
    assert here.row(1).phone == "+6281234567890"


def test_a_filed_row_is_not_changed_any_more(here: Desk) -> None:
    here.read(workbook([worker(1)]))
    row = here.row(1)
    now = here.scene.now
    Worker.objects.create(
        row=row, roster_id=here.roster_id, claim_id=here.roster_id, filed="collective", filed_at=now
    )
    options = {"roster_id": here.roster_id, "serial": 1, "version": 1, "actor": here.who, "now": now}
    assert code(repair_row, cells={"phone": "081234567890"}, **options) == "row_filed_already"
    assert code(remove_row, **options) == "row_filed_already"


def test_a_worker_taken_off_makes_room_for_the_right_row(here: Desk) -> None:
    here.read(workbook([worker(1), worker(2, nik=worker(1)["nik"])]))
    remove_row(roster_id=here.roster_id, serial=1, version=1, actor=here.who, now=here.scene.now)
    assert repair(here, 2).verdict == "accepted"


def bad_rows(here: Desk, **changes: dict[str, str]) -> bytes:
    """Return the workbook of bad rows with the cells of some changed, by heading."""
    target = io.BytesIO()
    only = [RowVerdict.TO_REPAIR]
    sheets = answer_sheets(roster_id=here.roster_id, only=only)
    write_answers(target, sheets, words=row_words, roster=here.view().serial)
    target.seek(0)
    head, *lines = calamine.CalamineWorkbook.from_filelike(target).get_sheet_by_index(0).to_python()
    back = io.BytesIO()
    with xlsxwriter.Workbook(back) as book:
        sheet = book.add_worksheet("Perbaikan")
        sheet.write_row(0, 0, head)
        for number, line in enumerate(lines, start=1):
            kpj = line[head.index("No. peserta (KPJ)")]
            cells = dict(zip(head, line, strict=True)) | changes.get(f"k{kpj}", {})
            sheet.write_row(number, 0, list(cells.values()))
    return back.getvalue()


def test_only_bad_rows_go_out_and_come_back_repaired(here: Desk) -> None:
    here.read(workbook([*workers(5), worker(7, phone=""), worker(8, bank="?"), worker(9, nik="3")]))
    content = bad_rows(
        here,
        k16000000007={"No. HP": "081234567890"},
        k16000000009={"NIK (16 angka)": worker(9)["nik"]},
    )
    file = here.read(content, purpose=FilePurpose.REPAIR)
    assert file.report["verdicts"] == {"accepted": 2}
    assert file.report["problems"] == {"untouched": 1, "filed": 0, "unknown": 0}
    assert [row.serial for row in RosterRow.objects.filter(verdict="to_repair")] == [7]
    assert RosterRow.objects.count() == 8
    assert here.row(6).file_id != file.pk  # the answer keeps the rows of the first file together


def test_two_rows_may_exchange_their_numbers_in_one_repair(here: Desk) -> None:
    here.read(workbook([worker(1), worker(2), worker(3, phone="")]))
    only = answer_sheets(roster_id=here.roster_id)
    target = io.BytesIO()
    write_answers(target, only, words=row_words, roster=here.view().serial)
    target.seek(0)
    head, *lines = calamine.CalamineWorkbook.from_filelike(target).get_sheet_by_index(0).to_python()
    at = head.index("NIK (16 angka)")
    lines[0][at], lines[1][at] = lines[1][at], lines[0][at]
    back = io.BytesIO()
    with xlsxwriter.Workbook(back) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate([head, *lines]):
            sheet.write_row(number, 0, line)
    file = here.read(back.getvalue(), purpose=FilePurpose.REPAIR)
    assert file.report["verdicts"] == {"accepted": 2}
    assert here.row(1).nik == worker(2)["nik"]


def count_workers(here: Desk, monkeypatch: pytest.MonkeyPatch, workers: int) -> None:
    """Let so many have worked at every company on every day."""
    monkeypatch.setattr(type(here.scene.core), "headcount", lambda *_, **__: workers)


def test_the_sum_is_worked_out_and_kept_with_its_day(here: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    count_workers(here, monkeypatch, 10)
    here.read(workbook(workers(3)))
    assert measure_roster(roster_id=here.roster_id, now=here.scene.now)
    found = ThresholdSum.objects.get()
    assert (found.laid_off, found.workers, found.verdict) == (3, 10, "met")
    assert (found.counted_on.isoformat(), found.rule) == ("2020-05-13", "kolektif-2020")
    assert measure_roster(roster_id=here.roster_id, now=here.scene.now + timedelta(hours=1))
    assert ThresholdSum.objects.count() == 1  # the same sum is kept once


def test_without_a_head_count_there_is_no_sum_yet(here: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object, **__: object) -> int:
        raise CoreUnavailable("away")

    here.read(workbook(workers(3)))
    monkeypatch.setattr(type(here.scene.core), "headcount", away)
    assert not measure_roster(roster_id=here.roster_id, now=here.scene.now)
    assert not ThresholdSum.objects.exists()


def test_nobody_laid_off_means_no_sum(here: Desk) -> None:
    here.read(workbook([worker(8, reason="mengundurkan diri")]))
    assert not measure_roster(roster_id=here.roster_id, now=here.scene.now)


def test_a_borderline_sum_waits_for_the_branch_head(here: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    here.read(workbook([*workers(2), worker(5, phone="")]))
    count_workers(here, monkeypatch, 10)
    measure_roster(roster_id=here.roster_id, now=here.scene.now)
    found = ThresholdSum.objects.get()
    assert (found.verdict, found.laid_off, found.in_doubt) == ("borderline", 2, 1)
    options: dict[str, Any] = {"sum_id": found.pk, "may_file": True, "now": here.scene.now}
    assert code(measuring.decide_sum, reason="ya", actor=here.who, **options) == "branch_head_only"
    head = in_role(here.scene.officer, Role.BRANCH_HEAD)
    assert code(measuring.decide_sum, reason=" ", actor=head, **options) == "sum_reason_empty"
    measuring.decide_sum(reason="Tiga dari sepuluh setelah perbaikan", actor=head, **options)
    assert code(measuring.decide_sum, reason="lagi", actor=head, **options) == "sum_decided"
    found.refresh_from_db()
    assert (found.decision, found.decided_by_id) == (True, int(head.id))


def test_only_the_companys_own_representative_sees_and_changes_a_roster(
    here: Desk, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    count_workers(here, monkeypatch, 10)  # the register knows every company
    other = ready(scene, npp="KK012345", email="lain@contoh.id", nik="3603015204850005")
    stranger = Desk(scene, other, here.roster_id)
    assert code(stranger.view) == "company_unknown"
    assert code(stranger.begin, workbook(workers(1))) == "company_unknown"
    assert code(begin_roster, actor=scene.officer, now=scene.now) == "company_unknown"


def test_a_file_can_be_given_up(here: Desk) -> None:
    upload = here.send(workbook(workers(1)))
    leave_file(file_id=upload.id, actor=here.who, now=here.scene.now)
    assert not FilePiece.objects.exists()
    here.read(workbook(workers(2)))


def test_the_journal_tells_all_and_holds_nobodys_data(here: Desk) -> None:
    here.read(workbook([worker(1), worker(2, phone="")]))
    repair(here, 2, phone="081234567890")
    text = json.dumps([entry.data for entry in Entry.objects.all()])
    for secret in (worker(1)["nik"], worker(2)["kpj"], "Dedi", "81234567890"):
        assert secret not in text
    assert verify().broken == ()


def test_a_row_page_shows_what_was_typed(here: Desk) -> None:
    here.read(workbook([worker(1, nik="360312", name=" Dedi  ")]))
    (row,) = rows_of(roster_id=here.roster_id, verdicts=[RowVerdict.TO_REPAIR])
    assert (row.typed["nik"], row.typed["name"], row.name) == ("360312", "Dedi", "Dedi")
    assert (
        code(
            repair_row,
            roster_id=here.roster_id,
            serial=9,
            version=1,
            cells={},
            actor=here.who,
            now=here.scene.now,
        )
        == "row_unknown"
    )


def test_numbers_follow_one_another(here: Desk) -> None:
    assert here.view().number == "KOL-2020-0001"
    assert begin_roster(actor=here.who, now=here.scene.now).number == "KOL-2020-0002"
