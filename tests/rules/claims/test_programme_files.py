"""A programme is whole or refused, with the file and the key that are wrong."""

import dataclasses
import shutil
from pathlib import Path

import pytest

from lapak.claims.rules.programme import ProgrammeInvalid, load_programme
from tests.jht import FOLDER, JHT

OF_2015 = "rule-sets/permenaker-19-2015.toml"
OF_2022 = "rule-sets/permenaker-4-2022.toml"
TAX = "tax/lump-sum.toml"
CAPACITIES = "capacities.toml"
REASONS = "reasons.toml"
LONG = "r" * 25
POINTS = "points.toml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the built-in programme to break."""
    return Path(shutil.copytree(FOLDER, tmp_path / "jht"))


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new, 1), encoding="utf-8")


def test_the_same_files_make_the_same_programme_and_nobody_can_change_it(folder: Path) -> None:
    loaded = load_programme(folder)
    assert loaded == JHT
    with pytest.raises(dataclasses.FrozenInstanceError):
        loaded.code = "other"  # type: ignore[misc] # that is the point
    with pytest.raises(TypeError):
        loaded.papers["ktp"] = loaded.papers["kk"]  # type: ignore[index] # that is the point
    with pytest.raises(TypeError):
        loaded.rule_sets[0].papers["ktp"] = loaded.rule_sets[0].papers["kk"]  # type: ignore[index]


BREAKS = {
    "a key nobody reads": (OF_2015, 'code = "resigned"', 'code = "resigned"\nwait = 1', "reasons.0.wait"),
    "a source left empty": (
        TAX,
        'source = "PP 68/2009 Pasal 5; PMK',
        'source = ""  # PMK',
        "tables.0.source",
    ),
    "a source left out": (OF_2015, 'source = "Permenaker 19/2015: satu bulan', "# ", "reasons.0.source"),
    "a number in quotes": (OF_2015, "waiting_months = 1", 'waiting_months = "1"', "reasons.0.waiting_months"),
    "a negative wait": (OF_2015, "waiting_months = 1", "waiting_months = -1", "reasons.0.waiting_months"),
    "a capacity nobody has": (CAPACITIES, 'code = "heir"', 'code = "friend"', "capacities.0.code"),
    "a capacity of an unknown rule set": (
        CAPACITIES,
        '["permenaker-19-2015",',
        '["permenaker-0-2015",',
        "heir.rule_sets",
    ),
    "a capacity twice": (CAPACITIES, 'code = "guardian"', 'code = "heir"', "heir.rule_sets"),
    "a paper of people nobody named": (CAPACITIES, '["ktp_wali"]', '["ktp_x"]', "guardian: papers"),
    "a check of people nobody named": (
        CAPACITIES,
        '"guardian_as_in_decision"',
        '"seen"',
        "guardian: checks",
    ),
    "whose paper nobody named": (
        CAPACITIES,
        'whose = { ktp = "acting"',
        'whose = { x = "acting"',
        "heir: whose",
    ),
    "a kind of paper nobody named": (
        OF_2015,
        '"paklaring", "buku',
        '"paper_x", "buku',
        "reasons.resigned.papers",
    ),
    "a paper named twice": (OF_2015, '"paklaring", "buku', '"ktp", "buku', "reasons.resigned.papers"),
    "a rule for an unknown paper": (OF_2015, "[papers.kk]", "[papers.kkk]", "papers"),
    "an unknown check": (OF_2015, '"ktp_original",', '"ktp_seen",', "reasons.resigned.checks"),
    "a check of a paper not asked": (
        OF_2022,
        '"member_card",',
        '"member_card_and_kk_original",',
        "reasons.resigned.checks",
    ),
    "an unknown alternative": (OF_2015, '"putusan_pengadilan"', '"putusan"', "papers.bukti_phk.alternatives"),
    "a check of an unknown paper": ("checks.toml", '"foto_diri"', '"foto"', "face_matches_ktp.papers"),
    "a reason twice": (OF_2015, 'code = "laid_off"', 'code = "resigned"', "reasons"),
    "two rule sets from one day": (OF_2022, "2022-04-26", "2015-09-01", "in_force_from"),
    "two rule sets of one name": (OF_2022, "permenaker-4-2022", "permenaker-19-2015", "id"),
    "a date that is none": (OF_2022, "2022-04-26", '"26 April 2022"', "in_force_from"),
    "a code too long for its column": (REASONS, "kinds.resigned]", f"kinds.{LONG}]", f"kinds.{LONG}.[key]"),
    "a reason nobody named": (OF_2015, 'code = "resigned"', 'code = "bored"', "reasons"),
    "a group nobody named": (REASONS, 'group = "stopped"', 'group = "gone"', "kinds.resigned.group"),
    "a text that names something unknown": (REASONS, "diri {ended_on}", "diri {wage}", "kinds.resigned.told"),
    "a text with an open place": (REASONS, "diri {ended_on}", "diri {ended_on", "kinds.resigned.told"),
    "a day asked for without words": (
        OF_2015,
        "waiting_months = 1",
        'waiting_months = 1\nevent_date = "required"',
        "reasons.resigned.event_date",
    ),
    "a right that begins after no day": (
        OF_2015,
        "waiting_months = 1",
        'waiting_months = 1\nright_begins = "month_after_event"',
        "reasons.resigned.right_begins",
    ),
    "a day ahead that nobody asks for": (
        OF_2015,
        "waiting_months = 1",
        "waiting_months = 1\nevent_may_be_ahead = true",
        "reasons.resigned.event_may_be_ahead",
    ),
    "a form nobody signs": ("papers.toml", 'how = "sign"', 'how = "upload"', "kinds"),
    "a paper given in no known way": ("papers.toml", 'how = "sign"', 'how = "fax"', "kinds.formulir_f5.how"),
    "brackets from above nothing": (TAX, "above = 0,", "above = 1,", "tables.pp-68-2009.brackets"),
    "brackets that fall": (TAX, "above = 50_000_000", "above = 0", "tables.pp-68-2009.brackets"),
    "a rate over the whole": (
        TAX,
        "rate_percent = 5 ",
        "rate_percent = 105 ",
        "tables.0.brackets.1.rate_percent",
    ),
    "a treatment nobody knows": (TAX, 'treatment = "lump_sum"', 'treatment = "lump"', "treatment"),
    "a point twice": (POINTS, 'code = "two_years"', 'code = "first_partial"', "points"),
    "an option twice": (POINTS, 'code = "on_balance"', 'code = "final"', "points.first_partial.options"),
    "a default that is no option": (
        POINTS,
        'option = "final"',
        'option = "none"',
        "points.first_partial.defaults",
    ),
    "two defaults from one day": (POINTS, "2022-07-14", "2015-09-01", "points.nik_as_npwp.defaults"),
    "a code that is no word": ("programme.toml", 'code = "jht"', 'code = "J H T"', "code"),
    "no institution": ("programme.toml", "[institution]", "[institutions]", "institution"),
    "no TOML": ("decisions.toml", "[ask_again.blurred]", "[ask_again.blurred", ""),
}


