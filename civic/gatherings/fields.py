"""What people type to be reached."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_TYPED = 60
_PHONE = re.compile(r"\+?[0-9]{8,15}")
_BETWEEN = re.compile(r"[\s().\-]")


class PhoneField(forms.CharField):
    """Digits, as they are dialled: spaces, dots and dashes are left out."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        digits = _BETWEEN.sub("", super().clean(value)[:LONGEST_TYPED])
        if digits and not _PHONE.fullmatch(digits):
            raise forms.ValidationError(_("This is not a telephone number. Example: 010-1234-5678"))
        return digits
