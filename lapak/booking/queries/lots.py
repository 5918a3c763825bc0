"""Days that are given out by lot, read."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q, Sum

from lapak.booking.models import Booking, LotEntry, Release, Slot
from lapak.booking.rules import line_code
from lapak.booking.rules.lot import Entrant, Published
from lapak.booking.rules.release import LIVE, LotState, Phase, Room, called_about, phase
from lapak.booking.rules.states import ACTIVE
from lapak.kernel.ids import keyed_hash


@dataclass(frozen=True)
class ReleaseView:
    """A day that is given out by lot; moments in UTC, `day` and clock those of the branch.

    `seed` is empty until the draw. `drawn` people took part for `places`; `called` is the last rank called.
    """

    id: UUID
    branch_id: UUID
    branch_name: str
    zone: str
    channel: str
    day: date
    opens_at: datetime
    closes_at: datetime
    commitment: str
    seed: str
    digest: str
    priority_percent: int
    places: int
    drawn: int
    numbered: int
    called: int
    drawn_at: datetime | None
    ended_at: datetime | None

    def phase(self, *, now: datetime) -> Phase:
        """Where it stands."""
        return phase(
            opens_at=self.opens_at,
            closes_at=self.closes_at,
            drawn_at=self.drawn_at,
            ended_at=self.ended_at,
            now=now,
        )


@dataclass(frozen=True)
class LotPlace:
    """Somebody's place in line: `rank` is None until it is given, `by_draw` says that the draw gave it."""

    id: UUID
    subject_id: UUID
    person_key: str
    ticket: str
    state: LotState
    priority: str
    by_draw: bool
    rank: int | None
    kept: bool
    turn_until: datetime | None
    release: ReleaseView

    @property
    def ahead(self) -> int | None:
        """How many people in line come before this one."""
        return None if self.rank is None else max(0, self.rank - self.release.called - 1)

    @property
    def turn_about(self) -> datetime | None:
        """About when the turn comes, None when it depends on others or is not known yet."""
        if self.rank is None or self.release.drawn_at is None:
            return None
        return called_about(rank=self.rank, places=self.release.places, drawn_at=self.release.drawn_at)


def release(*, release_id: UUID) -> ReleaseView | None:
    """Return one release, or None."""
    row = Release.objects.select_related("branch").filter(pk=release_id).first()
    return _view(row) if row else None


def releases_under_way(*, branch_id: UUID, channel: str, now: datetime) -> dict[date, ReleaseView]:
    """Return the days of a branch that are not yet free for everybody, by day."""
    rows = Release.objects.select_related("branch").filter(
        branch_id=branch_id, channel=channel, ended_at=None, slots__starts_at__gt=now
    )
    return {row.day: _view(row) for row in rows.distinct().order_by("day")}


def recent_releases(*, branch_id: UUID | None = None, most: int = 60) -> tuple[ReleaseView, ...]:
    """Return releases with the newest first, those that are announced included."""
    rows = Release.objects.select_related("branch").order_by("-opens_at", "branch__name", "channel")
    return tuple(_view(row) for row in (rows.filter(branch_id=branch_id) if branch_id else rows)[:most])


def place(*, entry_id: UUID) -> LotPlace | None:
    """Return an entry, or None."""
    row = LotEntry.objects.select_related("release__branch").filter(pk=entry_id).first()
    return _place(row) if row else None


def place_of_person(*, person_key: str, release_id: UUID | None = None) -> LotPlace | None:
    """Return where a person stands: in that release, or in the line they are in; None when in none."""
    rows = LotEntry.objects.select_related("release__branch").filter(person_key=person_key)
    rows = rows.filter(release_id=release_id) if release_id else rows.filter(state__in=LIVE)
    row = rows.order_by("-entered_at").first()
    return _place(row) if row else None


def place_of_claim(*, subject_id: UUID, release_id: UUID) -> LotPlace | None:
    """Return the place that was entered with a claim in a release, or None."""
    rows = LotEntry.objects.select_related("release__branch").filter(
        subject_id=subject_id, release_id=release_id
    )
    row = rows.order_by("-entered_at").first()
    return _place(row) if row else None


