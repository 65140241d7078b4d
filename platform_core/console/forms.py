from django import forms
from django.utils.translation import gettext_lazy as _

from platform_core.text.fields import LineField


class LibraryReasonForm(forms.Form):
    """Why a case is not taken into the library; its institution reads it."""

    reason = LineField(label=_("Reason"), max_characters=500)
