"""What was drawn on a screen is kept small and grey, on white."""

import io

import pytest
from PIL import Image, ImageDraw

from lapak.documents.rules.files import LEAST_OF_DRAWING, DocumentRefused
from lapak.documents.rules.pictures import Prepared, prepare
from lapak.documents.rules.sharpness import Verdict

FORMATS = [("JPEG", "RGB"), ("PNG", "RGB"), ("PNG", "RGBA"), ("PNG", "P"), ("PNG", "LA"), ("PNG", "L")]


def drawn(form: str, mode: str, *, size: tuple[int, int] = (600, 180), ground: str = "white") -> bytes:
    sheet = Image.new("RGBA", size, ground)
    ImageDraw.Draw(sheet).line([(20, 20), (size[0] - 20, size[1] - 20)], fill="#171D33", width=9)
    written = io.BytesIO()
    sheet.convert(mode).save(written, form)
    return written.getvalue()


def kept(content: bytes) -> tuple[Prepared, Image.Image]:
    done = prepare(content, drawn=True, least=LEAST_OF_DRAWING)
    return done, Image.open(io.BytesIO(done.content))


@pytest.mark.parametrize(("form", "mode"), FORMATS)
def test_the_ink_is_kept_grey_on_white_and_nobody_judges_it(form: str, mode: str) -> None:
    done, picture = kept(drawn(form, mode))
    assert (done.media_type, picture.format, picture.mode, picture.size) == (
        "image/jpeg",
        "JPEG",
        "L",
        (600, 180),
    )
    assert done.sharpness.verdict is Verdict.UNSURE
    assert picture.getpixel((300, 90)) < 60
    assert picture.getpixel((300, 10)) > 240


@pytest.mark.parametrize("is_drawn", [True, False])
def test_what_was_transparent_is_white(is_drawn: bool) -> None:
    content = drawn("PNG", "RGBA", size=(640, 360), ground="#00000000")
    picture = Image.open(io.BytesIO(prepare(content, drawn=is_drawn).content))
    corner, line = (picture.convert("L").getpixel(place) for place in ((600, 20), (320, 180)))
    assert (picture.mode, corner > 240, line < 60) == ("L" if is_drawn else "RGB", True, True)


def test_a_paper_keeps_its_colours() -> None:
    written = io.BytesIO()
    Image.new("RGBA", (640, 360), "#AA2211").save(written, "PNG")
    picture = Image.open(io.BytesIO(prepare(written.getvalue()).content))
    red, green, _ = picture.getpixel((9, 9))
    assert (picture.mode, red > 150, green < 60) == ("RGB", True, True)


def test_too_small_a_drawing_is_refused_and_a_paper_of_that_size_too() -> None:
    with pytest.raises(DocumentRefused, match="file_too_small"):
        kept(drawn("PNG", "RGB", size=(230, 70)))
    with pytest.raises(DocumentRefused, match="file_too_small"):
        prepare(drawn("PNG", "RGB"))
