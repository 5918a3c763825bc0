"""What is said of rows and files of a roster: what is wrong, and what to do. For pages and workbooks.

Without Django, because answer workbooks are written in a process that has none.
"""

from collections.abc import Mapping, Sequence

from lapak.collective.rules.columns import headings
from lapak.collective.rules.row_codes import row_code
from lapak.collective.rules.verdicts import Problem, RowVerdict

VERDICTS: Mapping[RowVerdict, str] = {
    RowVerdict.ACCEPTED: "Diterima",
    RowVerdict.TO_REPAIR: "Perlu perbaikan",
    RowVerdict.DUPLICATE: "Baris ganda",
    RowVerdict.REMOVED: "Dihapus",
}
_DATE = "Tulis seperti 14-05-2020."
# What is wrong in a few words, and what to do.
PROBLEMS: Mapping[str, tuple[str, str]] = {
    "column_missing": ("Kolom tidak ada", "Tambahkan kolom {column} atau pilih kolomnya di halaman."),
    "name_empty": ("Nama kosong", "Isi nama seperti di KTP."),
    "name_too_long": ("Nama terlalu panjang", "Paling panjang {most} huruf. Singkat bagian tengahnya."),
    "name_has_digits": ("Nama berisi angka", "Isi nama saja, seperti di KTP."),
    "nik_empty": ("NIK kosong", "Isi 16 angka NIK dari KTP."),
    "nik_not_digits": ("NIK berisi huruf", "NIK hanya berisi angka. Lihat lagi di KTP."),
    "nik_length": ("Jumlah angka NIK keliru", "Terisi {given}, seharusnya 16. Lihat lagi di KTP."),
    "nik_province_unknown": (
        "Awal NIK tidak dikenal",
        "Dua angka pertama bukan kode provinsi. Lihat lagi di KTP.",
    ),
    "nik_birth_date_impossible": (
        "Tanggal di NIK tidak ada",
        "Angka ke-7 sampai ke-12 keliru. Lihat lagi di KTP.",
    ),
    "nik_serial_zero": ("Akhir NIK keliru", "Empat angka terakhir tidak mungkin 0000. Lihat lagi di KTP."),
    "nik_digits_lost": (
        "Angka terakhir NIK hilang",
        "Sel ini berformat angka, jadi angka ke-16 tidak tersimpan. Ubah sel menjadi teks, lalu ketik lagi.",
    ),
    "nik_of_another_row": ("NIK dipakai dua kali", "NIK ini juga ada di baris {row}. Periksa keduanya."),
    "kpj_empty": ("Nomor peserta kosong", "Isi 11 angka di kartu peserta."),
    "kpj_not_digits": ("Nomor peserta berisi huruf", "Nomor peserta hanya berisi angka."),
    "kpj_length": (
        "Jumlah angka nomor peserta keliru",
        "Terisi {given}, seharusnya 11. Lihat lagi di kartu.",
    ),
    "kpj_digits_lost": ("Angka nomor peserta hilang", "Ubah sel menjadi teks, lalu ketik lagi."),
    "kpj_of_another_row": (
        "Nomor peserta dipakai dua kali",
        "Nomor ini juga ada di baris {row}. Periksa keduanya.",
    ),
    "date_empty": ("Tanggal kosong", "Isi {column}. " + _DATE),
    "date_not_readable": ("Tanggal tidak terbaca", "Periksa {column}. " + _DATE),
    "date_impossible": ("Tanggal tidak ada di kalender", "Periksa {column}. " + _DATE),
    "date_out_of_range": ("Tahun tidak wajar", "Periksa tahun di {column}."),
    "ended_before_started": ("Berhenti sebelum mulai kerja", "Periksa tanggal mulai dan tanggal berhenti."),
    "born_after_work": ("Tanggal lahir setelah berhenti kerja", "Periksa tanggal lahir."),
    "reason_empty": ("Alasan kosong", "Isi alasan berhenti, misalnya PHK."),
    "reason_unknown": ("Alasan tidak dikenal", "Tulis PHK, mengundurkan diri, atau kontrak selesai."),
    "phone_empty": ("Nomor HP kosong", "Isi nomor HP pekerja yang aktif."),
    "phone_invalid": ("Nomor HP keliru", "Tulis seperti 0812 3456 7890."),
    "phone_not_mobile": ("Bukan nomor HP", "Isi nomor HP pekerja, bukan telepon rumah atau kantor."),
    "email_invalid": ("Alamat e-mail keliru", "Tulis seperti nama@contoh.id, atau kosongkan."),
    "bank_empty": ("Bank kosong", "Isi nama bank, misalnya BNI."),
    "bank_unknown": ("Bank tidak dikenal", "Tulis nama bank seperti di buku tabungan."),
    "account_number_empty": ("Nomor rekening kosong", "Isi nomor rekening milik pekerja."),
    "account_number_invalid": ("Nomor rekening keliru", "Isi 6 sampai 20 angka seperti di buku tabungan."),
    "account_digits_lost": ("Angka rekening hilang", "Ubah sel menjadi teks, lalu ketik lagi."),
    "account_of_another": ("Nama rekening berbeda", "Rekening harus milik pekerja sendiri."),
}
NOTES: Mapping[str, str] = {
    "kpj_zeros_restored": "Nol di depan nomor peserta ditambahkan kembali.",
    "phone_first_of_several": "Ada beberapa nomor HP. Yang pertama dipakai.",
    "date_month_first": "Tanggal dibaca bulan dahulu, karena bulan ke-13 tidak ada.",
    "nik_birth_date_differs": "Tanggal lahir berbeda dari NIK. Tidak menghalangi, petugas akan melihat.",
    "npwp_not_readable": "NPWP tidak terbaca. Nanti ditanyakan kepada pekerja.",
    "wage_not_readable": "Upah tidak terbaca. Tidak menghalangi.",
    "macros_ignored": "Makro di berkas tidak dijalankan.",
    "sheet_hidden": "Lembar tersembunyi {sheet} dilewati.",
    "list_above": "Daftar di lembar {sheet} baris {line} tidak dibaca. Pindahkan ke lembar lain.",
    "rows_unknown": "{count} baris dilewati, karena kode barisnya tidak dikenal.",
    "rows_added": "{count} baris tanpa kode ditambahkan sebagai pekerja baru.",
    "sheet_without_list": "Lembar {sheet} tidak berisi daftar pekerja, jadi dilewati.",
}
REFUSALS: Mapping[str, str] = {
    "file_empty": "Berkas ini kosong. Pilih berkas lain.",
    "list_too_big": "Berkas lebih dari {most_megabytes} MB. Hapus gambar di dalamnya, atau bagi berkasnya.",
    "file_not_a_list": "Berkas ini bukan daftar. Unggah Excel (xlsx, xls), ODS, atau CSV.",
    "file_has_password": "Berkas terkunci kata sandi. Simpan tanpa kata sandi, lalu unggah lagi.",
    "file_damaged": "Berkas tidak dapat dibuka. Buka di Excel, simpan lagi, lalu unggah.",
    "file_too_heavy": "Berkas terlalu berat untuk dibaca. Salin daftarnya ke berkas baru, lalu unggah.",
    "file_unreadable": "Berkas ini sudah dicoba beberapa kali dan gagal dibaca. Simpan ulang, lalu unggah.",
    "list_not_found": "Daftar pekerja tidak ditemukan. Judul kolom Nama, NIK, dan No. peserta harus ada.",
    "rows_too_many": "Paling banyak {most} baris. Bagi menjadi beberapa berkas.",
    "rows_of_another_list": "Kode baris di berkas ini bukan dari daftar ini. Unggah di daftar asalnya.",
    "zip_too_many": "Isi berkas lebih dari {most}. Bagi menjadi beberapa.",
    "zip_too_big": "Isi berkas lebih dari {most_megabytes} MB. Bagi menjadi beberapa.",
    "zip_too_tight": "Isi berkas tidak wajar, jadi tidak dibuka. Salin daftarnya ke berkas baru.",
    "zip_damaged": "Berkas rusak di jalan. Unggah sekali lagi.",
}


