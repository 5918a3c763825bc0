"""Random queue days, replayed against the rules: the order, nobody lost, nobody twice, nobody starved."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from lapak.kernel.actors import Actor
from lapak.kernel.ids import new_id
from lapak.kernel.transitions import MoveRefused, open_moves
from lapak.offices.operations import save_branch
from lapak.offices.queries import BranchView
from lapak.queueing import operations, queries
from lapak.queueing.models import KeptTurn, Ticket
from lapak.queueing.queries.turns import entry_of, priority_in_a_row
from lapak.queueing.rules.order import in_order
from lapak.queueing.rules.states import ACTIVE, TICKET_MOVES, TicketMove, TicketState
from tests.operations.queueing.arriving import OFFICER, TABLET, come

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
PEOPLE = 12
WHO = st.integers(0, PEOPLE - 1)


class QueueDays(RuleBasedStateMachine):
    """An office and another to be sent to; people come, wait, are called, served, sent, and come again."""

    @initialize()
    def open_doors(self) -> None:
        self.now = datetime(2020, 6, 22, 1, 0, tzinfo=UTC)
        self.here, self.there = (self.office(zone) for zone in ("Asia/Jakarta", "Asia/Jayapura"))
        self.claims = [new_id() for _ in range(PEOPLE)]
        self.came: set[int] = set()

    def office(self, zone: str) -> BranchView:
        return save_branch(
            code=new_id().hex[-8:], hours=[], booths=2, name="K", timezone=zone, hall_limit=5, pagers=2
        )

    def live(self, who: int) -> Ticket | None:
        return Ticket.objects.filter(subject_id=self.claims[who], state__in=ACTIVE).first()

    @rule(seconds=st.integers(1, 1_200))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(
        who=WHO,
        due=st.one_of(st.none(), st.integers(-90, 40)),
        priority=st.sampled_from(["", "", "elderly", "ill"]),
        channel=st.sampled_from(["onsite", "onsite", "online"]),
        office=st.sampled_from(["here", "here", "there"]),
    )
    def arrives(self, who: int, due: int | None, priority: str, channel: str, office: str) -> None:
        before = self.live(who)
        view = come(
            getattr(self, office),
            self.now,
            claim=self.claims[who],
            person_key=str(self.claims[who]),
            due_at=None if due is None else self.now + timedelta(minutes=due),
            priority=priority,
            channel=channel,
        )
        self.came.add(who)
        assert before is None or view.id == before.pk

    @rule(
        kinds=st.lists(st.sampled_from(["", "elderly", "ill"]), min_size=3, max_size=PEOPLE),
        times=st.integers(1, 5),
    )
    def a_busy_quarter(self, kinds: list[str], times: int) -> None:
        for who, priority in enumerate(kinds):
            self.now += timedelta(seconds=20)
            self.arrives(who, None, priority, "onsite", "here")
        self.next_are_called(times)

    @rule(times=st.integers(1, 4))
    def next_are_called(self, times: int) -> None:
        for _ in range(times):
            self.now += timedelta(seconds=30)
            self.the_order_is_that_of_the_rule_and_starves_nobody()
            for first in queries.waiting(branch_id=self.here.id, now=self.now)[:1]:
                operations.call(ticket_id=first.id, booth_id=None, actor=OFFICER, now=self.now)

    @rule(who=WHO, move=st.sampled_from(list(TicketMove)))
    def something_happens(self, who: int, move: TicketMove) -> None:
        """Do any move to anybody, and see that exactly the moves of the table are possible."""
        row = Ticket.objects.filter(subject_id=self.claims[who]).order_by("-arrived_at").first()
        if row is None or move == TicketMove.CALL:
            return
        state = TicketState(row.state)
        may = move in open_moves(table=TICKET_MOVES, state=state, role=SYSTEM.kind)
        try:
            self.do(move, row)
        except (MoveRefused, operations.DayOver):
            assert not may or move == TicketMove.COME_BACK
            return
        assert may or self.is_repeated(move, state)

    @staticmethod
    def is_repeated(move: TicketMove, state: TicketState) -> bool:
        """Return whether doing this again is known to change nothing."""
        return (move, state) in {
            (TicketMove.START, TicketState.IN_SERVICE),
            (TicketMove.FINISH, TicketState.DONE),
            (TicketMove.LEAVE, TicketState.LEFT),
            (TicketMove.HOLD, TicketState.ON_HOLD),
            (TicketMove.RESUME, TicketState.WAITING),
            *((TicketMove.COME_BACK, state) for state in ACTIVE),
            *((TicketMove.GO_ONLINE, state) for state in TicketState),
        }

    def do(self, move: TicketMove, row: Ticket) -> None:
        plain = {"ticket_id": row.pk, "actor": SYSTEM, "now": self.now}
        of_branch = {**plain, "branch_id": row.branch_id}
        match move:
            case TicketMove.FINISH:
                operations.finish(outcome="decided", **plain)
            case TicketMove.TRANSFER:
                to = self.there.id if row.branch_id == self.here.id else self.here.id
                operations.transfer(to_branch_id=to, **of_branch)
            case TicketMove.START:
                operations.start_service(**plain)
            case TicketMove.CLOSE_DAY:
                operations.close_unserved(**plain)
            case TicketMove.HOLD | TicketMove.RESUME | TicketMove.LET_PASS:
                getattr(operations, move)(**of_branch)
            case TicketMove.GO_ONLINE | TicketMove.COME_BACK:
                getattr(operations, move)(**of_branch)
            case _:
                getattr(operations, move)(**plain)

    @rule(delta=st.sampled_from([1, -1]), key=st.integers(0, 30))
    def somebody_is_counted(self, delta: int, key: int) -> None:
        tap = UUID(int=self.here.id.int ^ key)
        operations.count_person(branch_id=self.here.id, delta=delta, tap_id=tap, actor=TABLET, now=self.now)

    @rule()
    def night(self) -> None:
        for office in (self.here, self.there):
            for left in queries.left_over(branch_id=office.id):
                operations.close_unserved(ticket_id=left.id, actor=SYSTEM, now=self.now)
        self.now += timedelta(hours=16)

    @invariant()
    def nobody_is_lost_and_nobody_is_there_twice(self) -> None:
        if not hasattr(self, "came"):
            return
        rows = list(Ticket.objects.filter(subject_id__in=self.claims).order_by("arrived_at", "pk"))
        kept = set(KeptTurn.objects.filter(used_at=None).values_list("subject_id", flat=True))
        for who, claim in enumerate(self.claims):
            states = [row.state for row in rows if row.subject_id == claim]
            assert bool(states) == (who in self.came)
            live = sum(state in ACTIVE for state in states)
            assert live <= 1
            if states and states[-1] in ("transferred", "unserved"):
                assert live or claim in kept

    @invariant()
    def the_order_is_that_of_the_rule_and_starves_nobody(self) -> None:
        if not hasattr(self, "came"):
            return
        run = priority_in_a_row(branch_id=self.here.id, now=self.now)
        rows = Ticket.objects.filter(branch_id=self.here.id, state=TicketState.WAITING)
        ruled = in_order(entries=[entry_of(row=row) for row in rows], in_a_row=run)
        line = queries.line(branch_id=self.here.id, now=self.now)
        assert [one.ticket.id for one in line] == [entry.ticket_id for entry in ruled]
        returning = sum(one.returning_since is not None for one in ruled)
        others = [place for place, one in enumerate(ruled, 1) if not one.priority and not one.returning_since]
        assert all(place - returning <= 3 * nth for nth, place in enumerate(others, 1))
        assert all(one.wait.low < one.wait.high for one in line)

    @invariant()
    def nobody_fewer_than_none_is_inside(self) -> None:
        if hasattr(self, "came"):
            assert queries.hall(branch_id=self.here.id, now=self.now).hall.inside >= 0


def test_random_queue_days_keep_the_rules() -> None:
    run_state_machine_as_test(
        QueueDays,
        settings=settings(
            max_examples=8,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
