"""What is ticked, added and noted in the guide."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from civic.desk.forms.reason import ReasonField
from civic.guide.chapters import Per
from civic.guide.models import EntryKind
from civic.proposals.models import Proposal
from platform_core.text.fields import LineField, TextField

NOTE_LENGTH, POINT_LENGTH, TITLE_LENGTH, TEXT_LENGTH = 300, 200, 100, 3_000
PER_WORDS = {
    Per.YEAR: _("Once a year"),
    Per.DEBATE: _("For each debate"),
    Per.GATHERING: _("For each gathering"),
    Per.QUESTION: _("For each question of the institution"),
    Per.CANDIDATE: _("For each candidate of the committee"),
    Per.MEETING: _("For each meeting of the committee"),
    Per.ITEM: _("For each proposal that is carried out"),
}


class TickForm(forms.Form):
    """`point` and `about` come from the page; `note` is what somebody may add."""

    point = forms.CharField(max_length=60, widget=forms.HiddenInput)
    about = forms.CharField(max_length=60, widget=forms.HiddenInput)
    note = LineField(label=_("Note"), max_characters=NOTE_LENGTH, required=False)


class PointForm(forms.Form):
    text = LineField(
        label=_("What is to be done"),
        help_text=_("One sentence that is either true or not, as in “The leaflet is at every counter.”"),
        max_characters=POINT_LENGTH,
        error_messages={"required": _("Please write what is to be done.")},
    )
    per = forms.ChoiceField(
        label=_("How often it is ticked"), choices=[(one.value, words) for one, words in PER_WORDS.items()]
    )


class CaseForm(forms.Form):
    title = LineField(
        label=_("Title"),
        max_characters=TITLE_LENGTH,
        error_messages={"required": _("Please write a title.")},
    )
    text = TextField(
        label=_("What happened, and what you would do again"),
        help_text=_("Without names of citizens: others may read it one day."),
        max_characters=TEXT_LENGTH,
        error_messages={"required": _("Please write what happened.")},
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class EntryForm(forms.Form):
    """A line of the log. `number` names a proposal, as “12” or “#12”."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    kind = forms.ChoiceField(label=_("Kind of line"), choices=EntryKind.choices)
    text = TextField(
        label=_("What was noticed"),
        max_characters=TEXT_LENGTH,
        error_messages={"required": _("Please write what was noticed.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    number = LineField(label=_("Number of the proposal"), max_characters=20, required=False)

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("The log is about what has happened: choose today or earlier."))
        return day

    def clean_number(self) -> Proposal | None:
        typed = str(self.cleaned_data["number"]).removeprefix("#")
        if not typed:
            return None
        is_number = typed.isascii() and typed.isdigit()
        found = Proposal.objects.filter(pk=int(typed[:18])).first() if is_number else None
        if found is None:
            raise forms.ValidationError(_("There is no proposal with this number."))
        return found


class TakingForm(forms.Form):
    """A suggestion goes into the log in somebody's own words."""

    text = TextField(
        label=_("What you found out"),
        max_characters=TEXT_LENGTH,
        error_messages={"required": _("Please write what you found out.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DismissalForm(forms.Form):
    reason = ReasonField(label=_("Why nothing needs to be done"))
