"""What staff write of one word of the glossary."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civic.wording.explaining import Wording
from platform_core.text.fields import LineField, TextField

LONGEST_TERM = 40
MOST_FORMS = 10


class ExplanationForm(forms.Form):
    term = LineField(label=_("Word"), max_characters=LONGEST_TERM, min_characters=2)
    meaning = TextField(
        label=_("What it means, in plain words"),
        help_text=_("One or two short sentences, as you would say it at the counter."),
        max_characters=400,
        min_characters=5,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    also = LineField(
        label=_("Other forms, with commas between"),
        help_text=_("Spellings and short forms under which the word stands in texts."),
        required=False,
        max_characters=300,
    )
    is_hidden = forms.BooleanField(
        required=False,
        label=_("Do not explain this word here"),
        help_text=_("It leaves the glossary, and texts no longer lead to it."),
    )

    def clean_also(self) -> tuple[str, ...]:
        forms_ = tuple(
            dict.fromkeys(form for part in self.cleaned_data["also"].split(",") if (form := part.strip()))
        )
        if len(forms_) > MOST_FORMS or any(len(form) < 2 for form in forms_):
            raise forms.ValidationError(_("Up to ten forms, each of two letters at least."))
        return forms_

    def wording(self) -> Wording:
        return Wording(**self.cleaned_data)


def initial_of(known: Any) -> dict[str, Any]:
    """Of a row or of one of our own entries."""
    if known is None:
        return {}
    return {
        "term": known.term,
        "meaning": known.meaning,
        "also": ", ".join(known.also),
        "is_hidden": getattr(known, "is_hidden", False),
    }
