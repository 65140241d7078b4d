"""Forms of a report: one part of it, which opinions to look through, and publishing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civic.debates.models import Side
from civic.desk.forms.reading import ReadsOver
from civic.results.rules import LONGEST_TEXT
from platform_core.text.fields import LineField, TextField

LONGEST_REASON = 300


class SectionForm(ReadsOver, forms.Form):
    text = TextField(
        label=_("Text"),
        required=False,
        max_characters=LONGEST_TEXT,
        help_text=_(
            "Quote opinions through “Quotes” only: what its author takes back disappears from there."
        ),
    )
    is_shown = forms.BooleanField(label=_("This part stands in the report"), required=False)
    as_generated = forms.BooleanField(
        label=_("Go back to the generated text"),
        required=False,
        help_text=_("What is written above is then thrown away."),
    )

    def wanted(self) -> str | None:
        """None: as generated."""
        return None if self.cleaned_data["as_generated"] else self.cleaned_data["text"]


class QuoteSearchForm(forms.Form):
    q = LineField(label=_("Words"), required=False, max_characters=100)
    side = forms.ChoiceField(label=_("Side"), required=False, choices=[("", _("Every side")), *Side.choices])


class PublishReportForm(forms.Form):
    """`number`: the version that whoever publishes has seen coming."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    reason = LineField(
        label=_("What is different in this version, and why"),
        required=False,
        max_characters=LONGEST_REASON,
    )

    def __init__(self, *args: Any, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = not is_first
