"""The plan of a year as it is typed: programmes in nine items, goals of three kinds."""

from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from civic.desk.forms.reason import ReasonField
from civic.guide.actions import GoalWords, ProgrammeWords
from civic.guide.measures import MEASURES
from civic.guide.models import GoalKind, GoalState
from platform_core.text.fields import LineField, TextField

MOST_PROGRAMMES, MOST_GOALS, MOST_COUNTED = 30, 30, 100_000_000
NAME_LENGTH, ITEM_LENGTH = 100, 1_000


def _item(label: Any, help_text: Any = "", rows: int = 2) -> TextField:
    return TextField(
        label=label,
        help_text=help_text,
        max_characters=ITEM_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class ProgrammeForm(forms.Form):
    """One programme. Emptied altogether, it leaves the plan."""

    name = LineField(label=_("1. Name of the programme"), max_characters=NAME_LENGTH, required=False)
    purpose = _item(_("2. Purpose"))
    people = _item(_("3. For whom"))
    times = _item(_("4. How often"))
    calendar = _item(_("5. Calendar of the year"))
    content = _item(_("6. Main content"))
    method = _item(_("7. How it is done"))
    procedure = _item(_("8. Steps"))
    team = _item(_("9. Who in the team does what"))

    @property
    def words(self) -> ProgrammeWords | None:
        said = {name: self.cleaned_data.get(name, "") for name in self.fields}
        return ProgrammeWords(**said) if any(said.values()) else None

    def clean(self) -> dict[str, Any] | None:
        said = super().clean() or {}
        if not said.get("name") and any(said.values()):
            self.add_error("name", _("Please give the programme a name."))
        return said


class GoalForm(forms.Form):
    text = LineField(label=_("Goal"), max_characters=ITEM_LENGTH, required=False)
    kind = forms.ChoiceField(label=_("Kind of goal"), choices=GoalKind.choices)
    measure = forms.ChoiceField(
        label=_("What counts it"),
        help_text=_("For goals in numbers: data counts it for you."),
        choices=[("", _("Nothing here; we count it ourselves"))]
        + [(key, one.label) for key, one in MEASURES.items()],
        required=False,
    )
    target = forms.IntegerField(
        label=_("Number wanted by the end of the year"), min_value=1, max_value=MOST_COUNTED, required=False
    )
    state = forms.ChoiceField(label=_("State"), choices=GoalState.choices)
    state_note = _item(_("What came of it"))

    @property
    def words(self) -> GoalWords | None:
        said = self.cleaned_data
        if not said.get("text"):
            return None
        kind = GoalKind(said["kind"])
        counted = kind == GoalKind.NUMBER
        return GoalWords(
            kind=kind,
            text=said["text"],
            measure=said["measure"] if counted else "",
            target=said["target"] if counted else None,
            state=GoalState(said["state"]),
            state_note=said["state_note"],
        )

    def clean(self) -> dict[str, Any] | None:
        said = super().clean() or {}
        if not said.get("text"):
            if said.get("state_note") or said.get("target"):
                self.add_error("text", _("Please write the goal."))
        elif said.get("kind") == GoalKind.NUMBER and not said.get("target") and "target" not in self.errors:
            self.add_error("target", _("A goal in numbers needs its number."))
        return said


class EditionForm(forms.Form):
    based_on = forms.IntegerField(min_value=0, max_value=MOST_COUNTED, widget=forms.HiddenInput)
    reason = ReasonField(
        label=_("What changed, and why"), help_text=_("It stays with this edition."), required=False
    )


Programmes = formset_factory(ProgrammeForm, extra=1, max_num=MOST_PROGRAMMES, absolute_max=MOST_PROGRAMMES)
Goals = formset_factory(GoalForm, extra=2, max_num=MOST_GOALS, absolute_max=MOST_GOALS)


def words_of(rows: "BaseFormSet[Any]") -> list[Any]:
    """What was filled in, in its order."""
    return [form.words for form in rows if form.has_changed() or form.initial if form.words is not None]
