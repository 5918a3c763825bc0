"""What axe-core finds on a page: names, labels, contrast and order, for who sees badly or not at all."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
ALSO = ["landmark-one-main", "page-has-heading-one", "heading-order", "empty-heading", "region"]
COLOURS = ["cat.color"]
PICTURES = os.environ.get("LAPAK_SCREENS", "")

STILL = """Promise.all(document.getAnimations()
  .filter((one) => one.effect.getComputedTiming().iterations !== Infinity)
  .map((one) => one.finished.catch(() => null)))"""
RUN = """async ([tags, also, apart]) => {
  const rules = Object.fromEntries([...also, ...apart].map((id) => [id, { enabled: !apart.includes(id) }]));
  const said = await axe.run(document, { runOnly: tags, rules, resultTypes: ["violations"] });
  return said.violations.flatMap(({ id, nodes }) => nodes.map(({ target, any, all, none }) =>
    `${id} at ${target.flat().join(" ")}: ${[...any, ...all, ...none].map((one) => one.message)[0]}`));
}"""


@dataclass
class Look:
    """Collects what is wrong on the screens of a kind, apart from rules, so that one run names all.

    Screens that follow the phone into the dark are judged by their colours there too.
    """

    kind: str
    in_the_dark: bool = False
    apart: tuple[str, ...] = ()
    wrong: dict[str, list[str]] = field(default_factory=dict)

    def over(self, page: Page, *paths: str) -> None:
        """Open these pages one after the other and look at each."""
        for path in paths:
            page.goto(path)
            self.at(page, path.strip("/").replace("/", "-"))

    def at(self, page: Page, name: str) -> None:
        """Look at the page as it stands; keep its picture in the folder LAPAK_SCREENS names."""
        page.evaluate(AXE.read_text())
        self._judge(page, name, TAGS, ALSO)
        if self.in_the_dark:
            page.emulate_media(color_scheme="dark")
            self._judge(page, f"{name}-gelap", COLOURS, [])
            page.emulate_media(color_scheme="light")

    def _judge(self, page: Page, name: str, tags: list[str], also: list[str]) -> None:
        page.evaluate(STILL)
        found = page.evaluate(RUN, [tags, also, list(self.apart)])
        if found:
            self.wrong[name] = found
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{self.kind}-{name}.png", full_page=True)
