"""Reference pages that are written from the code; a test holds them equal to it."""

from pathlib import Path

from lapak.config.reference.claim_moves import claim_moves
from lapak.config.reference.page_matrix import role_matrix
from lapak.config.reference.papers import papers_by_reason
from lapak.config.reference.ticket_moves import ticket_moves

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "reference"


def reference_pages() -> dict[Path, str]:
    """Return every generated page: its path and its Markdown."""
    return {
        FOLDER / "pages.md": role_matrix(),
        FOLDER / "claim-moves.md": claim_moves(),
        FOLDER / "papers.md": papers_by_reason(),
        FOLDER / "ticket-moves.md": ticket_moves(),
    }


def write_reference() -> None:
    """Write all generated pages."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path, text in reference_pages().items():
        path.write_text(text, encoding="utf-8")
