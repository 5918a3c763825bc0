"""Lines of people, in minutes after ten, for the tests of the rule."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import strategies as st

from lapak.kernel.ids import new_id
from lapak.queueing.rules.order import Behind, Entry

TEN = datetime(2020, 6, 22, 3, 0, tzinfo=UTC)


def at(count: int) -> datetime:
    return TEN + timedelta(minutes=count)


def entry(
    arrived: int,
    *,
    due: int | None = None,
    priority: str = "",
    returning: int | None = None,
    number: int = 1,
    kept: int | None = None,
    behind: Behind | None = None,
    id: UUID | None = None,
) -> Entry:
    """Return an entry; moments in minutes after ten."""
    return Entry(
        ticket_id=id or new_id(),
        arrived_at=at(arrived),
        due_at=None if due is None else at(due),
        priority=priority,
        returning_since=None if returning is None else at(returning),
        number=number,
        kept_turn=None if kept is None else at(kept),
        behind=behind,
    )


_SOME_TIME = st.integers(0, 300)
_BEHIND = st.builds(
    lambda turn, came, since: Behind(at(turn), at(came), at(since)), _SOME_TIME, _SOME_TIME, _SOME_TIME
)
LINES = st.lists(
    st.builds(
        entry,
        _SOME_TIME,
        due=st.one_of(st.none(), _SOME_TIME),
        priority=st.sampled_from(["", "", "elderly", "disabled", "pregnant", "ill"]),
        returning=st.one_of(st.none(), st.none(), st.none(), _SOME_TIME),
        number=st.integers(1, 500),
        kept=st.one_of(st.none(), st.none(), st.integers(-1440, 300)),
        behind=st.one_of(st.none(), st.none(), _BEHIND),
        id=st.uuids(),
    ),
    max_size=25,
    unique_by=lambda one: one.ticket_id,
)
