"""The waiting list. A place that is given back goes to the first who waits for it, from hand to hand.

Lock order: offer, waiter, booking, slot. Who hands a place on holds a booking already, and so passes over
waiters whom somebody else has locked.
"""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from lapak.booking.models import Booking, Offer, Slot, Waiter
from lapak.booking.operations import room
from lapak.booking.operations.refusals import OfferGone
from lapak.booking.queries.slots import has_place
from lapak.booking.rules.states import ACTIVE, Channel
from lapak.booking.rules.waiting import (
    MOST_OFFERS,
    NOTICE,
    OfferState,
    WaiterState,
    deadline,
    soonest_answer,
)
from lapak.journal.operations import record
from lapak.kernel.actors import Actor
from lapak.kernel.errors import InvalidInput, NotFound
from lapak.kernel.ids import new_id
from lapak.kernel.subjects import Subject
from lapak.kernel.zones import ZONE_NAMES
from lapak.outbox.operations import owe

SYSTEM = Actor.system(job="booking.waiting")
MOST_TRIED = 5  # times that somebody else may take in this very moment, before the next look


@transaction.atomic
def join(
    *,
    branch_id: UUID | None,
    channel: str,
    subject_id: UUID,
    person_key: str,
    actor: Actor,
    now: datetime,
    priority: str = "",
) -> UUID:
    """Put a person at the end of the list of a branch and return the place in it; it costs nothing.

    Without a branch they wait for one anywhere, by video. Somebody with an appointment waits for a sooner
    one. Joining again changes nothing; another branch, channel or NIK of the claim begins anew there. Locks
    the waiter. Raises InvalidInput(`anywhere_by_video`).
    """
    if branch_id is None and channel != Channel.ONLINE:
        raise InvalidInput("anywhere_by_video")
    who = Q(person_key=person_key) | Q(subject_id=subject_id)
    wanted = (branch_id, channel, subject_id, person_key)
    for known in _locked_waiters(who):
        if (known.branch_id, known.channel, known.subject_id, known.person_key) == wanted:
            return known.pk
        _leave(waiter=known, actor=actor, now=now)
    row = Waiter(
        id=new_id(now=now),
        subject_id=subject_id,
        person_key=person_key,
        branch_id=branch_id,
        channel=channel,
        priority=priority,
        state=WaiterState.WAITING,
        joined_at=now,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # the same press twice, in this very moment
        return Waiter.objects.filter(who, state=WaiterState.WAITING).earliest("pk").pk
    _tell(row, "waiter.joined", actor, now)
    return row.pk


@transaction.atomic
def leave(*, subject_id: UUID, actor: Actor, now: datetime) -> None:
    """Take a claim off the list; what it was offered goes to the next. Without a place nothing happens."""
    for row in _locked_waiters(Q(subject_id=subject_id)):
        _leave(waiter=row, actor=actor, now=now)


@transaction.atomic
def decline(*, offer_id: UUID, subject_id: UUID, actor: Actor, now: datetime) -> None:
    """Let an offer pass to the next; one that is over already stays as it is. Raises NotFound."""
    offer = _locked(offer_id=offer_id, subject_id=subject_id)
    if offer.state == OfferState.OPEN:
        _close(offer=offer, state=OfferState.DECLINED, actor=actor, now=now)


@transaction.atomic
def accept(*, offer_id: UUID, subject_id: UUID, actor: Actor, now: datetime) -> Offer:
    """End an offer as accepted and return it: its place is the caller's to give to the person.

    Only for `holding.take_offer`, in its transaction. Raises OfferGone, also while the slot has people too
    many; NotFound(`offer_unknown`).
    """
    offer = _locked(offer_id=offer_id, subject_id=subject_id)
    if offer.state != OfferState.OPEN or offer.deadline <= now or offer.slot.over:
        raise OfferGone("offer_gone")
    offer.state, offer.ended_at = OfferState.ACCEPTED, now
    offer.save(update_fields=["state", "ended_at"])
    _end(offer.waiter, WaiterState.SERVED, "waiter.served", actor, now)
    return offer


def recall_offers(*, slot_id: UUID, actor: Actor, now: datetime) -> None:
    """Take back open offers of a slot with people too many, the youngest first, one transaction each.

    Who waits is told by mail, stays in line, and may be offered as many times as before.
    """
    mere = Offer.objects.filter(slot_id=slot_id, state=OfferState.OPEN).order_by("-offered_at", "-pk")
    for id in list(mere.values_list("pk", flat=True)):
        _recall(offer_id=id, actor=actor, now=now)


def expire_offers(*, now: datetime, most: int = 200) -> int:
    """Pass on what nobody answered in time, one transaction each; return how many."""
    due = Offer.objects.filter(state=OfferState.OPEN, deadline__lte=now).order_by("deadline")
    return sum(_expire(offer_id=id, now=now) for id in list(due.values_list("pk", flat=True)[:most]))


def hand_on(*, slot_id: UUID, kept: bool, giver: UUID | None, now: datetime) -> None:
    """Give a place back: to the first in line as an offer, or free when nobody waits for it.

    A place of a day that is still given out by lot becomes free for the next whose turn comes. `giver` is the
    claim that had it and is not asked. Call it last in the transaction: it may lock the slot.
    """
    slot = Slot.objects.select_related("branch").get(pk=slot_id)
    until = deadline(now=now, starts_at=slot.starts_at, book_by=slot.book_by, zone=slot.branch.timezone)
    is_open = slot.opens_at is None or slot.opens_at <= now
    waiter = None if slot.over or until is None or not is_open else _next(slot=slot, kept=kept, giver=giver)
    if waiter is None or until is None:
        room.give_back(slot_id=slot_id, kept=kept)
    else:
        _offer(waiter=waiter, slot=slot, kept=kept, until=until, now=now)


def offer_free(*, now: datetime, most: int = 100) -> int:
    """Offer places that became free without being given back, as when an officer returns; return how many.

    Each branch is looked at by itself, so that a long line at one keeps no other waiting.
    """
    for_anybody = _where_free(now, priority=False)
    idle = Waiter.objects.filter(state=WaiterState.WAITING, offers__lt=MOST_OFFERS).exclude(
        offered__state=OfferState.OPEN
    )
    ids: dict[UUID, None] = {}
    for branch_id, channel in _where_free(now, priority=True):
        waiting = idle.filter(Q(branch_id=branch_id) | Q(branch_id=None), channel=channel)
        if (branch_id, channel) not in for_anybody:
            waiting = waiting.exclude(priority="")
        ids |= dict.fromkeys(waiting.order_by("joined_at", "pk").values_list("pk", flat=True)[:most])
    return sum(_offer_one(waiter_id=id, now=now) for id in ids)


def _where_free(now: datetime, *, priority: bool) -> list[tuple[UUID, str]]:
    """Return the branches and channels that have something to offer."""
    pairs = _free(now, priority=priority).values_list("branch_id", "channel")
    return list(pairs.order_by("branch", "channel").distinct())


def _free(now: datetime, *, priority: bool) -> QuerySet[Slot]:
    """Return the slots with a place that can be offered: open to all, and in time for an answer."""
    rows = Slot.objects.filter(
        has_place(priority=priority), over=0, starts_at__gt=now, taken__lt=F("capacity")
    )
    return rows.filter(_in_time(now), Q(opens_at=None) | Q(opens_at__lte=now))


def _in_time(now: datetime) -> Q:
    """Return the condition under which `deadline` finds time to answer, by the clock of each branch."""
    found = Q()
    for zone in ZONE_NAMES:
        answer = soonest_answer(now=now, zone=zone)
        may_be_booked = Q(book_by=None) | Q(book_by__gte=answer)
        found |= Q(may_be_booked, branch__timezone=zone, starts_at__gte=answer + NOTICE)
    return found


@transaction.atomic
def _offer_one(*, waiter_id: UUID, now: datetime) -> bool:
    waiter = Waiter.objects.select_for_update().get(pk=waiter_id)
    if waiter.state != WaiterState.WAITING or waiter.offered.filter(state=OfferState.OPEN).exists():
        return False
    slots = _free(now, priority=bool(waiter.priority)).select_related("branch").filter(channel=waiter.channel)
    if waiter.branch_id:
        slots = slots.filter(branch_id=waiter.branch_id)
    mine = (
        Booking.objects.filter(subject_id=waiter.subject_id, state__in=ACTIVE).select_related("slot").first()
    )
    if mine:
        slots = slots.filter(starts_at__lt=mine.slot.starts_at)
    asked = Offer.objects.filter(waiter=waiter).exclude(state=OfferState.RECALLED)
    for slot in slots.exclude(pk__in=asked.values("slot_id")).order_by("starts_at")[:MOST_TRIED]:
        until = deadline(now=now, starts_at=slot.starts_at, book_by=slot.book_by, zone=slot.branch.timezone)
        kept = room.take_best(slot_id=slot.pk, priority=waiter.priority) if until else None
        if until and kept is not None:
            _offer(waiter=waiter, slot=slot, kept=kept, until=until, now=now)
            return True
    return False


@transaction.atomic
def _expire(*, offer_id: UUID, now: datetime) -> bool:
    offer = (
        Offer.objects.select_for_update()
        .filter(pk=offer_id, state=OfferState.OPEN, deadline__lte=now)
        .first()
    )
    if offer is None:
        return False
    _close(offer=offer, state=OfferState.EXPIRED, actor=SYSTEM, now=now)
    return True


@transaction.atomic
def _recall(*, offer_id: UUID, actor: Actor, now: datetime) -> None:
    offer = Offer.objects.select_for_update().filter(pk=offer_id, state=OfferState.OPEN).first()
    if offer is None or not offer.slot.over:
        return
    Waiter.objects.filter(pk=offer.waiter_id).update(offers=F("offers") - 1)
    _close(offer=offer, state=OfferState.RECALLED, actor=actor, now=now)
    _owe_mail("offer_recalled", offer, now)


def _next(*, slot: Slot, kept: bool, giver: UUID | None) -> Waiter | None:
    """Return the locked waiter whose turn it is for a place of this slot.

    Somebody may have been offered another place between what a statement sees and what it locks: only
    what is asked under the lock holds.
    """
    at_least_as_soon = Booking.objects.filter(
        subject_id=OuterRef("subject_id"), state__in=ACTIVE, slot__starts_at__lte=slot.starts_at
    )
    rows = Waiter.objects.select_for_update(skip_locked=True).filter(
        ~Exists(at_least_as_soon),
        Q(branch_id=slot.branch_id) | Q(branch_id=None),
        channel=slot.channel,
        state=WaiterState.WAITING,
        offers__lt=MOST_OFFERS,
    )
    if kept:
        rows = rows.exclude(priority="")
    if giver:
        rows = rows.exclude(subject_id=giver)
    asked = Offer.objects.filter(Q(state=OfferState.OPEN) | Q(slot=slot) & ~Q(state=OfferState.RECALLED))
    rows = rows.exclude(pk__in=asked.values("waiter_id")).order_by("joined_at", "pk")
    passed_over: list[UUID] = []
    while (waiter := rows.exclude(pk__in=passed_over).first()) and asked.filter(waiter=waiter).exists():
        passed_over.append(waiter.pk)
    return waiter


def _offer(*, waiter: Waiter, slot: Slot, kept: bool, until: datetime, now: datetime) -> None:
    offer = Offer.objects.create(
        id=new_id(now=now),
        waiter=waiter,
        slot=slot,
        kept_place=kept,
        state=OfferState.OPEN,
        offered_at=now,
        deadline=until,
    )
    waiter.offers += 1
    waiter.save(update_fields=["offers"])
    _tell(waiter, "waiter.offered", SYSTEM, now, slot=str(slot.pk), offer=str(offer.pk))
    _owe_mail("slot_offered", offer, now)


def _owe_mail(template: str, offer: Offer, now: datetime) -> None:
    claim = str(offer.waiter.subject_id)
    owe(
        kind="mail.send",
        key=f"mail:{template}:{offer.pk}",
        payload={"template": template, "subject_id": claim, "offer": str(offer.pk)},
        subject=Subject("waiter", str(offer.waiter_id)),
        now=now,
    )


def _close(*, offer: Offer, state: OfferState, actor: Actor, now: datetime) -> None:
    """End an open, locked offer and hand its place on; the third that passes ends the waiting."""
    offer.state, offer.ended_at = state, now
    offer.save(update_fields=["state", "ended_at"])
    waiter = Waiter.objects.select_for_update().get(pk=offer.waiter_id)
    _tell(waiter, f"waiter.offer_{state}", actor, now, offer=str(offer.pk))
    if waiter.state == WaiterState.WAITING and waiter.offers >= MOST_OFFERS:
        _end(waiter, WaiterState.SPENT, "waiter.spent", actor, now)
    hand_on(slot_id=offer.slot_id, kept=offer.kept_place, giver=waiter.subject_id, now=now)


def _leave(*, waiter: Waiter, actor: Actor, now: datetime) -> None:
    _end(waiter, WaiterState.LEFT, "waiter.left", actor, now)
    for offer in Offer.objects.select_for_update().filter(waiter=waiter, state=OfferState.OPEN):
        _close(offer=offer, state=OfferState.DECLINED, actor=actor, now=now)


def _end(waiter: Waiter, state: WaiterState, what: str, actor: Actor, now: datetime) -> None:
    waiter.state, waiter.ended_at = state, now
    waiter.save(update_fields=["state", "ended_at"])
    _tell(waiter, what, actor, now)


def _locked_waiters(who: Q) -> list[Waiter]:
    """Return the locked waiters of a person or a claim, their open offers locked before them."""
    theirs = Waiter.objects.filter(who, state=WaiterState.WAITING)
    offers = Offer.objects.filter(state=OfferState.OPEN, waiter__in=theirs)
    list(offers.select_for_update(of=("self",)).order_by("pk"))
    return list(theirs.select_for_update().order_by("pk"))


def _locked(*, offer_id: UUID, subject_id: UUID) -> Offer:
    mine = Offer.objects.filter(pk=offer_id, waiter__subject_id=subject_id)
    offer = mine.select_for_update(of=("self",)).first()
    if offer is None:
        raise NotFound("offer_unknown")
    offer.waiter = Waiter.objects.select_for_update().get(pk=offer.waiter_id)
    return offer


def _tell(waiter: Waiter, what: str, actor: Actor, now: datetime, **data: str) -> None:
    record(
        subject=Subject("waiter", str(waiter.pk)),
        what=what,
        actor=actor,
        now=now,
        data={"subject": str(waiter.subject_id), **data},
        topics=[f"claim:{waiter.subject_id}"],
    )
