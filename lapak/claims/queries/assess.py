"""The rules, asked about a claim as it is stored."""

from collections.abc import Iterator
from datetime import date

from lapak.claims import facts as core_facts
from lapak.claims.models import LIVE_STATES, Check, Claim, PaperState
from lapak.claims.programmes import programme
from lapak.claims.queries.parties import acting_facts, acting_person
from lapak.claims.queries.sums import worked_sum
from lapak.claims.rules.capacities import Whose
from lapak.claims.rules.checklist import CheckItem
from lapak.claims.rules.eligibility import (
    Eligibility,
    EligibilityFacts,
    Finding,
    Verdict,
    Weight,
    eligibility,
)
from lapak.claims.rules.npwp import NpwpState, papers_asked
from lapak.claims.rules.papers import HowGiven, PaperRequirement
from lapak.claims.rules.papers_of_people import checks_with_people, papers_with_people
from lapak.claims.rules.parties import (
    AFTER_DEATH,
    PartyFinding,
    PartyProblem,
    party_findings,
    payee_name,
)
from lapak.claims.rules.rule_sets import RuleSet
from lapak.kernel.errors import FieldError
from lapak.kernel.identity import parse_nik
from lapak.offices.regions import place_of

# What is read beside a claim to assess it; whoever assesses many reads it for all of them at once.
ASSESSED = ("acting__person", "parties")


def rules_of(row: Claim) -> RuleSet:
    """Return the rules the claim is decided under. Raises RuleNotFound before there are any."""
    return programme(row.programme).rule_set_by_id(row.rule_set)


def is_after_death(row: Claim) -> bool:
    """Return whether the claim's reason is the member's death, so that heirs claim."""
    return bool(row.rule_set) and rules_of(row).reason(row.reason).heirs


def assess(row: Claim, *, on: date) -> Eligibility | None:
    """Return whether the person may claim on the day of the branch; None until the register answered."""
    return _assess(row, on=on, claim_in_progress=another_is_live(row))


def warnings_about(row: Claim, *, on: date) -> tuple[Finding, ...]:
    """Return what the rules find odd about a claim and do not stop it for; reads nothing more."""
    answer = _assess(row, on=on, claim_in_progress=False)
    return answer.of_weight(Weight.WARNING) if answer else ()


def _assess(row: Claim, *, on: date, claim_in_progress: bool) -> Eligibility | None:
    facts = eligibility_facts(row, on=on, claim_in_progress=claim_in_progress)
    return eligibility(facts=facts, on=on, rule_set=rules_of(row)) if facts else None


def eligibility_facts(row: Claim, *, on: date, claim_in_progress: bool) -> EligibilityFacts | None:
    """Return what the rules want to know of the claim on the day, None until the register answered."""
    known = row.known
    if known.member is None or row.birth_date is None:
        return None
    member = core_facts.member_facts(known.member)
    nik = parse_nik(row.nik, on=on)
    return EligibilityFacts(
        reason=row.reason,
        name=row.name,
        birth_date=row.birth_date,
        nik_birth_date=nik.birth_date,
        nik_region_known=place_of(district=nik.district).known,
        member=member,
        payee=payee_name(acting_facts(row), member_name=member.name if member else row.name),
        balance=known.member.balance.total if known.member.balance else None,
        account=core_facts.account_facts(known.account),
        event_on=row.event_on,
        earlier=core_facts.earlier(known.member),
        claim_in_progress=claim_in_progress,
    )


def another_is_live(row: Claim) -> bool:
    """Return whether another claim for the same membership is under way.

    Nothing is read for a claim under way itself: `claim_one_live_per_membership` lets it be the only one.
    """
    if row.stored.get("state") in LIVE_STATES and not {"nik", "kpj"} & row.changed_fields:
        return False
    others = Claim.objects.filter(nik=row.nik, kpj=row.kpj, state__in=LIVE_STATES).exclude(pk=row.pk)
    return others.exists()


def required_papers(row: Claim, *, on: date) -> tuple[PaperRequirement, ...]:
    """Return the papers the claim needs; none until the register answered with a balance."""
    known = row.known.member
    if known is None or known.balance is None:
        return ()
    rules = rules_of(row)
    asked = _papers_asked(row, known, rules, on=on)
    facts = acting_facts(row)
    if facts is None:
        return asked
    names = {Whose.MEMBER: row.name, Whose.ACTING: acting_person(row).name}
    names[Whose.PAYEE] = payee_name(facts, member_name=row.name)
    return papers_with_people(asked, facts=facts, rules=rules.capacities, names=names, on=on)


def _papers_asked(
    row: Claim, known: core_facts.MemberAnswer, rules: RuleSet, *, on: date
) -> tuple[PaperRequirement, ...]:
    due = worked_sum(row, on=on)
    if due is None:
        return ()
    return papers_asked(
        rules.papers_of(reason=row.reason),
        balance=due.balance,
        gross=due.gross,
        paid_before=bool(known.earlier),
        state=NpwpState(row.npwp_state),
        choices=due.choices,
    )


