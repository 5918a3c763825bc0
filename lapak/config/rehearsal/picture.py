"""A rehearsed day as a picture: waits, occupancy against the limit, calls, over the same hours."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from html import escape
from typing import Any

from lapak.kernel.zones import local, zone_name

WIDTH, LEFT, RIGHT = 1200, 78, 24
TOP, PANEL, GAP = 92, 190, 58
FIRST, LAST = 7.5, 17.0
QUARTER = 15
INK, SOFT, LINE, PAPER = "#171D33", "#49506A", "#E5DFD4", "#FAF8F4"
KINDS = {  # colour, shape and word: never colour alone
    "video": ("#0D5673", "circle", "video"),
    "visit": ("#27397F", "square", "dengan janji"),
    "walk_in": ("#B26A00", "triangle", "tanpa janji"),
}
ALARM, LIMIT, FILL = "#FFEFCF", "#BE3B2B", "#E3E8F7"


def draw(*, figures: dict[str, Any], zone: str) -> str:
    """Return the picture as SVG; words in Indonesian, hours of the branch."""
    paper = _Paper(zone)
    height = TOP + 3 * PANEL + 2 * GAP + 70
    parts = [
        _title(figures, zone),
        *_waits(paper, figures, TOP),
        *_hall(paper, figures, TOP + PANEL + GAP),
        *_calls(paper, figures, TOP + 2 * (PANEL + GAP)),
        _words(LEFT, height - 18, _foot(figures), size=13),
    ]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img"'
        f' font-family="Plus Jakarta Sans, system-ui, sans-serif" aria-label="{escape(_spoken(figures))}">'
    )
    return "\n".join([head, f'<rect width="{WIDTH}" height="{height}" fill="{PAPER}"/>', *parts, "</svg>\n"])


class _Paper:
    """Where hours and values stand."""

    def __init__(self, zone: str) -> None:
        self._zone = zone

    def x(self, moment: str) -> float:
        clock = local(moment=datetime.fromisoformat(moment), zone=self._zone)
        return self.at(clock.hour + clock.minute / 60 + clock.second / 3600)

    def at(self, hour: float) -> float:
        share = (min(max(hour, FIRST), LAST) - FIRST) / (LAST - FIRST)
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)


def _y(top: int, value: float, most: float) -> float:
    return round(top + PANEL - min(value, most) / most * PANEL, 1)


def _panel(paper: _Paper, top: int, title: str, steps: Iterable[float], most: float) -> list[str]:
    """Return the frame of a panel: hours, steps of the scale, the noon break, the title."""
    noon = paper.at(12), paper.at(13)
    found = [
        f'<rect x="{LEFT}" y="{top}" width="{WIDTH - LEFT - RIGHT}" height="{PANEL}" fill="#FFFFFF"/>',
        f'<rect x="{noon[0]}" y="{top}" width="{noon[1] - noon[0]:.1f}" height="{PANEL}" fill="#F3EFE7"/>',
        _words(LEFT, top - 12, title, size=15, weight=700),
    ]
    for step in steps:
        y = _y(top, step, most)
        found.append(f'<path d="M{LEFT} {y}H{WIDTH - RIGHT}" stroke="{LINE}"/>')
        found.append(_words(LEFT - 8, y + 4, f"{step:g}", anchor="end"))
    for hour in range(8, int(LAST) + 1):
        found.append(_words(paper.at(hour), top + PANEL + 17, f"{hour:02d}.00", anchor="middle"))
    found.append(_words(sum(noon) / 2, top + 16, "istirahat", anchor="middle"))
    return found


def _waits(paper: _Paper, figures: dict[str, Any], top: int) -> list[str]:
    calls = figures["calls"]
    most = max(30.0, -(-max(one["wait"] for one in calls) // 10) * 10)
    title = "Menunggu dipanggil, menit, menurut jam datang"
    found = _panel(paper, top, title, _steps(most), most)
    for number, (kind, (colour, shape, word)) in enumerate(KINDS.items()):
        mine = [one for one in calls if one["kind"] == kind]
        spread = figures["waits"].get(kind, {"p50": 0, "p90": 0})
        x = LEFT + 372 + number * 250
        found.append(_mark(x - 10, top - 17, colour, shape))
        said = f"{word}: {spread['p50']:.0f}, sembilan dari 10 ≤ {spread['p90']:.0f}"
        found.append(_words(x, top - 12, said, size=13))
        found += [
            _mark(paper.x(one["arrived_at"]), _y(top, one["wait"], most), colour, shape) for one in mine
        ]
    return found


def _hall(paper: _Paper, figures: dict[str, Any], top: int) -> list[str]:
    hall, looked = figures["hall"], figures["looked"]
    most = max(hall["limit"], hall["most_inside"]) * 1.15
    found = _panel(paper, top, "Orang di ruang tunggu dan bilik, dengan pengantar", _steps(most), most)
    end = looked[-1]["at"]
    for one in figures["alarms"]:
        x, until = paper.x(one["began_at"]), paper.x(one["ended_at"] or end)
        found.append(
            f'<rect x="{x}" y="{top}" width="{max(2, until - x):.1f}" height="{PANEL}" fill="{ALARM}"/>'
        )
    line = " ".join(f"L{paper.x(one['at'])} {_y(top, one['inside'], most)}" for one in looked)
    area = f"M{paper.x(looked[0]['at'])} {top + PANEL} {line} L{paper.x(end)} {top + PANEL}Z"
    found.append(f'<path d="{area}" fill="{FILL}" stroke="#27397F" stroke-width="2"/>')
    for value, colour, dash, word in (
        (hall["limit"], LIMIT, "none", f"batas {hall['limit']}"),
        (hall["alarm_at"], "#825000", "6 4", f"alarm {hall['alarm_at']}"),
    ):
        y = _y(top, value, most)
        found.append(
            f'<path d="M{LEFT} {y}H{WIDTH - RIGHT}" stroke="{colour}" stroke-width="2"'
            f' stroke-dasharray="{dash}"/>'
        )
        found.append(_words(WIDTH - RIGHT - 6, y - 5, word, anchor="end", weight=700))
    said = (
        f"terbanyak {hall['most_inside']} dari {hall['limit']}, {len(figures['alarms'])} alarm (latar kuning)"
    )
    found.append(_words(WIDTH - RIGHT, top - 12, said, anchor="end", size=13))
    return found


def _calls(paper: _Paper, figures: dict[str, Any], top: int) -> list[str]:
    bins: Counter[tuple[int, str]] = Counter()
    for one in figures["calls"]:
        hour = (paper.x(one["called_at"]) - LEFT) / (WIDTH - LEFT - RIGHT) * (LAST - FIRST) + FIRST
        bins[int(hour * 60 // QUARTER), one["kind"]] += 1
    totals = Counter({key[0]: 0 for key in bins})
    most = max(sum(bins[slot, kind] for kind in KINDS) for slot, _kind in bins) * 1.1
    found = _panel(paper, top, "Panggilan tiap seperempat jam", _steps(most), most)
    wide = paper.at(9 + QUARTER / 60) - paper.at(9)
    for slot in sorted(totals):
        for kind, (colour, _shape, _word) in KINDS.items():
            people = bins[slot, kind]
            if people:
                y = _y(top, totals[slot] + people, most)
                high = _y(top, totals[slot], most) - y
                x = paper.at(slot * QUARTER / 60)
                found.append(
                    f'<rect x="{x + 1}" y="{y}" width="{wide - 2:.1f}" height="{high:.1f}" fill="{colour}"/>'
                )
                totals[slot] += people
    return found


def _title(figures: dict[str, Any], zone: str) -> str:
    people, share = figures["people"], figures["estimates"]["share"]
    said = f"Satu hari cabang: {people['arrived']} orang datang, {people.get('done', 0)} dilayani"
    below = (
        f"Perkiraan waktu tunggu tepat {share * 100:.0f}% dari {figures['estimates']['called']} panggilan."
        f" Jam dalam {zone_name(zone=zone)}."
    )
    return _words(LEFT, 34, said, size=24, weight=750) + _words(LEFT, 58, below, size=15)


def _foot(figures: dict[str, Any]) -> str:
    return (
        f"lapak rehearse --day --seed {figures['seed']}: operasi yang sebenarnya pada basis data,"
        " orang dan lama layanan diundi (lapak/config/rehearsal/people.py)."
    )


def _spoken(figures: dict[str, Any]) -> str:
    hall = figures["hall"]
    return (
        f"{figures['people']['arrived']} people came;"
        f" at most {hall['most_inside']} of {hall['limit']} inside;"
        f" {figures['estimates']['share']:.0%} of estimates held"
    )


def _steps(most: float) -> list[float]:
    size = next(one for one in (1, 2, 5, 10, 20, 50) if most / one <= 6)
    return [step * size for step in range(int(most // size) + 1)]


def _words(x: float, y: float, text: str, *, size: int = 12, weight: int = 500, anchor: str = "start") -> str:
    colour = INK if weight >= 700 else SOFT
    return (
        f'<text x="{x}" y="{y}" font-size="{size}" font-weight="{weight}" fill="{colour}"'
        f' text-anchor="{anchor}">{escape(text)}</text>'
    )


def _mark(x: float, y: float, colour: str, shape: str) -> str:
    if shape == "circle":
        return f'<circle cx="{x}" cy="{y}" r="4" fill="none" stroke="{colour}" stroke-width="2"/>'
    if shape == "square":
        return f'<rect x="{x - 4}" y="{y - 4}" width="8" height="8" fill="{colour}"/>'
    return f'<path d="M{x} {y - 5}L{x + 5} {y + 4}H{x - 5}Z" fill="{colour}"/>'
