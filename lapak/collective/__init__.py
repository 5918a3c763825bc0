"""A company files for all its workers through one representative; every row stands alone."""
