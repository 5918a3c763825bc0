"""Words on numbers in the queue."""

from django import template

from lapak.claims.rules.needs import Need
from lapak.queueing.queries import Comparison
from lapak.web import needs_words
from lapak.web.queue_words import why_words

register = template.Library()


@register.filter
def why(comparison: Comparison, zone: str) -> str:
    """Return why the first of two numbers goes before the second."""
    return why_words(comparison=comparison, zone=zone)


@register.filter
def help_word(need: Need) -> str:
    """Return the help somebody asked for, in short: `Kursi roda`."""
    return str(needs_words.SHORT[need][0])


@register.filter
def help_icon(need: Need) -> str:
    """Return the icon of that help."""
    return needs_words.SHORT[need][1]
