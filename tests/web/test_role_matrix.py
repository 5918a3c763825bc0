"""Nobody opens a page that is not theirs, and no page can be published without a row in the matrix."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.contrib.auth import get_user_model
from django.test import Client, override_settings
from django.urls import path, reverse

from lapak.kernel.actors import Actor
from lapak.kernel.clock import utc_now
from lapak.offices.operations import begin_pairing, confirm_pairing, save_branch
from lapak.offices.queries import BranchView, booths
from lapak.people.rules import Role
from lapak.web.middleware import DEVICE_COOKIE, PARTICIPANT_KEY
from lapak.web.pages import Page, pages

OPERATOR = Actor.system(job="test")
SAMPLES = {
    "UUIDConverter": UUID(int=7),
    "IntConverter": 1,
    "SlugConverter": "contoh",
    "StringConverter": "contoh",
}
DEVICE_KINDS = ("booth", "board", "tablet", "counter")
VISITORS = ("anonymous", "participant", *DEVICE_KINDS, *Role)
OWN_PAGES = [page for page in pages() if not page.name.startswith("admin:")]


@pytest.fixture
def branch() -> BranchView:
    return save_branch(
        code="UJI",
        hours=[],
        booths=1,
        name="Uji",
        timezone="Asia/Jakarta",
        regency_code="36.71",
        address="Jl. Uji",
        phone="021",
        hall_limit=10,
        always_open=True,
    )


@pytest.fixture
def visit_as(branch: BranchView) -> Callable[[str], Client]:
    """Return a function that makes a client with the rights of one kind of visitor."""

    def make(visitor: str) -> Client:
        client = Client(raise_request_exception=False)
        if visitor == "participant":
            session = client.session
            session[PARTICIPANT_KEY] = str(uuid4())
            session.save()
        elif visitor in DEVICE_KINDS:
            started = begin_pairing(now=utc_now())
            booth_id = booths(branch_id=branch.id)[0].id if visitor == "booth" else None
            confirm_pairing(
                code=started.code,
                kind=visitor,
                branch_id=branch.id,
                booth_id=booth_id,
                actor=OPERATOR,
                now=utc_now(),
            )
            client.cookies[DEVICE_COOKIE] = started.secret
        elif visitor != "anonymous":
            person = get_user_model().objects.create(
                username=visitor,
                staff_number=visitor[:12],
                display_name=visitor,
                branch_id=branch.id,
                roles=[visitor],
            )
            client.force_login(person)
        return client

    return make


def may_open(visitor: str, page: Page) -> bool:
    access = page.access
    assert access is not None
    return {
        "public": True,
        "participant": visitor == "participant",
        "device": visitor in DEVICE_KINDS and (not access.roles or visitor in access.roles),
        "staff": visitor in access.roles,
        "desk_or_visit": visitor != "anonymous",
    }[access.audience]


def address(page: Page) -> str:
    arguments = {name: SAMPLES[type(converter).__name__] for name, converter in page.parameters}
    return reverse(page.name, kwargs=arguments)


def turned_away(client: Client, url: str) -> bool:
    response = client.get(url)
    if response.status_code == 403:
        return True
    entrances = (reverse("account_login"), reverse("booth:pair"), reverse("participant:find"))
    return response.status_code == 302 and response["Location"].startswith(entrances)


def test_every_page_has_a_row_in_the_matrix() -> None:
    assert [page.key for page in pages() if page.access is None] == []


@pytest.mark.django_db
@pytest.mark.parametrize("visitor", VISITORS)
def test_a_visitor_opens_exactly_the_pages_of_the_matrix(
    visitor: str, visit_as: Callable[[str], Client]
) -> None:
    client = visit_as(visitor)
    session_pages = {"account_logout"}  # leaving ends the session that the other pages are tried with
    for page in OWN_PAGES:
        if page.name in session_pages or may_open(visitor, page):
            continue
        assert turned_away(client, address(page)), f"{visitor} got into {page.key}"


@pytest.mark.django_db
@pytest.mark.parametrize("visitor", VISITORS)
def test_nobody_but_an_administrator_gets_into_the_administration(
    visitor: str, visit_as: Callable[[str], Client]
) -> None:
    turned = turned_away(visit_as(visitor), reverse("admin:index"))
    assert turned == (visitor != Role.ADMINISTRATOR)


def undeclared(_request: object) -> None:
    raise AssertionError("the gate let a request through to a view that nobody declared")


urlpatterns = [path("tanpa-izin/", undeclared, name="undeclared")]


@pytest.mark.django_db
@pytest.mark.parametrize("visitor", VISITORS)
def test_a_view_that_declares_nothing_is_closed_to_all(
    visitor: str, visit_as: Callable[[str], Client]
) -> None:
    client = visit_as(visitor)
    with override_settings(ROOT_URLCONF=__name__):
        assert client.get("/tanpa-izin/").status_code == 403
