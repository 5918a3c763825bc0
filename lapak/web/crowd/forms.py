"""What a counter sends."""

from datetime import timedelta
from typing import Any

from django import forms

from lapak.offices.rules.zones import ZoneKind


class ZoneForm(forms.Form):
    """The zone a counter stands at; the hall unless another is named."""

    zona = forms.TypedChoiceField(
        choices=[(kind, kind) for kind in ZoneKind], coerce=ZoneKind, required=False
    )

    def clean_zona(self) -> ZoneKind:
        """Return the zone."""
        return self.cleaned_data["zona"] or ZoneKind.HALL


class PressForm(ZoneForm):
    """One person in or out; `tap_id` names the press, `age` is how many milliseconds ago it was made."""

    delta = forms.TypedChoiceField(choices=[("1", "1"), ("-1", "-1")], coerce=int)
    tap_id = forms.UUIDField()
    age = forms.IntegerField(required=False)

    def press(self) -> dict[str, Any]:
        """Return the press as the operation takes it."""
        facts = self.cleaned_data
        age = timedelta(milliseconds=max(0, min(facts["age"] or 0, 10**9)))
        return {"zone": facts["zona"], "delta": facts["delta"], "tap_id": facts["tap_id"], "age": age}


class UndoForm(ZoneForm):
    """The press to take back."""

    tap_id = forms.UUIDField()
