import pytest

from lapak.collective.rules.archives import (
    PAPERS,
    WORKBOOK,
    ArchiveRefused,
    Limits,
    Member,
    plain_name,
    require_modest,
)
from lapak.collective.rules.paper_names import Belongs, Owners, Person, kind_of, missing_papers

DEDI = Person(1, "3603121208900007", "16012345678", "Dedi Kurniawan")
DEDI_S = Person(2, "3603121208900008", "16012345679", "Dedi Kurniawan Saputra")
WULAN = Person(3, "3603125403920004", "16012345680", "Wulan Sari")
OTHER_WULAN = Person(4, "3603125403920005", "16012345681", "Wulan Sari")
KINDS = ("ktp", "kk", "kartu_peserta", "paklaring", "buku_tabungan", "foto_diri", "bukti_phk")
OWNERS = Owners([DEDI, DEDI_S, WULAN, OTHER_WULAN], kinds=KINDS)


@pytest.mark.parametrize(
    ("path", "serial", "kind"),
    [
        ("3603121208900007_KTP.jpg", 1, "ktp"),
        ("ktp 3603-1212-0890-0007 (1).jpg", 1, "ktp"),
        ("16012345680/buku tabungan.pdf", 3, "buku_tabungan"),
        ("Berkas\\Dedi Kurniawan\\KK.JPG", 1, "kk"),
        ("PHK/dedi kurniawan saputra - surat phk.pdf", 2, "bukti_phk"),
        ("Dedi_Kurniawan_pas_foto.png", 1, "foto_diri"),
        ("16012345679 Wulan Sari KTP.jpg", 2, "ktp"),  # a number decides before a name
        ("../../etc/3603121208900007 paklaring.pdf", 1, "paklaring"),
    ],
)
def test_a_path_says_whose_paper_it_is_and_which(path: str, serial: int, kind: str) -> None:
    assert OWNERS.belongs(path) == Belongs(serial, kind)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("Wulan Sari KTP.jpg", "paper_of_several"),
        ("3603121208900007 3603121208900008 ktp.jpg", "paper_of_several"),
        ("9999999999999999 ktp.jpg", "paper_of_nobody"),
        ("Dedi ktp.jpg", "paper_of_nobody"),
        ("3603121208900007.jpg", "paper_kind_unknown"),
        ("16012345678 surat cinta.pdf", "paper_kind_unknown"),
        ("", "paper_of_nobody"),
    ],
)
def test_a_path_that_does_not_say_it_goes_into_the_report(path: str, code: str) -> None:
    assert OWNERS.belongs(path).code == code


def test_a_number_in_two_rows_names_nobody_until_another_number_does() -> None:
    shared = [Person(1, DEDI.nik, DEDI.kpj, "Dedi"), Person(2, DEDI.nik, WULAN.kpj, "Wulan")]
    owners = Owners(shared, kinds=KINDS)
    assert owners.belongs(f"{DEDI.nik} ktp.jpg").code == "paper_of_several"
    assert owners.belongs(f"{DEDI.nik} {DEDI.kpj} ktp.jpg").serial == 1


@pytest.mark.parametrize(
    "name", ["16012345680_1_ktp.jpg", "01_16012345680_ktp.jpg", "16012345680-2020-ktp.jpg"]
)
def test_a_number_is_found_beside_another(name: str) -> None:
    assert OWNERS.belongs(name) == Belongs(3, "ktp")


def test_the_files_own_name_counts_before_its_folder() -> None:
    assert kind_of("KTP/16012345678 kk.jpg", kinds=KINDS) == "kk"
    assert kind_of("KTP/16012345678.jpg", kinds=KINDS) == "ktp"
    assert kind_of("16012345678 npwp.jpg", kinds=KINDS) == ""  # this programme knows no such paper


def test_what_is_missing_is_said_for_each_worker() -> None:
    missing = missing_papers(people=[DEDI, WULAN], at_hand={1: {"ktp", "kk"}}, needed=("ktp", "kk"))
    assert missing == {3: ("ktp", "kk")}


@pytest.mark.parametrize(
    ("members", "limits", "code"),
    [
        ([Member("a", 1, 1)] * 3, Limits(2, 100, 100, 10), "zip_too_many"),
        ([Member("a", 60, 60)] * 2, Limits(9, 100, 100, 10), "zip_too_big"),
        ([Member("a", 101, 101)], Limits(9, 1000, 100, 10), "zip_too_big"),
        ([Member("a", 1, 1, encrypted=True)], WORKBOOK, "file_has_password"),
        ([Member("a", 10 * 1024**2, 10_000)], PAPERS, "zip_too_tight"),
        ([Member("a", 10 * 1024**2, 0)], PAPERS, "zip_too_tight"),
    ],
)
def test_a_zip_beyond_its_limits_is_not_unpacked(members: list[Member], limits: Limits, code: str) -> None:
    with pytest.raises(ArchiveRefused) as refused:
        require_modest(members, limits=limits)
    assert refused.value.code == code


def test_an_ordinary_zip_is_within_its_limits() -> None:
    require_modest([Member(f"{n}.jpg", 2 * 1024**2, 2 * 1024**2) for n in range(900)], limits=PAPERS)


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "C:\\x\\passwd", "/etc/passwd", "a/\u202epasswd", "passwd. "]
)
def test_names_lose_their_folders_and_tricks(name: str) -> None:
    assert plain_name(name) == "passwd"
