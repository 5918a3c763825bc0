"""The pool never hands out a connection that the server has closed, and asks only when there is a reason."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from django.db import connection

from lapak.database.base import DatabaseWrapper

pytestmark = pytest.mark.django_db


@pytest.fixture
def pooled() -> Iterator[DatabaseWrapper]:
    """A database whose pool has one connection."""
    wrapper = _wrapper(pool={"min_size": 1, "max_size": 1, "timeout": 5})
    yield wrapper
    wrapper.close()
    wrapper.close_pool()


def test_a_connection_is_used_again(pooled: DatabaseWrapper) -> None:
    assert _server_process(pooled) == _server_process(pooled)


def test_after_the_server_closed_it_the_next_request_has_another(pooled: DatabaseWrapper) -> None:
    first = _server_process(pooled)
    with connection.cursor() as cursor:
        cursor.execute("select pg_terminate_backend(%s, 5000)", [first])  # waits until it is gone
        assert cursor.fetchone() == (True,)
    assert _server_process(pooled) != first


def test_what_the_server_says_meanwhile_does_not_cost_a_connection(pooled: DatabaseWrapper) -> None:
    first = _server_process(pooled, beside="listen noise")
    with closing(_wrapper()) as other, other.cursor() as cursor:
        cursor.execute("notify noise")
    assert _server_process(pooled) == first


def _wrapper(**options: Any) -> DatabaseWrapper:
    return DatabaseWrapper({**connection.settings_dict, "OPTIONS": options}, alias="default")


def _server_process(wrapper: DatabaseWrapper, *, beside: str = "select 1") -> int:
    """Return who answers a request, and give the connection back as the end of a request does."""
    with wrapper.cursor() as cursor:
        cursor.execute(beside)
        cursor.execute("select pg_backend_pid()")
        (pid,) = cursor.fetchone()
    wrapper.close()
    return int(pid)
