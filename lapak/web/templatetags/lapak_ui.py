"""Tags that draw the parts of the design system (docs/design-system.md)."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.forms import BoundField
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

BANNER_ICONS = {
    "info": "info",
    "warning": "triangle-alert",
    "error": "circle-alert",
    "success": "circle-check",
}

STATE_ICONS = {
    "needs-officer": "hand",
    "connecting": "loader-circle",
    "talking": "talk-filled",
    "filling-in": "form-input",
    "scanning": "scan-line",
    "reading": "file-text",
    "signing": "signature",
    "on-hold": "pause-filled",
    "waiting-system": "clock",
    "dropped": "unplug",
    "over-limit": "octagon-alert",
    "done": "circle-check",
}

VERDICT_ICONS = {
    "clear": "check-filled",
    "blurred": "x-filled",
    "wrong-paper": "alert-filled",
    "officer-checks": "scan-eye",
}


@register.simple_tag
def icon(name: str, *, label: str = "", css: str = "") -> SafeString:
    """Return the icon of the sprite as SVG, silent for screen readers unless a label says what it means."""
    classes = f"icon {css}".strip()
    address = f"{static('lapak/icons/sprite.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"></use></svg>', classes, label, address
        )
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"></use></svg>', classes, address)


@register.simple_tag
def kawung() -> SafeString:
    """Return the sign of Lapak: one dot, four petals."""
    address = f"{static('lapak/icons/sprite.svg')}#kawung"
    return format_html('<svg class="kawung" aria-hidden="true"><use href="{}"></use></svg>', address)


@register.inclusion_tag("components/field.html")
def field(
    bound: BoundField,
    *,
    autocomplete: str = "",
    inputmode: str = "",
    css: str = "",
    placeholder: str = "",
) -> dict[str, Any]:
    """Draw a form field with label, hint and error, each tied to the control by aria-describedby."""
    described = [f"{bound.auto_id}_hint"] if bound.help_text else []
    if bound.errors:
        described.append(f"{bound.auto_id}_error")
    passed = {
        "autocomplete": autocomplete,
        "inputmode": inputmode,
        "placeholder": placeholder,
        "aria-describedby": " ".join(described),
        "aria-invalid": "true" if bound.errors else "",
    }
    attributes: dict[str, str | bool] = {name: value for name, value in passed.items() if value}
    return {"field": bound, "control": bound.as_widget(attrs=attributes), "css": css}


@register.inclusion_tag("components/banner.html")
def banner(
    kind: str, text: str, *, action_url: str = "", action_text: str = "", in_new_tab: bool = False
) -> dict[str, Any]:
    """Draw a banner: kind info, warning, error or success; one sentence; at most one action.

    `in_new_tab` leaves the page as it is, for pages that hold conversations.
    """
    return {
        "kind": kind,
        "icon_name": BANNER_ICONS[kind],
        "text": text,
        "action_url": action_url,
        "action_text": action_text,
        "in_new_tab": in_new_tab,
    }


@register.inclusion_tag("components/state.html")
def state_label(state: str, text: str) -> dict[str, Any]:
    """Draw the label that says who must act; the states are the keys of STATE_ICONS."""
    return {"state": state, "icon_name": STATE_ICONS[state], "text": text}


@register.inclusion_tag("components/verdict.html")
def verdict(kind: str, word: str, *, wrong: str = "", advice: str = "") -> dict[str, Any]:
    """Draw a verdict on a paper: what was found, what is wrong, how to mend it."""
    return {"kind": kind, "icon_name": VERDICT_ICONS[kind], "word": word, "wrong": wrong, "advice": advice}


@register.inclusion_tag("components/ticket.html")
def ticket(number: str, *, label: str = "", facts: Sequence[tuple[str, str]] = ()) -> dict[str, Any]:
    """Draw a queue ticket; facts are pairs of label and value, always with the last called number."""
    return {"number": number, "label": label, "facts": facts}


@register.inclusion_tag("components/empty.html")
def empty(
    icon_name: str, title: str, text: str = "", *, failed: bool = False, code: str = ""
) -> dict[str, Any]:
    """Draw an empty or failed area: a calm sentence and what helps next; the code small at the end."""
    return {"icon_name": icon_name, "title": title, "text": text, "failed": failed, "code": code}


@register.inclusion_tag("components/step_bar.html")
def step_bar(now: int, total: int) -> dict[str, Any]:
    """Draw the bar of a walk through `total` steps of which number `now` is open."""
    return {"now": now, "total": total, "steps": range(1, total + 1)}


@register.inclusion_tag("components/steps.html")
def steps(names: Sequence[str], now: int) -> dict[str, Any]:
    """Draw the numbered list of steps; those before number `now` carry a check."""
    return {"names": names, "now": now}
