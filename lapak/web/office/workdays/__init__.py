"""Hours, staff, booths, shares and limits of a branch: changed by its head after a look at what it does."""
