from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from platform_core.text.fields import LineField

LONGEST_NAME = 50


class TokenForm(forms.Form):
    name = LineField(
        label=_("Name of the token"),
        max_characters=LONGEST_NAME,
        # The column counts code points, of which one emoji may have seven.
        validators=[MaxLengthValidator(LONGEST_NAME)],
        help_text=_("For example: our school's poster display"),
    )
