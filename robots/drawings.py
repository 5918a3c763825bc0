"""Papers, cards and signatures as robots show them: drawn, and marked as samples."""

import base64
import io
import math

from PIL import Image, ImageDraw, ImageFont

from robots.person import Person

MARK = "CONTOH"
PAGE = (1240, 1754)
CARD = (1280, 808)
SIGNATURE_SHEET = (600, 220)
SIGNATURE_PREFIX = "data:image/jpeg;base64,"
INK = "#20242c"

_TITLES = {
    "ktp": "KARTU TANDA PENDUDUK",
    "kartu_peserta": "KARTU PESERTA JAMINAN SOSIAL",
    "kk": "KARTU KELUARGA",
    "paklaring": "SURAT KETERANGAN KERJA",
    "bukti_phk": "PEMBERITAHUAN PEMUTUSAN HUBUNGAN KERJA",
    "surat_pensiun": "SURAT KETERANGAN PENSIUN",
    "buku_tabungan": "BUKU TABUNGAN",
    "npwp": "NOMOR POKOK WAJIB PAJAK",
}
_CARDS = ("ktp", "kartu_peserta", "npwp")


def paper(*, kind: str, person: Person) -> bytes:
    """Return the paper of this kind as a photograph (JPEG), sharp enough to be read."""
    if kind == "foto_diri":
        return _jpeg(portrait(person=person))
    size = CARD if kind in _CARDS else PAGE
    return _jpeg(_sheet(title=_TITLES.get(kind, kind.upper()), person=person, size=size))


def id_card(*, person: Person, size: tuple[int, int]) -> Image.Image:
    """Return the identity card as it looks when held to the camera."""
    return _sheet(title=_TITLES["ktp"], person=person, size=CARD).resize(size)


def portrait(*, person: Person, size: tuple[int, int] = (960, 1280)) -> Image.Image:
    """Return a drawn face with the sample mark."""
    width, height = size
    picture = Image.new("RGB", size, person.looks.colour)
    draw = ImageDraw.Draw(picture)
    draw.ellipse(
        (width * 0.24, height * 0.16, width * 0.76, height * 0.72), fill="#d8a98a", outline=INK, width=5
    )
    draw.pieslice((width * 0.22, height * 0.12, width * 0.78, height * 0.6), 180, 360, fill=INK)
    for left in (0.36, 0.56):
        draw.ellipse((width * left, height * 0.4, width * (left + 0.08), height * 0.44), fill="#101010")
    draw.arc((width * 0.38, height * 0.5, width * 0.62, height * 0.62), 20, 160, fill="#7a2f24", width=12)
    draw.rectangle((width * 0.12, height * 0.76, width * 0.88, height), fill="#23304d")
    draw.text((width * 0.2, height * 0.84), f"{MARK}  {person.name}", fill="#ffffff", font=_font(width // 22))
    return picture


def signature(*, person: Person) -> str:
    """Return a signature as the signing page sends it: the address of a JPEG that holds it all."""
    sheet = Image.new("RGB", SIGNATURE_SHEET, "#ffffff")
    draw = ImageDraw.Draw(sheet)
    waves = 3 + len(person.name) % 5
    points = [
        (60 + 4.8 * step, 110 + 55 * math.sin(step * waves / 16) * math.cos(step / 31)) for step in range(100)
    ]
    draw.line(points, fill=INK, width=4, joint="curve")
    return SIGNATURE_PREFIX + base64.b64encode(_jpeg(sheet)).decode()


def _sheet(*, title: str, person: Person, size: tuple[int, int]) -> Image.Image:
    """Return a sheet with the person's data in lines and the sample mark above and below."""
    width, height = size
    sheet = Image.new("RGB", size, "#f3f1ea")
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((20, 20, width - 20, height - 20), outline=INK, width=6)
    draw.text((60, 50), f"{MARK}  {title}", fill=INK, font=_font(38))
    rows = (
        ("Nama", person.name),
        ("NIK", person.nik),
        ("Nomor peserta", person.kpj),
        ("Tempat, tgl lahir", f"{person.birth_place}, {person.birth_date_as_written}"),
        ("Perusahaan", person.employer),
        ("Berhenti bekerja", person.ended_on),
        ("Rekening", person.account_number),
        ("Atas nama", person.account_holder),
    )
    step = (height - 260) / len(rows)
    for number, (label, value) in enumerate(rows):
        top = 140 + step * number
        draw.text((60, top), label, fill=INK, font=_font(32))
        draw.text((420, top), f": {value}", fill=INK, font=_font(34))
        draw.line((60, top + 54, width - 60, top + 54), fill="#8b8f99", width=2)
    draw.text((60, height - 84), f"{MARK} - bukan dokumen asli", fill="#8c1d18", font=_font(30))
    return sheet


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size=size)


def _jpeg(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=88)
    return written.getvalue()
