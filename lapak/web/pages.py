"""Every address of the product with its row in the role matrix."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from lapak.web.access import Access, access_of


@dataclass(frozen=True)
class Page:
    """One address: its route as written, its name, the names of its parameters, and who may open it."""

    route: str
    name: str
    parameters: tuple[tuple[str, Any], ...]
    access: Access | None

    @property
    def key(self) -> str:
        """What the matrix sorts and shows: the route."""
        return "/" + self.route


def pages() -> tuple[Page, ...]:
    """Return all addresses that the URL configuration publishes, by route; `access` None is closed to all."""
    return tuple(sorted(_walk(get_resolver(), "", [], {}), key=lambda page: page.key))


def _walk(
    resolver: URLResolver, prefix: str, namespaces: list[str], parameters: dict[str, Any]
) -> Iterator[Page]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern).lstrip("^").rstrip("$")
        known = {**parameters, **entry.pattern.converters}
        if isinstance(entry, URLPattern):
            name = ":".join([*namespaces, entry.name or ""])
            access = access_of(view=entry.callback, url_name=entry.name, namespaces=namespaces)
            yield Page(route, name, tuple(known.items()), access)
        else:
            inner = [*namespaces, entry.namespace] if entry.namespace else namespaces
            yield from _walk(entry, route, inner, known)
