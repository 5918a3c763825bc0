"""The colour pairs of the design language, measured in the stylesheet that ships (WCAG 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[2] / "lapak/web/static/lapak/css/tokens.css"
STYLES = re.sub(r"/\*.*?\*/", "", TOKENS.read_text(), flags=re.DOTALL)

LARGE_OR_EDGE = 3.0

LIGHT_PAIRS = [
    ("tinta", "putih", 16.7),
    ("tinta", "kertas", 15.7),
    ("tinta-2", "putih", 8.0),
    ("tinta-2", "kertas", 7.5),
    ("tinta-2", "kertas-2", 6.9),
    ("tinta-2", "meja", 6.8),
    ("tinta-3", "putih", 5.7),
    ("tinta-3", "kertas", 5.4),
    ("garis-2", "putih", LARGE_OR_EDGE),
    ("garis-2", "kertas", LARGE_OR_EDGE),
    ("di-nila", "nila-700", 10.6),
    ("nila-700", "nila-100", 8.7),
    ("di-gelap", "nila-800", 13.4),
    ("di-gelap", "nila-950", 18.0),
    ("tinta-kunyit", "kunyit-400", 11.4),
    ("kunyit-700", "putih", 6.8),
    ("kunyit-800", "putih", 8.9),
    ("kunyit-800", "kunyit-100", 7.8),
    ("di-daun", "daun-700", 7.6),
    ("daun-700", "daun-100", 6.4),
    ("di-bata", "bata-700", 7.6),
    ("bata-700", "bata-100", 6.2),
    ("bata-600", "putih", LARGE_OR_EDGE),
    ("langit-700", "langit-100", 6.8),
    ("soga-700", "soga-100", 6.5),
    ("belum-bisa-teks", "belum-bisa", 6.2),
    ("kunyit-bingkai", "kertas", 5.8),
]

DARK_PAIRS = [
    ("tinta", "kertas", 16.5),
    ("tinta-2", "kertas", 11.5),
    ("tinta-2", "putih", 10.2),
    ("tinta-2", "terangkat", 8.6),
    ("garis-2", "kertas", 4.2),
    ("bingkai-aktif", "kertas", 6.0),
    ("kunyit-400", "kertas", 11.2),
    ("daun-700", "terangkat", 9.7),
    ("di-gelap", "alarm", 5.3),
    ("langit-700", "langit-100", 9.0),
    ("tahan-teks", "tahan", 10.0),
    ("di-nila", "nila-700", 8.1),
    ("nila-700", "kertas", 8.1),
    ("kunyit-800", "kunyit-100", 6.0),
    ("bata-700", "bata-100", 6.0),
    ("bata-700", "kertas", 6.0),
    ("daun-700", "daun-100", 6.0),
    ("soga-700", "soga-100", 6.0),
    ("belum-bisa-teks", "belum-bisa", 6.0),
    ("bata-600", "putih", LARGE_OR_EDGE),
]


def declarations(selector: str) -> dict[str, str]:
    """Return the custom properties declared in all rules whose selector list holds `selector`."""
    found: dict[str, str] = {}
    for selectors, body in re.findall(r"([^{};@]+)\{([^{}]*)\}", STYLES):
        if selector in [one.strip() for one in selectors.split(",")]:
            found |= dict(re.findall(r"--([\w-]+):\s*([^;]+);", body))
    return found


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


LIGHT = declarations(":root")
DARK = LIGHT | declarations('[data-scheme="dark"]')


@pytest.mark.parametrize(("ink", "surface", "least"), LIGHT_PAIRS)
def test_a_light_pair_keeps_its_measured_contrast(ink: str, surface: str, least: float) -> None:
    assert contrast(LIGHT[ink], LIGHT[surface]) >= least - 0.05


@pytest.mark.parametrize(("ink", "surface", "least"), DARK_PAIRS)
def test_a_dark_pair_keeps_its_measured_contrast(ink: str, surface: str, least: float) -> None:
    assert contrast(DARK[ink], DARK[surface]) >= least - 0.05


def test_a_phone_in_dark_setting_takes_the_dark_roles() -> None:
    phone = declarations('[data-scheme="auto"]')
    assert len(phone) > 30
    assert {name: DARK[name] for name in phone} == phone


def test_every_light_colour_that_carries_text_has_a_dark_counterpart() -> None:
    scheme = declarations('[data-scheme="light"]')
    assert set(scheme) <= set(declarations('[data-scheme="dark"]'))
