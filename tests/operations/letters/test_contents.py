"""What each letter says, read from the file as its reader gets it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lapak.claims.models import Acting, Claim, Party
from lapak.claims.programmes import usual_programme
from lapak.claims.rules.claim_moves import ClaimState
from lapak.kernel.ids import new_id
from lapak.letters.models import Letter
from lapak.letters.operations import reserve
from lapak.letters.rules.authenticity import grouped
from lapak.letters.rules.kinds import Kind
from lapak.web.letters.content.facts import LetterUnsound
from tests.letter_reading import metadata_of, pages_of, qr_of, text_of
from tests.operations.claims.claim_scene import ACCOUNT, NIK, Scene
from tests.operations.letters.letter_scene import ADDRESS, composed, issue, paid, pdf_of, reject

pytestmark = pytest.mark.django_db
LONG_NAME = (
    "Raden Ajeng Siti Nurhaliza Kusumaningrum Wijayakusuma Hadiningrat binti Muhammad Djojohadikusumo Ş"
)


def test_a_receipt_says_what_was_received_and_what_happens_next(scene: Scene) -> None:
    claim_id = scene.filed()
    text = text_of(pdf_of(scene, claim_id, Kind.RECEIPT))
    view = scene.view(claim_id)
    for part in (
        "Tanda terima klaim",
        "Yth. Bapak Hartono Subagyo",
        view.number,
        f"{view.number}/TT/1",
        "Tangerang Cikokol, 22 Juni 2020",
        "22 Juni 2020, 10.00 WIB",
        "23 Juni 2020, 10.00–10.30 WIB",
        "Mengundurkan diri",
        "Surat keterangan kerja (paklaring)",
        "Menyusul saat bicara dengan petugas: Formulir F5",
        "Permenaker 19/2015 tidak menyebut batas hari",
        "bukan bahwa klaim disetujui",
    ):
        assert part in text, part
    assert NIK not in text


def test_a_receipt_under_the_later_rules_names_the_days_to_pay(scene: Scene) -> None:
    claim_id = scene.filed()
    Claim.objects.update(rule_set="permenaker-4-2022")
    text = text_of(pdf_of(scene, claim_id, Kind.RECEIPT))
    assert "Menurut Permenaker 4/2022, dana dibayar paling lambat 5 hari kerja" in text


def test_an_approval_states_every_figure_of_the_sum(scene: Scene) -> None:
    claim_id = scene.approved()
    text = text_of(pdf_of(scene, claim_id, Kind.APPROVED))
    rules = usual_programme().rule_set_by_id("permenaker-19-2015")
    for part in (
        "Klaim disetujui",
        "Rp61.263.200",
        "Iuran 40.000.000",
        "Hasil pengembangan 21.856.000",
        "Saldo JHT 61.856.000",
        "PPh 21 · 0% × 50.000.000 0",
        "PPh 21 · 5% × 11.856.000 −592.800",
        "Kena pajak 5% hanya untuk bagian di atas Rp50.000.000.",
        "Diterima 61.263.200",
        "PP 68/2009 Pasal 5",
        f"Permenaker 19/2015, versi {rules.version}",
        "BANK BNI 1120 •••• 4471",
        "atas nama HARTONO SUBAGYO",
        "Pemeriksa1, pejabat pemeriksa",
        "OTP, PIN, atau uang",
    ):
        assert part in text, part
    assert NIK not in text
    assert ACCOUNT not in text


def test_an_approval_under_the_later_rules_names_the_last_day_to_pay(scene: Scene) -> None:
    claim_id = scene.approved()
    Claim.objects.update(rule_set="permenaker-4-2022")
    text = text_of(pdf_of(scene, claim_id, Kind.APPROVED))
    assert "paling lambat 29 Juni 2020" in text  # filed on Monday the 22nd: five working days after it


def test_an_approval_typeset_after_the_payment_says_what_it_would_have_said_before(scene: Scene) -> None:
    scene.now = datetime(2022, 6, 20, 3, 0, tzinfo=UTC)
    claim_id = scene.approved()
    letter = reserve(claim_id=claim_id, kind=Kind.APPROVED, now=scene.now)
    before = composed(letter).content
    scene.core._settle_after = timedelta(days=3)
    scene.deliver(rounds=1)
    scene.wait(days=3)
    scene.deliver()
    assert scene.view(claim_id).state is ClaimState.PAID
    assert before["pay_until"]
    assert composed(letter).content == before


def test_what_was_paid_before_has_its_own_line(scene: Scene) -> None:
    claim_id = scene.approved()
    facts = Claim.objects.get(pk=claim_id).facts
    facts["member"]["balance"]["contributions"] += 5_000_000
    facts["member"]["balance"]["paid_out"] = 5_000_000
    Claim.objects.update(facts=facts)
    text = text_of(pdf_of(scene, claim_id, Kind.APPROVED))
    assert "Sudah dibayar sebelumnya −5.000.000" in text


def test_a_rejection_says_why_and_what_can_be_done(scene: Scene) -> None:
    claim_id = scene.verified()
    reject(scene, claim_id)
    text = text_of(pdf_of(scene, claim_id, Kind.REJECTED))
    for part in (
        "Klaim belum dapat dibayar",
        "Data berbeda dengan kepesertaan",
        "Data di dokumen berbeda dengan data kepesertaan. Perbaiki data di cabang, lalu ajukan lagi.",
        "Ajukan keberatan",
        "Dijawab paling lama 5 hari kerja",
        "paling lama 60 hari",
        "Ombudsman",
        "Saldonya tetap tercatat",
    ):
        assert part in text, part


def test_an_heir_is_addressed_for_the_late_member(scene: Scene) -> None:
    claim_id = scene.approved()
    heir = Party.objects.create(
        id=new_id(),
        claim_id=claim_id,
        number=1,
        capacity="heir",
        kin="spouse",
        nik="3603015708900004",
        name="Ratna Dewi",
        birth_date=date(1990, 8, 17),
        entered_at=scene.now,
    )
    Acting.objects.create(claim_id=claim_id, capacity="heir", person=heir, last_number=1)
    for kind in (Kind.RECEIPT, Kind.APPROVED):
        text = text_of(pdf_of(scene, claim_id, kind))
        assert "Yth. Ibu Ratna Dewi ahli waris dari almarhum Bapak Hartono Subagyo" in text
        assert "3603••••••••0004" in text
    assert "Yang Ibu terima" in text


def test_a_slip_states_base_rate_and_tax(scene: Scene) -> None:
    claim_id = paid(scene)
    text = text_of(pdf_of(scene, claim_id, Kind.WITHHOLDING))
    for part in (
        "Slip pemotongan PPh Pasal 21",
        f"NIK {NIK}",
        "NPWP Tidak ada",
        "21-401-02",
        "Final",
        "50.000.000 0% 0",
        "11.856.000 5% 592.800",
        "Penghasilan bruto Rp61.856.000",
        "PPh Pasal 21 dipotong Rp592.800",
    ):
        assert part in text, part


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        (LONG_NAME, LONG_NAME),
        ("Sri 😀 Wahyuni", "Sri ? Wahyuni"),
        ("O'Brien-Đặng #eval(1) *x* $y$ \\z", "O'Brien-Đang #eval(1) *x* $y$ \\z"),
    ],
)
def test_any_name_that_can_be_typed_stands_on_the_letter(scene: Scene, name: str, printed: str) -> None:
    claim_id = scene.approved()
    Claim.objects.update(name=name)
    pdf = pdf_of(scene, claim_id, Kind.APPROVED)
    assert printed.replace(" ", "") in text_of(pdf).replace(" ", "")
    assert pages_of(pdf) <= 2


def test_the_qr_leads_to_the_page_that_checks_this_letter(scene: Scene) -> None:
    claim_id = scene.verified()
    reject(scene, claim_id)
    pdf = pdf_of(scene, claim_id, Kind.REJECTED)
    code = Letter.objects.get().code
    assert qr_of(pdf) == f"{ADDRESS}/{code}/"
    assert grouped(code) in text_of(pdf)
    assert "lapak.example.id/cek" in text_of(pdf)


def test_the_file_is_tagged_lasting_and_dated_by_its_event(scene: Scene) -> None:
    claim_id = scene.approved()
    scene.wait(days=3)
    pdf = pdf_of(scene, claim_id, Kind.APPROVED)
    found = metadata_of(pdf)
    assert found["CreationDate"].startswith("D:20200622")
    assert scene.view(claim_id).number in found["Title"]
    assert "Hartono" not in str(found)
    for mark in (
        b"/StructTreeRoot",
        b"/Lang",
        b"pdfuaid:part>1<",
        b"pdfaid:part>2<",
        b"pdfaid:conformance>A<",
    ):
        assert mark in pdf, mark


def test_a_sum_that_does_not_agree_is_stated_nowhere(scene: Scene) -> None:
    claim_id = scene.approved()
    Claim.objects.update(gross=1_000, tax=0, net=1_000)
    with pytest.raises(LetterUnsound):
        issue(scene, claim_id, Kind.APPROVED)
    assert not Letter.objects.filter(written_at__isnull=False).exists()
