"""Reading collective claims."""
