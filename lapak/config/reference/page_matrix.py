"""Who may open which page."""

from lapak.people.rules import Role
from lapak.web.access import Access
from lapak.web.pages import pages

COLUMNS = ("anyone", "participant", "let_in", "booth", "board", "tablet", *Role)


def role_matrix() -> str:
    """Return the role matrix of every page as Markdown."""
    own = [page for page in pages() if not page.name.startswith(("admin:", "demonstration:"))]
    heads = [column.replace("_", " ") for column in COLUMNS]
    lines = [
        "# Who may open which page",
        "",
        "Written by `lapak reference`; do not edit. `own` means: only for the call or visit that is theirs.",
        "`let in` is a phone that opened the code of a booth's screen: it sees its visit and nothing else.",
        "`/admin/` is for administrators; pages of the demonstration are not listed.",
        "",
        "| page | " + " | ".join(heads) + " |",
        "| --- |" + " :-: |" * len(heads),
    ]
    for page in own:
        assert page.access is not None, page.key
        cells = [_cell(column, page.access) for column in COLUMNS]
        lines.append(f"| `{page.key}` | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _cell(column: str, access: Access) -> str:
    if access.audience == "public":
        return "yes"
    if access.audience == "desk_or_visit":
        return "own" if column in ("participant", "let_in", "booth", Role.OFFICER) else ""
    if access.audience == "participant":
        return "own" if column == "participant" or (column == "let_in" and access.on_visit) else ""
    if access.audience == "device":
        return "yes" if column in (access.roles or {"booth", "board", "tablet"}) else ""
    return "yes" if column in access.roles else ""
