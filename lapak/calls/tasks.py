"""Housekeeping of the mailbox."""

from procrastinate.contrib.django import app

from lapak.calls.operations import purge_mailbox
from lapak.kernel.clock import utc_now


@app.periodic(cron="*/5 * * * *")
@app.task(name="calls.purge_mailbox", queueing_lock="calls.purge_mailbox", pass_context=False)
def purge(timestamp: int) -> None:  # noqa: ARG001 procrastinate hands the planned time to periodic tasks
    """Delete negotiation messages that nobody can use any more."""
    purge_mailbox(now=utc_now())
