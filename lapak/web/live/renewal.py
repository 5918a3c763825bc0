"""A page that stays open asks for a new permission; its rights are looked at again."""

from django import forms
from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from lapak.web.access import on_visit_too, public
from lapak.web.live.rights import may_follow
from lapak.web.live.tokens import POSITION, issue, read_stale
from lapak.web.requests import LapakRequest


class RenewalForm(forms.Form):
    """The permission a page has, and the position of the last event it got, if any."""

    token = forms.CharField(max_length=4000)
    position = forms.RegexField(POSITION, required=False)


@on_visit_too
@public
@require_POST
def renew(request: LapakRequest) -> HttpResponse:
    """Return {"token"} for the same topics from where the page stood; 403 when a right is gone.

    The page is public because any kind of visitor may hold a permission; what counts is `may_follow`.
    """
    form = RenewalForm(request.POST)
    permission = read_stale(token=form.cleaned_data["token"]) if form.is_valid() else None
    if permission is None or not all(may_follow(request=request, topic=topic) for topic in permission.topics):
        return JsonResponse({"error": "token"}, status=403)
    journal_id, mailbox_id = permission.resumed_at(form.cleaned_data["position"])
    token = issue(topics=permission.topics, journal_id=journal_id, mailbox_id=mailbox_id)
    return JsonResponse({"token": token})
