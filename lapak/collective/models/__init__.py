"""The tables of collective claims. Moments are in UTC, days are days of the branch."""

from lapak.collective.models.company import Company, Mandate, Representative, SizeStatement
from lapak.collective.models.roster import FilePiece, Roster, RosterFile, RosterRow
from lapak.collective.models.threshold import ThresholdSum

__all__ = [
    "Company",
    "FilePiece",
    "Mandate",
    "Representative",
    "Roster",
    "RosterFile",
    "RosterRow",
    "SizeStatement",
    "ThresholdSum",
]
