"""The tiles of the console, as the officer's page reads them."""

from dataclasses import dataclass

from robots.pages import Page

MOST_PLACES = 6


@dataclass(frozen=True)
class Tile:
    """What a tile of the console says of one person."""

    number: int
    call: str
    place: str
    mode: str
    state: str
    is_confirmed: bool
    name: str
    label: str


def read_tiles(page: Page) -> dict[int, Tile]:
    """Return the people at the desk by the number of their place."""
    tiles = (_tile(page, number) for number in range(1, MOST_PLACES + 1))
    return {tile.number: tile for tile in tiles if tile is not None}


def _tile(page: Page, number: int) -> Tile | None:
    foot = next(page.root.all(id=f"tile-{number}-foot"), None)
    if foot is None or "data-call" not in foot.attributes:
        return None
    return Tile(
        number=number,
        call=foot["data-call"],
        place=foot["data-place"],
        mode=foot["data-mode"],
        state=foot["data-state"],
        is_confirmed=foot["data-confirmed"] == "yes",
        name=foot["data-name"],
        label=foot["data-label"],
    )
