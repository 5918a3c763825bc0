"""The papers and the officer's list of a claim in which somebody acts for the member."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from lapak.claims.rules.capacities import Capacity, Rules, Whose, kind_for
from lapak.claims.rules.checklist import CheckItem
from lapak.claims.rules.papers import PaperRequirement
from lapak.claims.rules.parties import BY_MANDATE, ActingFacts, PartyFacts, entitlement_of, who_consents


def papers_with_people(
    asked: Sequence[PaperRequirement],
    *,
    facts: ActingFacts,
    rules: Rules,
    names: Mapping[Whose, str],
    on: date,
) -> tuple[PaperRequirement, ...]:
    """Return the papers of a claim in which somebody acts for the member.

    The reason's own, with the name of whose they are, then those of the people. `names` says who acts, is
    paid, and is the member.
    """
    rule = rules.get(facts.capacity)
    whose = rule.whose if rule else {}
    own = [_labelled(one, names.get(whose[one.kind], "")) if one.kind in whose else one for one in asked]
    return (*own, *_papers_of_people(facts, rules, on))


def checks_with_people(
    listed: Sequence[CheckItem], *, facts: ActingFacts, rules: Rules, on: date
) -> tuple[CheckItem, ...]:
    """Return the officer's list with what the people of the claim add to it, before its last point."""
    rule = rules.get(facts.capacity)
    instead = {code: _by_acting(one, facts, rules) for code, one in rule.instead.items()} if rule else {}
    points = [instead.get(one.code, one) for one in listed]
    return (*points[:-1], *_checks_of_people(facts, rules, on), *points[-1:])


def _papers_of_people(facts: ActingFacts, rules: Rules, on: date) -> Iterator[PaperRequirement]:
    acting = rules.get(facts.capacity)
    if facts.capacity in BY_MANDATE:
        for person in facts.parties:
            if person.number == facts.acting and acting:
                yield from (_of(one, person) for one in acting.each)
                yield from acting.once
        return
    for person in _consenting(facts, on):
        rule = rules.get(person.capacity)
        yield from (_of(one, person) for one in (rule.each if rule else ()))
    if _consenting(facts, on) and Capacity.HEIR in rules:
        yield from rules[Capacity.HEIR].once
    for person in _named_by_court(facts, on):
        rule = rules.get(Capacity.GUARDIAN)
        yield from (_of(one, person) for one in (rule.decision if rule else ()))


def _checks_of_people(facts: ActingFacts, rules: Rules, on: date) -> Iterator[CheckItem]:
    acting = rules.get(facts.capacity)
    yield from (_by_acting(one, facts, rules) for one in (acting.checks if acting else ()))
    if facts.capacity in BY_MANDATE:
        return
    for person in _consenting(facts, on):
        rule = rules.get(person.capacity)
        if rule and rule.each_check:
            yield _check_of(rule.each_check, person)
    if _consenting(facts, on) and Capacity.HEIR in rules:
        yield from rules[Capacity.HEIR].shared_checks
    for person in _named_by_court(facts, on):
        rule = rules.get(Capacity.GUARDIAN)
        if rule and rule.decision_check:
            yield _check_of(rule.decision_check, person)


def _by_acting(item: CheckItem, facts: ActingFacts, rules: Rules) -> CheckItem:
    """Return a check with the acting person's own papers to lay open for it."""
    own = {one.kind for one in rules[facts.capacity].each} if facts.capacity in BY_MANDATE else set()
    papers = (kind_for(kind, facts.acting or 0) if kind in own else kind for kind in item.papers)
    return replace(item, papers=tuple(papers))


def _consenting(facts: ActingFacts, on: date) -> list[PartyFacts]:
    numbers = who_consents(facts, on=on)
    return [one for one in facts.parties if one.number in numbers]


def _named_by_court(facts: ActingFacts, on: date) -> list[PartyFacts]:
    """Return the guardians of entitled minors who are not their parents."""
    minors = entitlement_of(facts, on=on).minors
    wards = [one for one in facts.parties if one.number in minors and not one.guardian_is_parent]
    numbers = {one.guardian for one in wards}
    return [one for one in facts.parties if one.number in numbers]


def _of(paper: PaperRequirement, person: PartyFacts) -> PaperRequirement:
    named = _labelled(paper, person.name)
    return replace(named, kind=kind_for(paper.kind, person.number))


def _labelled(paper: PaperRequirement, name: str) -> PaperRequirement:
    if not name:
        return paper
    return replace(
        paper, label=f"{paper.label}: {name}", short_label=f"{paper.short_label} {name.split()[0]}"
    )


def _check_of(item: CheckItem, person: PartyFacts) -> CheckItem:
    return CheckItem(
        code=kind_for(item.code, person.number),
        label=f"{item.label}: {person.name}",
        papers=tuple(kind_for(kind, person.number) for kind in item.papers),
    )
