from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from themes.catalogue import catalogue


class ThemeForm(forms.Form):
    """One choice among finished themes."""

    catalogue_name = forms.ChoiceField(label=_("Theme"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        korean = (get_language() or "").startswith("ko")
        self.fields["catalogue_name"].choices = [  # type: ignore[attr-defined]
            (key, theme.name_ko if korean else theme.name) for key, theme in catalogue().items()
        ]
