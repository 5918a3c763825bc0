"""The claim itself."""

from collections.abc import Collection, Mapping
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from lapak.claims.facts import CoreFacts, load
from lapak.claims.rules.claim_moves import ClaimState
from lapak.claims.rules.npwp import NpwpState
from lapak.reading import ReadQuickly

LIVE_STATES = (
    ClaimState.SUBMITTED,
    ClaimState.IN_SERVICE,
    ClaimState.NEEDS_CORRECTION,
    ClaimState.VERIFIED,
    ClaimState.REJECTION_PROPOSED,
    ClaimState.RETURNED_TO_OFFICER,
    ClaimState.APPROVED,
    ClaimState.ORDERED,
    ClaimState.PAYMENT_RETURNED,
)
_NEVER_SUBMITTED = (ClaimState.DRAFT, ClaimState.EXPIRED, ClaimState.WITHDRAWN)


def _paired(at: str, by: str) -> Q:
    return Q(**{f"{at}__isnull": True, f"{by}__isnull": True}) | Q(
        **{f"{at}__isnull": False, f"{by}__isnull": False}
    )


class Claim(ReadQuickly):
    """One person's claim, from the first number entered until it is paid or ended.

    `officer` has it in service or verified it, `checker` decided on it, as the last of `approvals_needed`
    people where several approve; `approval_round` counts how often it was laid before them. `facts` is what
    the core system answered and when (see `lapak.claims.facts`). `event_on` is the day the reason asks for,
    as it was stated: of a death, of a doctor's finding, of leaving. `amount_asked` (rupiah) is what the
    member asks of a partial payment, None for all that may be paid; `npwp_state` is what is known of the tax
    number. `version` grows with every change, so that a page can tell whether what it shows is still so.
    """

    class Channel(models.TextChoices):
        ONLINE = "online"
        ONSITE = "onsite"
        COLLECTIVE = "collective"

    class Step(models.TextChoices):
        """The page at which a draft is taken up again."""

        IDENTITY = "identity"
        PAPERS = "papers"
        ACCOUNT = "account"
        SCHEDULE = "schedule"
        SUMMARY = "summary"

    id = models.UUIDField(primary_key=True)
    number = models.CharField(max_length=24, null=True)  # noqa: DJ001 null until submitted, and unique
    programme = models.CharField(max_length=8, default="jht")
    channel = models.CharField(max_length=12, choices=Channel.choices)
    state = models.CharField(
        max_length=24, choices=[(state, state) for state in ClaimState], default=ClaimState.DRAFT
    )
    step = models.CharField(max_length=12, choices=Step.choices, default=Step.IDENTITY)
    state_since = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    reason = models.CharField(max_length=24, blank=True)
    event_on = models.DateField(null=True)
    nik = models.CharField(max_length=16, blank=True)
    kpj = models.CharField(max_length=11, blank=True)
    name = models.CharField(max_length=120, blank=True)
    birth_date = models.DateField(null=True)
    mother_name = models.CharField(max_length=120, blank=True)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    bank_code = models.CharField(max_length=8, blank=True)
    account_number = models.CharField(max_length=24, blank=True)
    account_name = models.CharField(max_length=120, blank=True)
    account_given_at = models.DateTimeField(null=True)

    amount_asked = models.BigIntegerField(null=True)
    npwp = models.CharField(max_length=16, blank=True)
    npwp_state = models.CharField(
        max_length=12, choices=[(state, state) for state in NpwpState], default=NpwpState.UNKNOWN, blank=True
    )

    branch = models.ForeignKey(
        "offices.Branch", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    rule_set = models.CharField(max_length=40, blank=True)
    facts = models.JSONField(default=dict)
    gross = models.BigIntegerField(null=True)
    tax = models.BigIntegerField(null=True)
    net = models.BigIntegerField(null=True)
    tax_table = models.CharField(max_length=40, blank=True)

    submitted_at = models.DateTimeField(null=True)
    officer = models.ForeignKey(
        "people.StaffMember", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    service_begun_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    approval_round = models.PositiveSmallIntegerField(default=0)
    approvals_needed = models.PositiveSmallIntegerField(default=1)
    checker = models.ForeignKey(
        "people.StaffMember", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    checked_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)
    decision_reason = models.CharField(max_length=40, blank=True)
    core_reference = models.CharField(max_length=64, blank=True)
    core_refusal = models.CharField(max_length=40, blank=True)

    stored: Mapping[str, Any] = {}
    _known: tuple[dict[str, Any], CoreFacts] | None = None

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(checker=F("officer")), name="claim_four_eyes"),
            models.CheckConstraint(condition=_paired("service_begun_at", "officer"), name="claim_served_by"),
            models.CheckConstraint(condition=_paired("checked_at", "checker"), name="claim_checked_by"),
            models.CheckConstraint(
                condition=Q(verified_at=None) | Q(officer__isnull=False), name="claim_verified_by_officer"
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None) | Q(checker__isnull=False, verified_at__isnull=False),
                name="claim_approved_after_verified",
            ),
            models.CheckConstraint(
                condition=Q(gross=None, tax=None, net=None)
                | Q(gross__gte=0, tax__gte=0, net__gte=0, net=F("gross") - F("tax")),
                name="claim_amounts_add_up",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_NEVER_SUBMITTED)
                | Q(number__isnull=False, submitted_at__isnull=False, branch__isnull=False),
                name="claim_numbered_when_submitted",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ClaimState.APPROVED, ClaimState.ORDERED, ClaimState.PAID])
                | Q(approved_at__isnull=False, net__isnull=False),
                name="claim_paid_only_when_approved",
            ),
            models.CheckConstraint(
                condition=Q(state=ClaimState.PAID, paid_at__isnull=False)
                | (~Q(state=ClaimState.PAID) & Q(paid_at=None)),
                name="claim_paid_at_when_paid",
            ),
            models.CheckConstraint(
                condition=Q(amount_asked=None) | Q(amount_asked__gt=0), name="claim_asks_an_amount"
            ),
            models.CheckConstraint(
                condition=Q(npwp="", npwp_state__in=[NpwpState.UNKNOWN, NpwpState.NONE])
                | ~Q(npwp="") & ~Q(npwp_state__in=[NpwpState.UNKNOWN, NpwpState.NONE]),
                name="claim_npwp_when_given",
            ),
            models.UniqueConstraint(fields=["number"], name="claim_number_once"),
            models.UniqueConstraint(
                fields=["nik", "kpj"],
                condition=Q(state__in=LIVE_STATES),
                name="claim_one_live_per_membership",
            ),
        ]
        indexes = [
            models.Index(fields=["branch", "state", "submitted_at"], name="claim_work"),
            models.Index(fields=["nik"], name="claim_by_nik"),
            models.Index(fields=["account_number", "bank_code"], name="claim_by_account"),
            models.Index(fields=["phone"], name="claim_by_phone"),
            models.Index(fields=["email"], name="claim_by_email"),
            models.Index(Upper("name"), "birth_date", name="claim_by_name"),
            models.Index(fields=["created_at"], condition=Q(state="draft"), name="claim_drafts_by_age"),
            models.Index(
                fields=["branch", "state", "state_since"],
                condition=Q(state__in=LIVE_STATES),
                name="claim_idle",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number or self.pk} {self.state}"

    def save(self, *arguments: Any, **keywords: Any) -> None:
        """Write the claim; a new one is in its state since it was made."""
        if self.state_since is None:
            self.state_since = self.created_at
        super().save(*arguments, **keywords)

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], **how: Any
    ) -> Self:
        """Return the row, with `stored`: its fields as the database has them."""
        row = super().from_db(db, field_names, values, **how)
        row.stored = dict(zip(field_names, values, strict=True))
        return row

    @property
    def changed_fields(self) -> frozenset[str]:
        """The fields that are not as stored; `facts` is replaced, never changed in place."""
        names = [one.attname for one in self._meta.concrete_fields if not one.primary_key]
        now, was = self.__dict__, self.stored
        return frozenset(
            name
            for name in names
            if name not in was or (now[name] is not was[name] and now[name] != was[name])
        )

    @property
    def known(self) -> CoreFacts:
        """What the core system answered, taken apart once for each `facts`."""
        if self._known is None or self._known[0] is not self.facts:
            self._known = self.facts, load(self.facts)
        return self._known[1]

    @property
    def zone(self) -> str:
        """The clock its days are counted by: the branch's, or western Indonesia's without one."""
        return self.branch.timezone if self.branch else "Asia/Jakarta"


class DaySerial(models.Model):
    """The last serial given to a claim on a day of filing, over all branches."""

    day = models.DateField(primary_key=True)
    last = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.day} {self.last}"
