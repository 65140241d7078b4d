from django import forms
from django.utils.translation import gettext_lazy as _

from platform_core.text.fields import LineField


class TokenForm(forms.Form):
    name = LineField(
        label=_("Name of the token"),
        max_characters=50,
        help_text=_("For example: our school's poster display"),
    )
