"""The simulator's invented people, as the demonstration page offers them."""

from typing import Any

import httpx
from django.conf import settings

TIMEOUT_SECONDS = 5.0


def personas() -> list[dict[str, Any]]:
    """Return the people of the simulated core system with all that filing asks; empty while it is away."""
    core = settings.CORE_SYSTEM
    try:
        answer = httpx.get(
            f"{core['url']}/admin/personas",
            headers={"Authorization": f"Bearer {core['token']}"},
            timeout=TIMEOUT_SECONDS,
        )
        answer.raise_for_status()
    except httpx.HTTPError:
        return []
    return list(answer.json()["personas"])