def verdict(one: RowVerdict) -> str:
    """Return the word for a verdict."""
    return VERDICTS[one]


def title(problem: Problem) -> str:
    """Return in a few words what is wrong."""
    return PROBLEMS[problem.code][0]


def advice(problem: Problem, *, roster: int) -> str:
    """Return what to do about it. `roster` is the serial of the roster, for the codes of other rows."""
    return PROBLEMS[problem.code][1].format(**_places(problem, roster))


def explain(problems: Sequence[Problem], *, roster: int) -> str:
    """Return what to repair, in plain sentences; of a row without problems, why it is not accepted."""
    if not problems:
        return "Pekerja ini sudah ada di daftar. Tidak perlu diperbaiki."
    return " ".join(f"{title(one)}. {advice(one, roster=roster)}" for one in problems)


def note(one: Problem) -> str:
    """Return what was understood with a doubt, or passed over."""
    return NOTES[one.code].format(**one.params)


def refusal(code: str, params: Mapping[str, str | int]) -> str:
    """Return why a file cannot be read, and what to do."""
    return REFUSALS[code].format(**params)


def _places(problem: Problem, roster: int) -> dict[str, str | int]:
    places: dict[str, str | int] = dict(problem.params)
    places["column"] = headings().get(problem.column, problem.column)
    if "serial" in places:
        places["row"] = row_code(roster=roster, serial=int(places["serial"])) if roster else places["serial"]
    return places
