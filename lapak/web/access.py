"""Who may open which page. A view says it with one decorator; a view that says nothing is closed to all."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeVar

from lapak.people.rules import Role

View = TypeVar("View", bound=Callable[..., Any])
Audience = Literal["public", "participant", "device", "staff", "desk_or_visit"]


@dataclass(frozen=True)
class Access:
    """One row of the role matrix: the audience of a page and, for staff and devices, which of them.

    `on_visit` pages know a phone that was let in for one visit; for all others it is nobody.
    """

    audience: Audience
    roles: frozenset[str] = frozenset()
    on_visit: bool = False


# Pages of libraries, by URL name; the matrix test walks them too.
LIBRARY_PAGES: dict[str, Access] = {
    "account_login": Access("public"),
    "account_logout": Access("staff", frozenset(Role)),
    "account_reauthenticate": Access("staff", frozenset(Role)),
    "mfa_authenticate": Access("public"),
    "mfa_reauthenticate": Access("staff", frozenset(Role)),
    "mfa_index": Access("staff", frozenset(Role)),
    "mfa_activate_totp": Access("staff", frozenset(Role)),
    "mfa_deactivate_totp": Access("staff", frozenset(Role)),
    "mfa_view_recovery_codes": Access("staff", frozenset(Role)),
    "mfa_generate_recovery_codes": Access("staff", frozenset(Role)),
    "mfa_download_recovery_codes": Access("staff", frozenset(Role)),
}
ADMIN_PAGES = Access("staff", frozenset({Role.ADMINISTRATOR}))


def public(view: View) -> View:
    """Open the page to everybody."""
    return _declare(view, Access("public"))


def participant(view: View) -> View:
    """Open the page to who holds a session for one claim (`request.subject_id`)."""
    return _declare(view, Access("participant"))


def device(*kinds: str) -> Callable[[View], View]:
    """Open the page to paired devices of these kinds (`request.device`)."""
    return lambda view: _declare(view, Access("device", frozenset(kinds)))


def staff(*roles: Role) -> Callable[[View], View]:
    """Open the page to signed-in staff who hold one of these roles."""
    return lambda view: _declare(view, Access("staff", frozenset(roles)))


def desk_or_visit(view: View) -> View:
    """Open the address to officer, booth or participant; the view checks that the call is theirs."""
    return _declare(view, Access("desk_or_visit", on_visit=True))


def on_visit_too(view: View) -> View:
    """Know, on a page that is declared already, a phone that was let in for one visit by the booth's code."""
    declared = access_of(view=view, url_name=None, namespaces=[])
    assert declared is not None  # the decorator below says for whom the page is
    return _declare(view, replace(declared, on_visit=True))


def access_of(*, view: object, url_name: str | None, namespaces: list[str]) -> Access | None:
    """Return the matrix row of a resolved view, or None when nobody declared one."""
    declared = getattr(view, "access", None)
    if isinstance(declared, Access):
        return declared
    if "admin" in namespaces:
        return ADMIN_PAGES
    return LIBRARY_PAGES.get(url_name or "") if not namespaces else None


def _declare(view: View, access: Access) -> View:
    view.access = access  # type: ignore[attr-defined] # the row travels with the view it is about
    return view
