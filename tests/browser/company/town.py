"""A company of a thousand that lays off half: five hundred rows, of which thirty-seven are wrong."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from io import BytesIO

import python_calamine as calamine
import xlsxwriter

from lapak.adapters.smile_memory import Saver, SmileMemory
from lapak.claims.ports import AccountHolder, AccountStatus, EndReason
from tests.operations.claims.claim_scene import BANK, Scene, own_account, saver

ROWS, FAULTS, SHOWN_BY_SHEET = 500, 37, 20
FIRST = ("Adi", "Budi", "Citra", "Dewi", "Eko", "Fajar", "Gita", "Hadi", "Indah", "Joko")
MIDDLE = ("Putra", "Sari", "Wijaya", "Lestari", "Nugroho")
LAST = (
    *("Santoso", "Kurniawan", "Hidayat", "Rahma", "Setiawan"),
    *("Permata", "Utami", "Gunawan", "Siregar", "Halim"),
)
HEADINGS = (
    *("Nama lengkap", "NIK (16 angka)", "No. peserta (KPJ)", "Tanggal lahir", "Tanggal berhenti"),
    *("Alasan berhenti", "Nomor HP", "Surel", "Bank", "Nomor rekening"),
)


@dataclass(frozen=True)
class Person:
    """A worker as they are; what the sheet says of the wrong ones is otherwise."""

    n: int
    ended_on: date

    @property
    def name(self) -> str:
        return f"{FIRST[self.n % 10]} {MIDDLE[self.n // 100]} {LAST[self.n // 10 % 10]}"

    @property
    def nik(self) -> str:
        return f"360301120485{self.n + 1:04d}"

    @property
    def kpj(self) -> str:
        return f"160{self.n:08d}"

    def cells(self) -> list[str]:
        born, ended = "12-04-1985", self.ended_on.strftime("%d-%m-%Y")
        contact = (f"0812{self.n + 10_000_000}", f"pekerja{self.n}@example.id")
        return [
            *(self.name, self.nik, self.kpj, born, ended, "PHK", *contact, BANK, own_account(self.kpj)),
        ]


def people(ended_on: date) -> list[Person]:
    return [Person(n, ended_on) for n in range(ROWS)]


def settle(scene: Scene, workers: list[Person]) -> None:
    """Let register and bank know all of them, and as many who still work there."""
    savers = [_saver(one) for one in workers]
    staying = [saver(nik=f"360301120485{n:04d}", kpj=f"170{n:08d}", ended_on=None) for n in range(1001, 1501)]
    accounts = {
        (BANK, own_account(one.kpj)): AccountHolder(one.name.upper(), AccountStatus.ACTIVE) for one in workers
    }
    scene.use_core(SmileMemory(members=[*savers, *staying], accounts=accounts, clock=lambda: scene.now))


def _saver(one: Person) -> Saver:
    made = saver(
        nik=one.nik,
        kpj=one.kpj,
        name=one.name,
        ended_on=one.ended_on,
        contributions=20_000_000 + one.n * 1_000,
        yield_=1_000_000,
    )
    (job,) = made.member.employments
    return replace(
        made, member=replace(made.member, employments=(replace(job, end_reason=EndReason.LAID_OFF),))
    )


def sheet(workers: list[Person]) -> bytes:
    """Return the workbook with the wrong rows: twenty the sheet itself shows, seventeen the core system."""
    written = BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        page = book.add_worksheet("Pekerja")
        page.write_row(0, 0, HEADINGS)
        for at, one in enumerate(workers, start=1):
            for column, cell in enumerate(spoilt(one)):
                page.write_string(at, column, cell)
    return written.getvalue()


def spoilt(one: Person) -> list[str]:
    """Return the cells as the company typed them."""
    cells = one.cells()
    if one.n < SHOWN_BY_SHEET:  # a digit is missing
        cells[1] = cells[1][:-1]
    elif one.n < 30:  # another day than the company reported
        cells[4] = (one.ended_on - timedelta(days=2)).strftime("%d-%m-%Y")
    elif one.n < FAULTS:  # somebody else's name
        cells[0] = "Orang Lain"
    return cells


def mended(answers: bytes, workers: list[Person]) -> bytes:
    """Return the workbook of answers as a person sends it back: wrong cells typed over, the rest as is."""
    book = calamine.CalamineWorkbook.from_filelike(BytesIO(answers))
    head, *lines = book.get_sheet_by_index(0).to_python()
    written = BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False}) as back:
        page = back.add_worksheet()
        page.write_row(0, 0, head)
        for at, (one, line) in enumerate(zip(workers, lines, strict=True), start=1):
            for heading, cell in right_cells(one).items():
                line[head.index(heading)] = cell
            page.write_row(at, 0, line)
    return written.getvalue()


def right_cells(one: Person) -> dict[str, str]:
    """Return what puts a row right, by the heading of its column; nothing for one that is right."""
    if one.n >= FAULTS:
        return {}
    place = 1 if one.n < SHOWN_BY_SHEET else 4 if one.n < 30 else 0
    return {HEADINGS[place]: one.cells()[place]}


def paper_kinds() -> tuple[str, ...]:
    """Return what each worker hands to the representative; the company's letter proves the end."""
    return ("ktp", "kartu_peserta", "buku_tabungan", "foto_diri", "formulir_f5")
