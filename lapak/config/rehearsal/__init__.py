"""A branch day on an accelerated clock: real operations on a real database, invented people."""
