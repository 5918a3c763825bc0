"""The tables of claims. Amounts are whole rupiah, moments are in UTC."""

from lapak.claims.models.approvals import Approval
from lapak.claims.models.branch_settings import BranchSetting
from lapak.claims.models.claim import LIVE_STATES, Claim, DaySerial
from lapak.claims.models.decisions import Decision, RulesSeen
from lapak.claims.models.objections import Objection
from lapak.claims.models.parties import Acting, Party
from lapak.claims.models.payments import PaymentOrder
from lapak.claims.models.policy import PolicyEntry
from lapak.claims.models.reason_proposals import ReasonProposal
from lapak.claims.models.reconciliation import Reconciliation, ReconciliationFinding
from lapak.claims.models.samples import Sample
from lapak.claims.models.signals import FoundSignal
from lapak.claims.models.signatures import ServiceNeed, Signature
from lapak.claims.models.work import Check, Note, PaperState

__all__ = [
    "LIVE_STATES",
    "Acting",
    "Approval",
    "BranchSetting",
    "Check",
    "Claim",
    "DaySerial",
    "Decision",
    "FoundSignal",
    "Note",
    "Objection",
    "PaperState",
    "Party",
    "PaymentOrder",
    "PolicyEntry",
    "ReasonProposal",
    "Reconciliation",
    "ReconciliationFinding",
    "RulesSeen",
    "Sample",
    "ServiceNeed",
    "Signature",
]
