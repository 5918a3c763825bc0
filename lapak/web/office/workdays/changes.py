"""What every form that changes a branch's days has in common."""

from abc import abstractmethod
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

By = Mapping[str, Any]  # branch_id, actor, now
Act = Callable[[], object]
FROM = _("Berlaku mulai")
UNTIL = _("Sampai hari (termasuk)")
BOTH_TIMES = _("Isi jam mulai dan jam selesai, atau kosongkan keduanya.")


class ChangeForm(forms.Form):
    """One change; `tab` is the page it stands on, `title` what it is called in its preview."""

    use_required_attribute = False
    tab: ClassVar[str]
    title: ClassVar[str | Promise]

    def begins(self, today: date) -> date:
        """Return the first day that the change can alter."""
        return self.cleaned_data.get("first_day") or today

    @abstractmethod
    def act(self, by: By) -> Act:
        """Return the change, to be made inside a transaction."""

    def ordered(self, starts: str, ends: str) -> None:
        """Refuse half a span, at the half that is missing."""
        given = self.cleaned_data.get(starts), self.cleaned_data.get(ends)
        if (given[0] is None) != (given[1] is None):
            self.add_error(ends if given[0] else starts, str(BOTH_TIMES))
