"""Attempts to have a claim paid."""

from django.db import models
from django.db.models import F, Q

from lapak.claims.models.claim import Claim
from lapak.reading import ReadQuickly


class PaymentOrder(ReadQuickly):
    """One attempt to have a claim paid. At most one of a claim is under way or paid.

    `refused` by the core system; `withdrawn` before the core system had it, which then never takes it.
    """

    class State(models.TextChoices):
        ORDERED = "ordered"
        PAID = "paid"
        RETURNED = "returned"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    id = models.UUIDField(primary_key=True)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="orders")
    attempt = models.PositiveSmallIntegerField()
    idempotency_key = models.CharField(max_length=80)
    gross = models.BigIntegerField()
    tax = models.BigIntegerField()
    net = models.BigIntegerField()
    bank_code = models.CharField(max_length=8)
    account_number = models.CharField(max_length=24)
    account_name = models.CharField(max_length=120)
    state = models.CharField(max_length=12, choices=State.choices, default=State.ORDERED)
    core_reference = models.CharField(max_length=64, blank=True)
    ordered_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    return_reason = models.CharField(max_length=80, blank=True)
    compared_in = models.BigIntegerField(null=True)  # the last reconciliation that met it in their listing

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idempotency_key"], name="order_key_once"),
            models.UniqueConstraint(fields=["claim", "attempt"], name="order_attempt_once"),
            models.UniqueConstraint(
                fields=["claim"], condition=Q(state__in=["ordered", "paid"]), name="order_one_open_per_claim"
            ),
            models.CheckConstraint(
                condition=Q(gross__gte=0, tax__gte=0, net__gte=0, net=F("gross") - F("tax")),
                name="order_amounts_add_up",
            ),
            models.CheckConstraint(
                condition=Q(state="ordered", settled_at=None)
                | (~Q(state="ordered") & Q(settled_at__isnull=False)),
                name="order_settled_unless_ordered",
            ),
        ]
        indexes = [
            models.Index(fields=["ordered_at"], condition=Q(state="ordered"), name="order_open_by_age")
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} #{self.attempt} {self.state}"