@pytest.mark.parametrize("broken", BREAKS)
def test_what_is_not_whole_is_refused_with_its_file_and_key(broken: str, folder: Path) -> None:
    file, old, new, key = BREAKS[broken]
    change(folder, file, old, new)
    with pytest.raises(ProgrammeInvalid) as refused:
        load_programme(folder)
    assert refused.value.key == key
    assert Path(refused.value.file) in {folder / file, (folder / file).parent}
    assert str(refused.value).startswith(f"{refused.value.file}: ")


@pytest.mark.parametrize(
    "missing", ["programme.toml", "reasons.toml", "papers.toml", "checks.toml", "decisions.toml"]
)
def test_a_file_that_is_not_there_is_named(missing: str, folder: Path) -> None:
    (folder / missing).unlink()
    with pytest.raises(ProgrammeInvalid) as refused:
        load_programme(folder)
    assert refused.value.file == str(folder / missing)


def test_a_programme_may_have_no_disputed_points(folder: Path) -> None:
    (folder / POINTS).unlink()
    assert load_programme(folder).points == ()


@pytest.mark.parametrize("missing", ["rule-sets", "tax"])
def test_a_programme_has_rules_and_taxes(missing: str, folder: Path) -> None:
    shutil.rmtree(folder / missing)
    with pytest.raises(ProgrammeInvalid) as refused:
        load_programme(folder)
    assert refused.value.file == str(folder / missing)
