"""What a person enters during a visit. What is right is decided by the operations; these only read it."""

import base64
import binascii
from io import BytesIO

from django import forms
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from lapak.desk.rules.entries import Entry
from lapak.desk.rules.flags import FlagReason
from lapak.desk.rules.stages import Stage

SIGNATURE_PREFIX = "data:image/jpeg;base64,"
LARGEST_SIGNATURE = 1_000_000  # characters
LEAST_INK = 100  # dark pixels of the half sheet that is sent: a dot is no signature
INK_BELOW = 128  # brightness
_TASK_STAGES = (Stage.FILLING_IN, Stage.SCANNING, Stage.READING, Stage.SIGNING, Stage.ON_HOLD)


class StageForm(forms.Form):
    """What the person has begun to do."""

    stage = forms.TypedChoiceField(choices=[(stage, stage) for stage in _TASK_STAGES], coerce=Stage)


class HandForm(forms.Form):
    """Why the person needs the officer."""

    reason = forms.TypedChoiceField(
        choices=[(reason, reason) for reason in FlagReason],
        coerce=FlagReason,
        required=False,
        empty_value=FlagReason.HELP,
    )


class LineForm(forms.Form):
    """A line typed to the officer; what is too long or empty the operation says."""

    text = forms.CharField(required=False, strip=False)


class EntryForm(forms.Form):
    """One line that the person calls right."""

    entry = forms.TypedChoiceField(choices=[(entry, entry) for entry in Entry], coerce=Entry)


class NumberForm(forms.Form):
    """Which person of the claim."""

    number = forms.IntegerField(min_value=1)


class ReasonAnswerForm(forms.Form):
    """Whether the person agrees to another reason."""

    answer = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])

    def agrees(self) -> bool:
        """Return whether they do."""
        return bool(self.cleaned_data["answer"] == "yes")


class PaperForm(forms.Form):
    """A photograph of one paper."""

    kind = forms.SlugField(widget=forms.HiddenInput)
    picture = forms.FileField(error_messages={"required": _("Belum ada foto. Ambil foto dulu.")})


class SignForm(forms.Form):
    """A signature under the form: drawn, or the typed name drawn by the page."""

    agrees = forms.BooleanField(
        label=_("Saya sudah membaca formulir ini dan isinya benar."),
        error_messages={"required": _("Beri tanda di sini bila formulir sudah dibaca dan benar.")},
    )
    signature = forms.CharField(
        widget=forms.HiddenInput,
        max_length=LARGEST_SIGNATURE,
        error_messages={"required": _("Tanda tangan dulu di dalam kotak, atau ketik nama lengkap.")},
    )

    def clean_signature(self) -> bytes:
        """Return the picture of the signature as JPEG; an empty sheet is none."""
        text: str = self.cleaned_data["signature"]
        try:
            content = base64.b64decode(text.removeprefix(SIGNATURE_PREFIX), validate=True)
            ink = _ink(content)
        except (binascii.Error, ValueError, UnidentifiedImageError, OSError):
            raise forms.ValidationError(
                _("Tanda tangan tidak terkirim utuh. Tanda tangan sekali lagi.")
            ) from None
        if ink < LEAST_INK:
            raise forms.ValidationError(self.fields["signature"].error_messages["required"])
        return content


def _ink(content: bytes) -> int:
    """Return how many dark pixels the sheet has. Raises what Pillow raises for no picture."""
    with Image.open(BytesIO(content), formats=["JPEG"]) as sheet:
        histogram = sheet.convert("L").histogram()
    return sum(histogram[:INK_BELOW])
