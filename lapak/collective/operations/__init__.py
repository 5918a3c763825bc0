"""What can be done with collective claims. Every operation is one transaction."""
