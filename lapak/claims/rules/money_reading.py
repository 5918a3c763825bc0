"""From `tax/*.toml` and `points.toml` to tax tables and points."""

from pathlib import Path

from lapak.claims.rules import programme_files as files
from lapak.claims.rules.points import Default, Option, Point
from lapak.claims.rules.reading import ProgrammeInvalid, files_in, read_file, require_different
from lapak.claims.rules.tax import Bracket, TaxTable, Treatment


def read_tax_tables(folder: Path) -> tuple[TaxTable, ...]:
    """Return the tables of a folder in the order of their first day. Raises ProgrammeInvalid."""
    found: list[TaxTable] = []
    for path in files_in(folder):
        entry = read_file(path, files.TaxFile)
        for table in entry.tables:
            _require_rising(path, table)
            found.append(_tax_table(table, treatment=entry.treatment))
    require_different(folder, "id", (one.id for one in found))
    require_different(folder, "in_force_from", (f"{one.treatment} {one.in_force_from}" for one in found))
    return tuple(sorted(found, key=lambda one: one.in_force_from))


def _require_rising(path: Path, table: files.TaxTableEntry) -> None:
    starts = [bracket.above for bracket in table.brackets]
    if starts[0] != 0 or starts != sorted(set(starts)):
        raise ProgrammeInvalid(path, f"tables.{table.id}.brackets", "must begin at 0 and rise")


def _tax_table(entry: files.TaxTableEntry, *, treatment: Treatment) -> TaxTable:
    return TaxTable(
        id=entry.id,
        label=entry.label,
        treatment=treatment,
        in_force_from=entry.in_force_from,
        final=entry.final,
        object_code=entry.object_code,
        source=entry.source,
        brackets=tuple(
            Bracket(one.above, one.rate_percent, one.without_npwp_percent) for one in entry.brackets
        ),
    )


def read_points(file: Path) -> tuple[Point, ...]:
    """Return the points the institution chooses on; none without the file. Raises ProgrammeInvalid."""
    if not file.exists():
        return ()
    entries = read_file(file, files.PointsFile).points
    require_different(file, "points", (one.code for one in entries))
    for one in entries:
        key, options = f"points.{one.code}", {option.code for option in one.options}
        require_different(file, f"{key}.options", (option.code for option in one.options))
        days = [default.from_day.isoformat() for default in one.defaults]
        require_different(file, f"{key}.defaults", days)
        for default in one.defaults:
            if default.option not in options:
                raise ProgrammeInvalid(file, f"{key}.defaults", f"unknown option {default.option!r}")
    return tuple(_point(one) for one in entries)


def _point(entry: files.PointEntry) -> Point:
    defaults = (Default(one.option, one.from_day) for one in entry.defaults)
    return Point(
        code=entry.code,
        question=entry.question,
        options=tuple(Option(one.code, one.label, one.source, one.consequence) for one in entry.options),
        defaults=tuple(sorted(defaults, key=lambda one: one.from_day)),
    )
