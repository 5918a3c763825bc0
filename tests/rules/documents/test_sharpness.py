import numpy as np
import pytest
from PIL import Image

from lapak.documents.rules.sharpness import Sharpness, Verdict, judge
from tests import drawn_papers as drawn


def look(picture: Image.Image, *, portrait: bool = False) -> Sharpness:
    return judge(np.asarray(picture.convert("L"), dtype=np.uint8), portrait=portrait)


@pytest.mark.parametrize("paper", [drawn.letter(), drawn.card()], ids=["letter", "card"])
@pytest.mark.parametrize("size", [(1000, 750), (2000, 1500), (4000, 3000)])
def test_a_sharp_paper_is_readable_at_any_size(paper: Image.Image, size: tuple[int, int]) -> None:
    assert look(drawn.on_table(paper, size=size)) == Sharpness(Verdict.OK)


@pytest.mark.parametrize("paper", [drawn.letter(), drawn.card()], ids=["letter", "card"])
@pytest.mark.parametrize("noise", [0, 3, 6])
def test_a_paper_out_of_focus_is_blurred_however_noisy_the_camera(paper: Image.Image, noise: float) -> None:
    soft = drawn.with_noise(drawn.blurred(drawn.on_table(paper, noise=0), 5), noise)
    found = look(soft)
    assert found.verdict is Verdict.BLURRED
    assert found.box is not None


@pytest.mark.parametrize("paper", [drawn.letter(), drawn.card()], ids=["letter", "card"])
def test_a_hand_that_moved_makes_it_blurred(paper: Image.Image) -> None:
    assert look(drawn.moved(drawn.on_table(paper), 21)).verdict is Verdict.BLURRED


def test_one_blurred_place_is_found_and_boxed() -> None:
    place = (700, 600, 1300, 850)
    found = look(drawn.blurred_at(drawn.on_table(drawn.letter()), place, 9))
    assert found.verdict is Verdict.BLURRED
    assert found.box is not None
    left, top = found.box.x * 2000, found.box.y * 1500
    assert abs(left - place[0]) < 200
    assert abs(top - place[1]) < 200
    assert found.box.width < 0.5
    assert found.box.height < 0.4


@pytest.mark.parametrize("colour", ["#eeeeee", "#050505"])
def test_an_empty_picture_is_left_to_an_officer(colour: str) -> None:
    assert look(Image.new("RGB", (1600, 1200), colour)).verdict is Verdict.UNSURE


def test_a_soft_portrait_is_fine_and_a_portrait_out_of_focus_is_not() -> None:
    assert look(drawn.on_table(drawn.face(), size=(1500, 1500)), portrait=True).verdict is Verdict.OK
    soft = drawn.blurred(drawn.on_table(drawn.face(), size=(1500, 1500), noise=0), 12)
    assert look(soft, portrait=True).verdict is Verdict.BLURRED


@pytest.mark.parametrize("size", [(480, 320), (4000, 330), (330, 60000)])
def test_every_size_gets_an_answer(size: tuple[int, int]) -> None:
    assert look(drawn.with_noise(Image.new("RGB", size, "#888888"), 20)).verdict in set(Verdict)
