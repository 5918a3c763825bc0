"""Things an operator must mend before Lapak can start."""


class SetupProblem(Exception):
    """Stops a start with one clear sentence instead of a traceback."""
