"""Who calls the representative on whose page this stands, and the streams by which the page stays true."""

from typing import Any

from django import template
from django.template import Context

from lapak.collective.queries.mandates import MandateView, mandate_of
from lapak.collective.queries.talks import open_talk_of
from lapak.kernel.clock import utc_now

register = template.Library()


@register.inclusion_tag("company/_calling.html", takes_context=True)
def calling(context: Context) -> dict[str, Any]:
    """Return the conversation that waits for the reader, the topics of the page, and its address if given."""
    account_id = context["request"].staff.id
    mandate = mandate_of(account_id=account_id, now=utc_now())
    return {
        "talk": open_talk_of(account_id=account_id),
        "topics": _topics(mandate) if mandate else (),
        "page_url": context.get("page_url", ""),
    }


def _topics(mandate: MandateView) -> tuple[str, ...]:
    own = f"mandate:{mandate.id}"
    return (own, f"company:{mandate.company_id}") if mandate.may_see_lists else (own,)
