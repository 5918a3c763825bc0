"""The tables of collective claims. Moments are in UTC, days are days of the branch."""

from lapak.collective.models.company import Company, Mandate, Representative, SizeStatement

__all__ = ["Company", "Mandate", "Representative", "SizeStatement"]
