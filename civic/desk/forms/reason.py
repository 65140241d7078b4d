"""A reason that is stored with what it explains."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from platform_core.text.fields import TextField

REASON_LENGTH = 500


class ReasonField(TextField):
    """Up to 500 characters as people count them, and as the column counts them."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Reason"))
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
        kwargs.setdefault("error_messages", {"required": _("Please give a reason.")})
        super().__init__(max_characters=REASON_LENGTH, **kwargs)
        # A family emoji is one character to a reader and seven to the column.
        self.validators.append(
            MaxLengthValidator(
                REASON_LENGTH, _("Please shorten this: it holds too many combined characters.")
            )
        )


class ReasonForm(forms.Form):
    reason = ReasonField()