def place_by_code(*, text: str) -> LotPlace | None:
    """Return the place whose code somebody typed, or None."""
    code = line_code.plain(text)
    rows = LotEntry.objects.select_related("release__branch").filter(code_hash=code_hash(code=code))
    row = rows.first() if code else None
    return _place(row) if row else None


def code_of(*, entry_id: UUID) -> str:
    """Return the code by which an entry is found again."""
    return line_code.issue(entry_id=entry_id, key=settings.IDENTITY_KEY)


def code_hash(*, code: str) -> str:
    """Return what is kept of a code."""
    return keyed_hash(key=settings.IDENTITY_KEY, text=f"line code {line_code.plain(code)}")


def turn_of(*, person_key: str, now: datetime) -> LotPlace | None:
    """Return the turn a person has at this moment, or None."""
    row = LotEntry.objects.select_related("release__branch").filter(
        person_key=person_key, state=LotState.TURN, turn_until__gt=now
    )
    first = row.first()
    return _place(first) if first else None


def published(*, release_id: UUID) -> Published | None:
    """Return what anybody needs to work a draw out again, None before it was drawn."""
    row = Release.objects.filter(pk=release_id, drawn_at__isnull=False).first()
    if row is None:
        return None
    entries = LotEntry.objects.filter(release=row, draw_rank__isnull=False).order_by("draw_rank")
    order = tuple(
        Entrant(ticket, priority) for ticket, priority in entries.values_list("ticket", "draw_priority")
    )
    return Published(row.commitment, row.seed, row.digest, row.priority_percent, order)


def free_places(*, release_id: UUID, now: datetime) -> Room:
    """Return the places of a release that nobody has taken, for everybody and kept for priority people."""
    rows = Slot.objects.filter(Q(book_by=None) | Q(book_by__gt=now), release_id=release_id, starts_at__gt=now)
    sums = rows.aggregate(
        general=Sum(F("capacity") - F("kept") - F("taken") + F("kept_taken")),
        kept=Sum(F("kept") - F("kept_taken")),
    )
    return Room(sums["general"] or 0, sums["kept"] or 0)


def turns_kept(*, release_id: UUID) -> Room:
    """Return how many turns still count on a place: those whose person holds nothing of this release."""
    holds = Booking.objects.filter(
        person_key=OuterRef("person_key"), state__in=ACTIVE, slot__release_id=release_id
    )
    open_turns = LotEntry.objects.filter(~Exists(holds), release_id=release_id, state=LotState.TURN)
    counts = open_turns.aggregate(kept=Count("pk", filter=Q(kept=True)), every=Count("pk"))
    return Room(counts["every"] - counts["kept"], counts["kept"])


def promised(*, person_keys: Collection[str]) -> dict[str, str]:
    """Return the state of the booking each of these people has."""
    rows = Booking.objects.filter(person_key__in=person_keys, state__in=ACTIVE)
    return dict(rows.values_list("person_key", "state"))


def _view(row: Release) -> ReleaseView:
    return ReleaseView(
        id=row.pk,
        branch_id=row.branch_id,
        branch_name=row.branch.name,
        zone=row.branch.timezone,
        channel=row.channel,
        day=row.day,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        commitment=row.commitment,
        seed=row.seed if row.drawn_at else "",
        digest=row.digest,
        priority_percent=row.priority_percent,
        places=row.places,
        drawn=row.drawn,
        numbered=row.numbered,
        called=row.called,
        drawn_at=row.drawn_at,
        ended_at=row.ended_at,
    )


def _place(row: LotEntry) -> LotPlace:
    return LotPlace(
        id=row.pk,
        subject_id=row.subject_id,
        person_key=row.person_key,
        ticket=row.ticket,
        state=LotState(row.state),
        priority=row.priority,
        by_draw=row.rank is not None and row.rank == row.draw_rank,
        rank=row.rank,
        kept=row.kept,
        turn_until=row.turn_until,
        release=_view(row.release),
    )
