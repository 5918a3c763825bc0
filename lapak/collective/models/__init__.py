"""The tables of collective claims. Moments are in UTC, days are days of the branch."""

from lapak.collective.models.company import Company, Mandate, Representative, SizeStatement
from lapak.collective.models.roster import FilePiece, Roster, RosterFile, RosterRow
from lapak.collective.models.threshold import ThresholdSum
from lapak.collective.models.workers import Batch, BatchPlace, Talk, Worker

__all__ = [
    "Batch",
    "BatchPlace",
    "Company",
    "FilePiece",
    "Mandate",
    "Representative",
    "Roster",
    "RosterFile",
    "RosterRow",
    "SizeStatement",
    "Talk",
    "ThresholdSum",
    "Worker",
]
