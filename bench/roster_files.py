"""Workbooks as large companies send them: invented people with valid numbers, a few mistakes among them."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

import xlsxwriter

HEADINGS = (
    "No",
    "Nama Karyawan",
    "No. KTP",
    "No. KPJ",
    "Tgl. Lahir",
    "Tgl. Masuk",
    "Tgl. PHK",
    "Alasan",
    "No. HP",
    "Email",
    "Nama Bank",
    "No. Rekening",
    "Atas Nama",
    "Gaji Terakhir",
)

_GIVEN = "Agus Budi Dedi Eko Fitri Hendra Indah Joko Lina Maya Nur Putri Rina Rudi Siti Sri Tono Wulan Yuli"
_FAMILY = "Hermanto Kurniawan Lestari Maulana Nugroho Pratama Rahayu Rahma Riyadi Saputra Sari Setiawan"
_BANKS = ("BRI", "Bank Mandiri", "BNI", "BCA", "PT Bank Negara Indonesia", "BTN", "009")
MISTAKES_OF_A_THOUSAND = 20
MISTAKES = ((2, "360312120890000"), (8, "021-5551234"), (10, "Bank Saya"), (1, ""))


def people(count: int, *, seed: int = 1) -> Iterator[list[str | int | date]]:
    """Yield the cells of `count` workers, all different; about one in fifty has something wrong."""
    rng = Random(seed)
    for number in range(count):
        born = date(1965, 1, 1) + timedelta(days=rng.randrange(13_000))
        female = rng.random() < 0.5
        name = f"{rng.choice(_GIVEN.split())} {rng.choice(_FAMILY.split())}"
        digits = f"{rng.choice(('360301', '327501', '331204'))}{born.day + 40 * female:02d}{born:%m%y}"
        started = date(2005, 1, 3) + timedelta(days=rng.randrange(4_500))
        row: list[str | int | date] = [
            number + 1,
            name,
            f"{digits}{number % 9_999 + 1:04d}",
            f"{16_000_000_000 + number}",
            born,
            started,
            date(2020, 5, 14),
            "PHK",
            f"08{12_00000000 + number}",
            f"pekerja{number}@contoh.example",
            rng.choice(_BANKS),
            f"{7_000_000_000 + number * 31}",
            name,
            4_000_000 + rng.randrange(60) * 50_000,
        ]
        if rng.randrange(1000) < MISTAKES_OF_A_THOUSAND:
            place, wrong = rng.choice(MISTAKES)
            row[place] = wrong
        yield row


def write_workbook(path: Path, *, count: int, seed: int = 1) -> None:
    """Write a workbook of `count` workers under a title of two lines, dates as dates and as text."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Daftar PHK")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_string(0, 0, "DAFTAR PEKERJA YANG DI-PHK")
        sheet.write_string(1, 0, "PT Sinar Tekstil Cikupa")
        sheet.write_row(3, 0, HEADINGS)
        for line, row in enumerate(people(count, seed=seed), start=4):
            for place, cell in enumerate(row):
                if not isinstance(cell, date):
                    (sheet.write_number if isinstance(cell, int) else sheet.write_string)(line, place, cell)
                elif place == 6:
                    sheet.write_string(line, place, f"{cell:%d-%m-%Y}")
                else:
                    sheet.write_datetime(line, place, cell, day)
