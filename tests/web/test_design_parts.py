"""The parts of the design system: what tags and filters write, and that every file they point to is there."""

import base64
import hashlib
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template
from django.utils.translation import override

from lapak.web.templatetags import lapak_text, lapak_ui

WEB = Path(lapak_ui.__file__).parents[1]
STATIC = WEB / "static/lapak"
SYMBOLS = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons/sprite.svg").read_text()))
MORNING = datetime(2020, 6, 22, 3, 40, tzinfo=UTC)


class Identity(forms.Form):
    nik = forms.CharField(label="NIK", help_text="16 angka di KTP.", error_messages={"required": "Isi NIK."})
    reason = forms.ChoiceField(label="Alasan", choices=[("a", "PHK")], widget=forms.RadioSelect)


def drawn(source: str, **context: object) -> str:
    return Template("{% load lapak_ui lapak_text %}" + source).render(Context(context))


def test_every_icon_a_template_names_is_in_the_sprite() -> None:
    templates = [path.read_text() for path in (WEB / "templates").rglob("*.html")]
    named = {name for text in templates for name in re.findall(r"\{%-?\s*icon\s+[\"']([\w-]+)[\"']", text)}
    known = {
        *lapak_ui.BANNER_ICONS.values(),
        *lapak_ui.STATE_ICONS.values(),
        *lapak_ui.VERDICT_ICONS.values(),
    }
    assert named | known <= SYMBOLS


def test_vendored_files_are_those_whose_integrity_is_written_down() -> None:
    text = (STATIC / "LICENSES.md").read_text()
    written = dict(re.findall(r"\| `([^`]+)` \| `(sha384-[^`]+)` \|", text))
    files = [*(STATIC / "fonts").glob("*.woff2"), *(STATIC / "vendor").glob("*.js")]
    digests = {
        str(path.relative_to(STATIC)): "sha384-"
        + base64.b64encode(hashlib.sha384(path.read_bytes()).digest()).decode()
        for path in files
    }
    assert digests.items() <= written.items()


def test_no_template_carries_inline_style_or_script() -> None:
    for path in (WEB / "templates").rglob("*.html"):
        text = re.sub(r"{%.*?%}", "", path.read_text())
        assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)|javascript:", text), path


def test_an_icon_is_silent_unless_it_is_labelled() -> None:
    assert 'aria-hidden="true"' in drawn('{% icon "hand" %}')
    labelled = drawn('{% icon "hand" label=word %}', word="Butuh <petugas>")
    assert 'role="img" aria-label="Butuh &lt;petugas&gt;"' in labelled
    assert "aria-hidden" not in labelled


def test_a_field_ties_its_hint_and_error_to_the_control() -> None:
    html = drawn('{% field form.nik inputmode="numeric" autocomplete="off" %}', form=Identity({}))
    control = re.search(r"<input[^>]*>", html)
    assert control is not None
    for part in ('aria-describedby="id_nik_hint id_nik_error"', 'aria-invalid="true"', 'inputmode="numeric"'):
        assert part in control[0]
    assert 'autocomplete="off"' in control[0]
    assert 'id="id_nik_hint"' in html
    assert re.search(r'id="id_nik_error".*Isi NIK\.', html)


def test_a_field_keeps_what_was_typed_and_escapes_it() -> None:
    html = drawn("{% field form.nik %}", form=Identity({"nik": '"><script>'}))
    assert 'value="&quot;&gt;&lt;script&gt;"' in html


def test_choices_stand_in_a_fieldset_with_its_question_as_legend() -> None:
    html = drawn("{% field form.reason %}", form=Identity())
    assert re.search(r"<fieldset.*<legend[^>]*>Alasan", html, re.DOTALL)
    assert html.count('type="radio"') == 1
    assert 'aria-invalid="true"' not in html


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ amount|rupiah }}", "Rp61.856.000"),
        ("{{ amount|figure }}", "61.856.000"),
        ("{{ nothing|rupiah }}", ""),
        ("{{ moment|branch_time:'Asia/Jakarta' }}", "10.40 WIB"),
        ("{{ moment|branch_time:'Asia/Jayapura' }}", "12.40 WIT"),
        ("{{ moment|branch_clock:'Asia/Makassar' }}", "11.40"),
        ("{{ moment|branch_moment:'Asia/Jakarta' }}", "Sen, 22 Jun · 10.40 WIB"),
        ("{{ moment|branch_date:'Asia/Jakarta' }}", "Senin, 22 Juni 2020"),
        ("{{ day|plain_date }}", "4 Mei 2020"),
        ("{{ 3|ordinal }}", "ke-3"),
        ("{{ 160|stopwatch }}", "02:40"),
        ("{{ 4200|stopwatch }}", "70:00"),
        ("{{ nik|mask_nik }}", "3603••••••••0003"),
    ],
)
def test_filters_write_as_people_read(source: str, expected: str) -> None:
    context = {
        "amount": 61_856_000,
        "nothing": None,
        "moment": MORNING,
        "day": date(2020, 5, 4),
        "nik": "3603451205860003",
    }
    with override("id"):
        assert drawn(source, **context) == expected


def test_the_day_is_the_branch_s_day_and_not_that_of_utc() -> None:
    late = datetime(2020, 6, 22, 17, 30, tzinfo=UTC)
    with override("id"):
        assert lapak_text.branch_date(late, "Asia/Jakarta") == "Selasa, 23 Juni 2020"
