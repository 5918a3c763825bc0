"""Filters that write money, moments and masked data the way people in Indonesia read them."""

from datetime import date, datetime

from django import template
from django.utils import dateformat

from lapak.kernel import masking, zones
from lapak.kernel.rupiah import format_figure, format_rupiah

register = template.Library()

for _mask in (
    masking.mask_nik,
    masking.mask_kpj,
    masking.mask_npp,
    masking.mask_account,
    masking.mask_phone,
    masking.mask_email,
    masking.mask_name,
):
    register.filter(_mask.__name__, _mask)


@register.filter
def rupiah(amount: int | None) -> str:
    """Return whole rupiah as `Rp61.856.000`; nothing for an amount not known yet."""
    return "" if amount is None else format_rupiah(amount)


@register.filter
def figure(amount: int | None) -> str:
    """Return a count or a rupiah column as `61.856.000`; nothing when not known yet."""
    return "" if amount is None else format_figure(amount)


@register.filter
def branch_time(moment: datetime | None, zone: str) -> str:
    """Return an aware moment on the branch's clock with its zone: `10.34 WIB`."""
    return "" if moment is None else zones.format_time(moment=moment, zone=zone)


@register.filter
def branch_clock(moment: datetime | None, zone: str) -> str:
    """Return `10.34`, for columns whose head names the zone."""
    return "" if moment is None else f"{zones.local(moment=moment, zone=zone):%H.%M}"


@register.filter
def branch_date(moment: datetime | None, zone: str) -> str:
    """Return the branch's day in words: `Senin, 22 Juni 2020`."""
    return "" if moment is None else long_date(zones.local_date(moment=moment, zone=zone))


@register.filter
def branch_iso(moment: datetime | None, zone: str) -> str:
    """Return the branch's day as an address carries it: `2020-06-22`."""
    return "" if moment is None else zones.local_date(moment=moment, zone=zone).isoformat()


@register.filter
def branch_moment(moment: datetime | None, zone: str) -> str:
    """Return day and time short: `Sen, 22 Jun · 10.40 WIB`."""
    if moment is None:
        return ""
    return f"{short_date(zones.local_date(moment=moment, zone=zone))} · {branch_time(moment, zone)}"


@register.filter
def branch_day(moment: datetime | None, zone: str) -> str:
    """Return the branch's day short: `22 Jun`."""
    return "" if moment is None else dateformat.format(zones.local_date(moment=moment, zone=zone), "j M")


@register.filter
def initials(name: str) -> str:
    """Return the first letters of the first two names: `DP`."""
    return "".join(word[0].upper() for word in name.split()[:2])


@register.filter
def long_date(day: date | None) -> str:
    """Return `Senin, 22 Juni 2020`."""
    return "" if day is None else dateformat.format(day, "l, j F Y")


@register.filter
def plain_date(day: date | None) -> str:
    """Return `22 Juni 2020`."""
    return "" if day is None else dateformat.format(day, "j F Y")


@register.filter
def short_date(day: date | None) -> str:
    """Return `Sen, 22 Jun`."""
    return "" if day is None else dateformat.format(day, "D, j M")


@register.filter
def ordinal(place: int) -> str:
    """Return `ke-3`."""
    return f"ke-{place}"


@register.filter
def stopwatch(seconds: int | float | None) -> str:
    """Return a duration as `02:40`; hours are counted in minutes, as on a stopwatch."""
    if seconds is None:
        return ""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    return f"{minutes:02d}:{rest:02d}"


@register.filter
def minutes_since(moment: datetime, now: datetime) -> int:
    """Return the whole minutes that have passed, at least 1: `1 menit lalu` for what has just been."""
    return max(1, int((now - moment).total_seconds() // 60))
