"""Every answer forbids what a page of ours never needs: scripts and styles inside it, and those of others."""

import pytest
from django.conf import settings
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path", ["/beranda/", "/lacak/", "/giliran/", "/janji/", "/kantor/", "/no-such-page/"]
)
def test_every_answer_carries_the_whole_policy(path: str) -> None:
    sent = Client().get(path)["Content-Security-Policy"]
    told = {name: words for name, *words in (one.split() for one in sent.split(";"))}
    assert told == settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert "unsafe" not in sent
