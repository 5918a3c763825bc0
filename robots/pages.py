"""A page as a robot reads it: its elements, its forms, its links.

A robot fills only what it finds. A form that has gone, a field that is missing, a choice that is not offered
raises `PageChanged`, so that a changed page fails loudly instead of being walked past.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
CSRF_FIELD = "csrfmiddlewaretoken"
_BUTTONS = ("submit", "button", "reset", "image")


class PageChanged(Exception):
    """The page lacks something a robot needs."""


@dataclass(frozen=True)
class File:
    """A file to send."""

    name: str
    content: bytes
    media_type: str


@dataclass
class Element:
    """One element of a page: its attributes, its own text, and what is inside it."""

    tag: str
    attributes: dict[str, str]
    inside: list["Element | str"] = field(default_factory=list)

    def all(self, tag: str = "", **attributes: str | bool) -> Iterator["Element"]:
        """Yield the elements inside, at any depth, of this tag and with these attributes.

        `data_part="task"` asks for `data-part`, `True` for the attribute with any value.
        """
        for one in self.inside:
            if isinstance(one, Element):
                if one._fits(tag, attributes):
                    yield one
                yield from one.all(tag, **attributes)

    def first(self, tag: str = "", **attributes: str | bool) -> "Element":
        """Return the first such element. Raises PageChanged."""
        found = next(self.all(tag, **attributes), None)
        if found is None:
            raise PageChanged(f"no <{tag or '*'} {attributes}> in <{self.tag} {self.attributes}>")
        return found

    def has(self, tag: str = "", **attributes: str | bool) -> bool:
        """Return whether there is such an element inside."""
        return next(self.all(tag, **attributes), None) is not None

    @property
    def text(self) -> str:
        """All text inside, with single spaces."""
        parts = (one if isinstance(one, str) else one.text for one in self.inside)
        return " ".join(" ".join(parts).split())

    def __getitem__(self, attribute: str) -> str:
        """Return an attribute. Raises PageChanged when it is missing."""
        if attribute not in self.attributes:
            raise PageChanged(f"<{self.tag}> without {attribute}")
        return self.attributes[attribute]

    def _fits(self, tag: str, attributes: dict[str, str | bool]) -> bool:
        if tag and self.tag != tag:
            return False
        for name, wanted in attributes.items():
            value = self.attributes.get(name.strip("_").replace("_", "-"))
            if value is None or (wanted is not True and wanted != value):
                return False
        return True


@dataclass
class Form:
    """A form with what it would send as it stands. `choices` is what a field offers, where it does."""

    id: str
    action: str
    method: str
    scripted: bool
    values: dict[str, str]
    choices: dict[str, list[str]]
    empty: set[str]
    files: dict[str, File] = field(default_factory=dict)

    @property
    def fields(self) -> set[str]:
        """The names of all its fields."""
        return {*self.values, *self.choices, *self.empty} - {CSRF_FIELD}

    def fill(self, **values: str | File) -> "Form":
        """Enter values and return the form. Raises PageChanged for what the form does not offer."""
        for name, value in values.items():
            if name not in self.fields:
                raise PageChanged(f"{self.action} has no field {name}, only {sorted(self.fields)}")
            if isinstance(value, File):
                self.files[name] = value
                continue
            if name in self.choices and value not in self.choices[name]:
                raise PageChanged(f"{self.action} does not offer {value} for {name}: {self.choices[name]}")
            self.values[name] = value
        return self


@dataclass(frozen=True)
class Page:
    """An answer of the service, read."""

    url: str
    status: int
    root: Element

    @property
    def text(self) -> str:
        """All text on the page."""
        return self.root.text

    def forms(self) -> list[Form]:
        """Return all forms of the page."""
        return [_form(one, self.url) for one in self.root.all("form")]

    def form(self, *fields: str, action: str = "", id: str = "") -> Form:
        """Return the first form with these fields, whose address ends so. Raises PageChanged."""
        found = next(self.forms_like(*fields, action=action, id=id), None)
        if found is None:
            raise PageChanged(
                f"{self.url} ({self.status}): no form {action} {id} {fields}: {self.text[:400]}"
            )
        return found

    def forms_like(self, *fields: str, action: str = "", id: str = "") -> Iterator[Form]:
        """Yield the forms with these fields, whose address ends so, and with this id if one is given."""
        for one in self.forms():
            fits = one.fields.issuperset(fields) and one.action.split("?")[0].endswith(action)
            if fits and id in ("", one.id):
                yield one

    def link(self, beginning: str) -> str:
        """Return the address of the first link that begins so. Raises PageChanged."""
        for one in self.root.all("a", href=True):
            if one["href"].startswith(beginning):
                return urljoin(self.url, one["href"])
        raise PageChanged(f"{self.url}: no link to {beginning}")


def read(*, text: str, url: str, status: int) -> Page:
    """Return the page that this HTML is."""
    builder = _Builder()
    builder.feed(text)
    builder.close()
    return Page(url=url, status=status, root=builder.root)


class _Builder(HTMLParser):
    """Builds the tree; an end tag without its beginning is passed over, as browsers do."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("page", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].inside.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].inside.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        for depth in range(len(self._open) - 1, 0, -1):
            if self._open[depth].tag == tag:
                del self._open[depth:]
                return

    def handle_data(self, data: str) -> None:
        if self._open[-1].tag not in ("script", "style"):
            self._open[-1].inside.append(data)


def _form(element: Element, url: str) -> Form:
    form = Form(
        id=element.attributes.get("id", ""),
        action=urljoin(url, element.attributes.get("action") or element.attributes.get("hx-post") or url),
        method=(element.attributes.get("method") or "post").lower(),
        scripted=any(name.startswith(("data-", "hx-")) for name in element.attributes),
        values={},
        choices={},
        empty=set(),
    )
    for one in element.all():
        name = one.attributes.get("name", "")
        if name and "disabled" not in one.attributes:
            _take_field(form, one, name)
    return form


def _take_field(form: Form, element: Element, name: str) -> None:
    kind = element.attributes.get("type", "").lower()
    value = element.attributes.get("value", "")
    if element.tag == "select":
        options = list(element.all("option"))
        form.choices[name] = [one.attributes.get("value", one.text) for one in options]
        chosen = next((one for one in options if "selected" in one.attributes), None)
        first = form.choices[name][0] if options else ""
        form.values[name] = chosen.attributes.get("value", chosen.text) if chosen else first
    elif element.tag == "textarea":
        form.values[name] = element.text
    elif element.tag == "button" or kind in _BUTTONS:
        form.choices.setdefault(name, []).append(value)  # sent only when this button is pressed
    elif kind in ("radio", "checkbox"):
        form.choices.setdefault(name, []).append(value or "on")
        if "checked" in element.attributes:
            form.values[name] = value or "on"
    elif kind == "file":
        form.empty.add(name)
    elif element.tag == "input":
        form.values[name] = value
