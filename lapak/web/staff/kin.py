"""Where staff declare whom they may not serve: themselves, and kin."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from lapak.kernel.clock import utc_now
from lapak.kernel.errors import DomainError
from lapak.kernel.zones import local_date
from lapak.people.kin import declare_kin
from lapak.people.queries import declared_kin
from lapak.people.rules import IN_SERVICE, Relation
from lapak.web.access import staff
from lapak.web.messages import SENTENCES, put_on_form
from lapak.web.requests import LapakRequest

RELATIONS = {
    Relation.SELF: gettext_lazy("Saya sendiri"),
    Relation.SPOUSE: gettext_lazy("Suami atau istri"),
    Relation.PARENT: gettext_lazy("Orang tua"),
    Relation.CHILD: gettext_lazy("Anak"),
    Relation.SIBLING: gettext_lazy("Kakak atau adik"),
    Relation.IN_LAW: gettext_lazy("Mertua, menantu, atau ipar"),
    Relation.OTHER: gettext_lazy("Kerabat lain"),
}


class KinForm(forms.Form):
    """One person: who to me, and the NIK, of which only a hash is kept."""

    use_required_attribute = False

    relation = forms.TypedChoiceField(
        label=gettext_lazy("Hubungan"),
        choices=[("", gettext_lazy("Pilih")), *RELATIONS.items()],
        coerce=Relation,
        error_messages={"required": gettext_lazy("Pilih hubungannya.")},
    )
    nik = forms.CharField(
        label=gettext_lazy("NIK"),
        help_text=gettext_lazy("Disimpan sebagai sandi satu arah, tidak bisa dibaca lagi."),
        max_length=40,
        error_messages={"required": SENTENCES["nik_empty"]},
    )


@staff(*IN_SERVICE)
@require_http_methods(["GET", "POST"])
def kin(request: LapakRequest) -> HttpResponse:
    """Return what this staff member declared and the form for one more; posted, keep it."""
    assert request.staff is not None  # the gate let only staff in
    form = KinForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        now = utc_now()
        try:
            declare_kin(
                staff_id=request.staff.id,
                relation=form.cleaned_data["relation"],
                nik=form.cleaned_data["nik"],
                on=local_date(moment=now, zone="Asia/Jakarta"),
                actor=request.actor,
                now=now,
            )
        except DomainError as refusal:
            put_on_form(form, refusal)
        else:
            messages.success(request, _("Tercatat. Klaim orang ini selalu ditangani rekan lain."))
            return HttpResponseRedirect(reverse("staff:kin"))
    declared = [
        {"relation": RELATIONS[one.relation], "at": one.declared_at}
        for one in declared_kin(staff_id=request.staff.id)
    ]
    return render(
        request, "staff/kin.html", {"form": form, "declared": declared}, status=422 if form.errors else 200
    )
