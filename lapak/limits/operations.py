"""Using up a rate. One statement each, so that many at the same moment are counted one by one."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from lapak.kernel.ids import keyed_hash
from lapak.limits.models import Bucket
from lapak.limits.rules import Rate, TooOften

_SPEND = """
    insert into limits_bucket as b (key, free_at) values (%(key)s, %(now)s + %(cost)s)
    on conflict (key) do update set free_at = greatest(b.free_at, %(now)s) + %(cost)s
    where greatest(b.free_at, %(now)s) + %(cost)s <= %(now)s + %(per)s
    returning free_at
"""
_CHARGE = """
    insert into limits_bucket as b (key, free_at) values (%(key)s, %(now)s + %(cost)s)
    on conflict (key) do update
    set free_at = least(greatest(b.free_at, %(now)s) + %(cost)s, %(now)s + %(per)s)
"""


def spend(*, rate: Rate, who: str, now: datetime) -> None:
    """Use up one try of `who` (an address, an id), or raise TooOften and use up nothing."""
    figures = _figures(rate, who, now, tries=1)
    with connection.cursor() as cursor:
        cursor.execute(_SPEND, figures)
        if cursor.fetchone() is not None:
            return
    free_at = Bucket.objects.filter(pk=figures["key"]).values_list("free_at", flat=True).first() or now
    raise TooOften(max(free_at + rate.each - now - rate.per, timedelta(0)))


def charge(*, rate: Rate, who: str, tries: int, now: datetime) -> None:
    """Use up more tries after the fact, as for a guess that was wrong; never more than there are."""
    with connection.cursor() as cursor:
        cursor.execute(_CHARGE, _figures(rate, who, now, tries=tries))


def forget(*, now: datetime) -> int:
    """Remove what is free again; return how many."""
    removed, _ = Bucket.objects.filter(free_at__lte=now).delete()
    return removed


def _figures(rate: Rate, who: str, now: datetime, *, tries: int) -> dict[str, Any]:
    text = f"limit {rate.name} {now:%Y-%m-%d} {who}"
    return {
        "key": keyed_hash(key=settings.IDENTITY_KEY, text=text),
        "now": now,
        "cost": rate.each * tries,
        "per": rate.per,
    }
