"""The company, what it says of its size, and who may act for it."""

from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from lapak.collective.rules.mandates import Revocation
from lapak.collective.rules.size import SizeClass
from lapak.kernel.ids import new_id


class Company(models.Model):
    """A company that files for its workers, by its number in the core system (NPP); served by one branch.

    `known_since` is when an officer first accepted a power of attorney: until then name and branch are only
    what whoever registered first said of it.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    npp = models.CharField(max_length=8, unique=True)
    name = models.CharField(max_length=160)
    branch = models.ForeignKey("offices.Branch", on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    known_since = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.npp


class SizeStatement(models.Model):
    """Figures a company stated of itself on a day, with the paper that shows them; the newest counts.

    Rupiah, except `workers`. `size` and `rule` are what the rules made of them on that day. Never changed.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="sizes")
    stated_on = models.DateField()
    net_assets = models.BigIntegerField(null=True)
    yearly_sales = models.BigIntegerField(null=True)
    capital = models.BigIntegerField(null=True)
    workers = models.PositiveIntegerField(null=True)
    document_id = models.UUIDField()
    size = models.CharField(max_length=8, choices=[(size, size) for size in SizeClass])
    rule = models.CharField(max_length=24)
    stated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(net_assets__gte=0)
                | Q(yearly_sales__gte=0)
                | Q(capital__gte=0)
                | Q(workers__gte=1),
                name="size_states_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company_id} {self.stated_on} {self.size}"


class Representative(models.Model):
    """A person who acts for a company, with an account; identified once by an officer, by video.

    `stated_name` and `stated_branch` are what the person said of the company. They are the company's from the
    moment that an officer of that branch accepts the letter of a company nobody knew before.
    """

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.PROTECT, related_name="+"
    )
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="representatives")
    stated_name = models.CharField(max_length=160)
    stated_branch = models.ForeignKey("offices.Branch", on_delete=models.PROTECT, related_name="+")
    nik = models.CharField(max_length=16)
    email = models.CharField(max_length=254)
    phone = models.CharField(max_length=20)
    registered_at = models.DateTimeField()
    identified_at = models.DateTimeField(null=True)
    identified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(identified_at=None, identified_by=None)
                | Q(identified_at__isnull=False, identified_by__isnull=False),
                name="representative_identified_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(identified_by=F("account")), name="representative_not_by_themselves"
            ),
        ]

    def __str__(self) -> str:
        return f"representative {self.account_id}"

    @property
    def company_name(self) -> str:
        """Return the company's name, as the person stated it while nobody knows the company."""
        return self.company.name if self.company.known_since else self.stated_name

    @property
    def branch_id(self) -> UUID:
        """Return the branch that looks at what the person brings."""
        return self.company.branch_id if self.company.known_since else self.stated_branch_id


class Mandate(models.Model):
    """A power of attorney (surat kuasa): from a day to a day, revocable, with the pledge of no misuse.

    `letter_id` is the scanned letter, `pledge` which wording was signed, `accepted_by` the officer who read
    the letter. A longer time is a new row. What was filed under it goes on after it ended.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    representative = models.ForeignKey(Representative, on_delete=models.PROTECT, related_name="mandates")
    valid_from = models.DateField()
    valid_until = models.DateField()
    letter_id = models.UUIDField(null=True)
    pledge = models.CharField(max_length=16, blank=True)
    pledged_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True)
    revoked_why = models.CharField(max_length=16, blank=True, choices=[(why, why) for why in Revocation])
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")), name="mandate_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(pledged_at=None, pledge="") | (Q(pledged_at__isnull=False) & ~Q(pledge="")),
                name="mandate_pledge_has_wording",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False, letter_id__isnull=False),
                name="mandate_accepted_with_letter",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_why="")
                | (Q(revoked_at__isnull=False) & ~Q(revoked_why="")),
                name="mandate_revoked_why",
            ),
            models.UniqueConstraint(
                fields=["representative"], condition=Q(revoked_at=None), name="mandate_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"mandate {self.pk}"