def required_checks(row: Claim, *, on: date) -> tuple[CheckItem, ...]:
    """Return the officer's list for the claim, in the order of the talk."""
    rules = rules_of(row)
    listed = rules.checklist_for(reason=row.reason)
    if row.channel == Claim.Channel.COLLECTIVE:
        listed = tuple(item for item in listed if not item.in_person)
    facts = acting_facts(row)
    if facts is None:
        return listed
    return checks_with_people(listed, facts=facts, rules=rules.capacities, on=on)


def party_problems(row: Claim, *, on: date) -> tuple[FieldError, ...]:
    """Return what has to be put right about who acts and who is named, with the page it is given on.

    The page is `acting` or `heirs`; params name the person where it is about one. Nothing for a member's own
    claim.
    """
    facts = acting_facts(row)
    is_death = is_after_death(row)
    if facts is None:
        return (FieldError("acting", PartyProblem.ACTING_MISSING),) if is_death else ()
    if is_death != (facts.capacity in AFTER_DEATH):
        return (FieldError("acting", PartyProblem.CAPACITY_WRONG),)
    names = {one.number: one.name for one in facts.parties}
    return tuple(_party_error(one, names) for one in party_findings(facts, on=on))


def missing_for_submission(row: Claim, *, on: date, has_slot: bool) -> tuple[FieldError, ...]:
    """Return what a draft still lacks, each with the page (`field`) where it is given."""
    return tuple(_missing(row, on=on, has_slot=has_slot))


def missing_for_verification(row: Claim, *, on: date) -> tuple[FieldError, ...]:
    """Return what keeps the officer from verifying: open checks, papers not accepted, a form not signed,
    an account nobody asked the bank about, a tax number not compared, another reason proposed and not
    answered, findings that block.
    """
    done = {check.code for check in row.checks.all() if check.state == Check.State.OK}
    listed = required_checks(row, on=on)
    found = [FieldError(item.code, "check_open") for item in listed if item.code not in done]
    states = {paper.kind: paper.state for paper in row.papers.all()}
    for paper in required_papers(row, on=on):
        enough = {PaperState.State.ACCEPTED}
        if paper.how is HowGiven.SIGN:
            enough.add(PaperState.State.GIVEN)  # made by us: signed is all there is to it
        if states.get(paper.kind) not in enough:
            found.append(FieldError(paper.kind, "paper_not_accepted"))
    if row.known.account is None:
        found.append(FieldError("account", "account_missing"))
    if row.npwp_state == NpwpState.GIVEN:
        found.append(FieldError("npwp", "npwp_unjudged"))
    found.extend(party_problems(row, on=on))
    if any(not one.outcome for one in row.reason_proposals.all()):
        found.append(FieldError("reason", "reason_unanswered"))
    answer = assess(row, on=on)
    if answer is None or answer.verdict is not Verdict.MAY_CLAIM:
        found.extend(_against("eligibility", answer))
    return tuple(found)


def _missing(row: Claim, *, on: date, has_slot: bool) -> Iterator[FieldError]:
    answer = assess(row, on=on)
    if answer is None or answer.verdict is not Verdict.MAY_CLAIM:
        yield from _against("identity", answer)
    yield from party_problems(row, on=on)
    given = {paper.kind for paper in row.papers.all() if paper.document_id is not None}
    for paper in required_papers(row, on=on):
        if paper.how is HowGiven.UPLOAD and paper.kind not in given:
            yield FieldError(paper.kind, "paper_missing")
    if not (row.email and row.phone):
        yield FieldError("contact", "contact_missing")
    if row.known.account is None:
        yield FieldError("account", "account_missing")
    if row.channel == Claim.Channel.ONLINE and not has_slot:
        yield FieldError("schedule", "slot_missing")
    if row.branch_id is None:
        yield FieldError("schedule", "branch_missing")


def _against(field: str, answer: Eligibility | None) -> Iterator[FieldError]:
    if answer is None:
        yield FieldError(field, "identity_not_checked")
        return
    for finding in (*answer.of_weight(Weight.BLOCKS), *answer.of_weight(Weight.WAITS)):
        dates = {name: day.isoformat() for name, day in finding.dates.items()}
        yield FieldError(field, finding.code, params=dates)


_ON_HEIRS_PAGE = (
    PartyProblem.HEIRS_NOT_WHOLE,
    PartyProblem.GUARDIAN_MISSING,
    PartyProblem.GUARDIAN_OF_NOBODY,
    PartyProblem.CONSENT_MISSING,
    PartyProblem.SHARES_TOO_LARGE,
)


def _party_error(finding: PartyFinding, names: dict[int, str]) -> FieldError:
    page = "heirs" if finding.problem in _ON_HEIRS_PAGE else "acting"
    params = {"name": names[finding.number]} if finding.number is not None else {}
    return FieldError(page, finding.problem, params)
