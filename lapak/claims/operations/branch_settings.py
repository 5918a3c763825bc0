"""What a branch head or administrator sets for the work on claims, from a day on; nothing is ever
overwritten.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from lapak.claims.models import BranchSetting
from lapak.claims.rules.approvals import Tier, require_tiers
from lapak.claims.rules.branch_settings import SettingKind, require_from_today_on
from lapak.claims.rules.sampling import require_percent
from lapak.journal.operations import record
from lapak.kernel.actors import Actor
from lapak.kernel.errors import NotAllowed
from lapak.kernel.subjects import Subject
from lapak.kernel.zones import local_date
from lapak.locks import lock_names
from lapak.offices.queries import branch
from lapak.people.queries import staff_member, staff_of_branch
from lapak.people.rules import Role


@transaction.atomic
def set_approval_tiers(
    *, branch_id: UUID, tiers: Sequence[Tier], in_force_from: date, actor: Actor, now: datetime
) -> None:
    """Set above which net sums (rupiah) how many people approve, for claims verified from that day on.

    Serialised for each branch by an advisory lock. Raises TiersInvalid, InvalidInput(`setting_in_the_past`),
    NotAllowed(`not_your_branch`), NotFound(`branch_unknown`).
    """
    _begin(branch_id, in_force_from, actor, now)
    checkers = sum(Role.CHECKER in person.roles for person in staff_of_branch(branch_id=branch_id))
    require_tiers(tiers=tiers, people=checkers)
    value = [{"above": tier.above, "approvers": tier.approvers} for tier in tiers]
    _keep(branch_id, SettingKind.APPROVALS, value, in_force_from, actor, now)


@transaction.atomic
def set_sample_percent(
    *, branch_id: UUID, percent: int, in_force_from: date, actor: Actor, now: datetime
) -> None:
    """Set which share of the claims approved from that day on is looked at once more, in percent.

    Raises InvalidInput(`percent_invalid`, `setting_in_the_past`), NotAllowed(`not_your_branch`), NotFound.
    """
    _begin(branch_id, in_force_from, actor, now)
    require_percent(percent)
    _keep(branch_id, SettingKind.SAMPLING, percent, in_force_from, actor, now)


def _begin(branch_id: UUID, in_force_from: date, actor: Actor, now: datetime) -> None:
    lock_names(f"branch rules {branch_id}")
    today = local_date(moment=now, zone=branch(branch_id=branch_id).timezone)
    _require_in_charge(branch_id, actor)
    require_from_today_on(in_force_from=in_force_from, today=today)


def _require_in_charge(branch_id: UUID, actor: Actor) -> None:
    member = staff_member(id=int(actor.id))
    is_head = member is not None and actor.role == Role.BRANCH_HEAD and member.branch_id == branch_id
    if member is None or actor.role not in member.roles or not (is_head or actor.role == Role.ADMINISTRATOR):
        raise NotAllowed("not_your_branch")


def _keep(
    branch_id: UUID, kind: SettingKind, value: Any, in_force_from: date, actor: Actor, now: datetime
) -> None:
    BranchSetting.objects.create(
        branch_id=branch_id,
        kind=kind,
        value=value,
        in_force_from=in_force_from,
        set_by_id=int(actor.id),
        set_at=now,
    )
    record(
        subject=Subject("branch_rules", str(branch_id)),
        what=f"branch_rules.{kind}",
        actor=actor,
        now=now,
        data={"value": value, "from": in_force_from.isoformat()},
        topics=[f"checks:{branch_id}"],
    )
