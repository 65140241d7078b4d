"""Which languages an institution speaks, and which one first."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from platform_core.ui.context import languages as own_names


class LanguagesForm(forms.Form):
    spoken = forms.MultipleChoiceField(
        label=_("Languages of your pages"),
        help_text=_("Visitors choose among these; their choice is remembered on their device."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one language.")},
    )
    first = forms.ChoiceField(
        label=_("First language"),
        help_text=_("Who has not chosen reads it, and letters, documents and untranslated names are in it."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose the first language.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = list(own_names(tuple(code for code, _name in settings.LANGUAGES)))
        for name in ("spoken", "first"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("first") and data.get("spoken") and data["first"] not in data["spoken"]:
            self.add_error("first", _("The first language must be one of those you speak."))
        return data

    def languages(self) -> list[str]:
        """The first one in front."""
        first: str = self.cleaned_data["first"]
        return [first, *(code for code in self.cleaned_data["spoken"] if code != first)]
