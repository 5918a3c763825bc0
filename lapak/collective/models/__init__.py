"""The tables of collective claims. Moments are in UTC, days are days of the branch."""
