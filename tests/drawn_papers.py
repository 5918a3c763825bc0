"""Papers drawn for tests: a typed letter on a table, a card, a face; blurred, noisy, damaged."""

import io
import random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont


def letter() -> Image.Image:
    """Return a page of typed words."""
    page = Image.new("RGB", (1240, 1754), "#f4f1ea")
    draw, chance, font = ImageDraw.Draw(page), random.Random(7), ImageFont.load_default(size=26)
    for line in range(90, 1650, 50):
        words = ("".join(chance.choices("abdefghiklmnoprstu", k=chance.randint(2, 9))) for _ in range(14))
        draw.text((100, line), " ".join(words)[:62], fill="#222222", font=font)
    return page


def card() -> Image.Image:
    """Return something like an identity card."""
    picture = Image.new("RGB", (1000, 630), "#b9d7ea")
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(size=36)
    lines = (
        "CONTOH",
        "NIK : 0000000000000000",
        "Nama : CONTOH NAMA",
        "Alamat : KP CONTOH",
        "Agama : -",
        "Pekerjaan : -",
    )
    for number, text in enumerate(lines):
        draw.text((60, 50 + 85 * number), text, fill="#111111", font=font)
    draw.rectangle((720, 160, 940, 450), fill="#993333")
    return picture


def face() -> Image.Image:
    """Return a soft portrait."""
    picture = Image.new("RGB", (900, 1200), "#cfd6dd")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((250, 200, 650, 760), fill="#d8a98a")
    draw.pieslice((230, 160, 670, 600), 180, 360, fill="#221a18")
    draw.ellipse((350, 430, 400, 460), fill="#111111")
    draw.ellipse((500, 430, 550, 460), fill="#111111")
    draw.rectangle((150, 800, 750, 1200), fill="#222233")
    return picture.filter(ImageFilter.GaussianBlur(1.2))


def on_table(paper: Image.Image, *, size: tuple[int, int] = (2000, 1500), noise: float = 3) -> Image.Image:
    """Return the paper photographed on a brown table, with a camera's noise."""
    scene = Image.new("RGB", size, "#7d6a55")
    scale = min(size[0] * 0.85 / paper.width, size[1] * 0.85 / paper.height)
    paper = paper.resize((int(paper.width * scale), int(paper.height * scale)), Image.Resampling.LANCZOS)
    scene.paste(paper, ((size[0] - paper.width) // 2, (size[1] - paper.height) // 2))
    return with_noise(scene, noise)


def with_noise(picture: Image.Image, noise: float) -> Image.Image:
    """Return the picture with noise of that standard deviation, of 255."""
    values = np.asarray(picture, dtype=float)
    values = values + np.random.default_rng(1).normal(0, noise, values.shape)
    return Image.fromarray(values.clip(0, 255).astype(np.uint8))


def blurred(picture: Image.Image, radius: float) -> Image.Image:
    """Return the whole picture out of focus."""
    return picture.filter(ImageFilter.GaussianBlur(radius))


def blurred_at(picture: Image.Image, box: tuple[int, int, int, int], radius: float) -> Image.Image:
    """Return the picture with one place out of focus."""
    picture = picture.copy()
    picture.paste(picture.crop(box).filter(ImageFilter.GaussianBlur(radius)), box[:2])
    return picture


def moved(picture: Image.Image, pixels: int) -> Image.Image:
    """Return the picture as a hand that moved sideways would take it."""
    values = np.asarray(picture, dtype=float)
    total = sum(np.roll(values, shift, axis=1) for shift in range(pixels))
    return Image.fromarray((total / pixels).astype(np.uint8))


def as_jpeg(picture: Image.Image, **options: object) -> bytes:
    """Return the picture as a JPEG file."""
    written = io.BytesIO()
    picture.convert("RGB").save(written, "JPEG", quality=88, **options)
    return written.getvalue()


def as_png(picture: Image.Image) -> bytes:
    """Return the picture as a PNG file."""
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
