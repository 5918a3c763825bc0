"""Indonesia's three time zones (Keppres 41/1987, no daylight saving).

Times are kept in UTC and shown in the branch's zone.
"""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from lapak.kernel.errors import InvalidInput

ZONE_NAMES = {
    "Asia/Jakarta": "WIB",
    "Asia/Pontianak": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Ujung_Pandang": "WITA",
    "Asia/Jayapura": "WIT",
}


class UnknownZone(InvalidInput):
    """The zone is not one of Indonesia's. Code: `zone_unknown`."""


def zone_name(*, zone: str) -> str:
    """Return WIB, WITA or WIT for an IANA zone. Raises UnknownZone."""
    try:
        return ZONE_NAMES[zone]
    except KeyError:
        raise UnknownZone("zone_unknown", params={"zone": zone}) from None


def local(*, moment: datetime, zone: str) -> datetime:
    """Return the aware moment on the clocks of that zone.

    Raises UnknownZone, or ValueError for a naive moment.
    """
    zone_name(zone=zone)
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone says nothing")
    return moment.astimezone(ZoneInfo(zone))


def local_date(*, moment: datetime, zone: str) -> date:
    """Return the day it is in that zone at the moment: a day of the branch, not of UTC."""
    return local(moment=moment, zone=zone).date()


def utc_moment(*, day: date, at: time, zone: str) -> datetime:
    """Return the UTC moment at which clocks of the zone show `at` on `day`. Raises UnknownZone."""
    zone_name(zone=zone)
    return datetime.combine(day, at, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def format_time(*, moment: datetime, zone: str) -> str:
    """Return the time as people read it, with its zone: `10.34 WIB`."""
    return f"{local(moment=moment, zone=zone):%H.%M} {zone_name(zone=zone)}"


def format_time_range(*, start: datetime, end: datetime, zone: str) -> str:
    """Return the range as people read it: `10.34–10.42 WIB`."""
    return f"{local(moment=start, zone=zone):%H.%M}–{format_time(moment=end, zone=zone)}"
