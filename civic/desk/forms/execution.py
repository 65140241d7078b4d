"""What a department writes about carrying something out, checked before anybody sees it."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from civic.execution.models import BudgetLine, Execution, Measure, Milestone, MilestoneState, Part
from civic.execution.queries import departments_of_execution
from civic.people.models import Department
from platform_core.text.fields import LineField, TextField
from platform_core.text.rich import plain_text, render_markdown

LONGEST_TITLE, LONGEST_AIMS, LONGEST_REASON = 100, 10_000, 1_000
MOST_MONEY = 10**15
_DECORATION = str.maketrans("", "", ", $€£¥₩")
EARLIEST, LATEST = 2000, 2100


def day_field(label: Any, *, required: bool = False, **kwargs: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        **kwargs,
    )


def reason_field(help_text: Any) -> TextField:
    return TextField(
        label=_("Why it changes"),
        help_text=help_text,
        required=False,
        max_characters=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


_KEPT = _("What it said before stays readable, with this reason beside it.")


class PlanForm(forms.Form):
    """추진 개요. Departments that are hidden by now can stay, not be chosen anew."""

    aims = TextField(
        label=_("What is to be reached, and how"),
        help_text=_("In words a neighbour understands: what will be different, where, for whom."),
        max_characters=LONGEST_AIMS,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    department = forms.ModelChoiceField(
        label=_("Department in charge"), queryset=Department.objects.none(), empty_label=_("Choose one")
    )
    partners = forms.ModelMultipleChoiceField(
        label=_("Departments that take part"),
        queryset=Department.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    contact = LineField(
        label=_("Whom to ask"),
        help_text=_("A telephone number or address of the office, not of a person."),
        required=False,
        max_characters=200,
    )
    starts_on = day_field(_("Begins on"))
    ends_on = day_field(_("Ends on"))
    reason = reason_field(_KEPT)

    def __init__(self, *args: Any, execution: Execution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = departments_of_execution(execution.pk)
        offered = Department.objects.filter(is_active=True) | Department.objects.filter(pk__in=known)
        self.fields["department"].queryset = offered  # type: ignore[attr-defined]
        self.fields["partners"].queryset = offered  # type: ignore[attr-defined]
        if execution.planned_at is None:
            del self.fields["reason"]

    def clean_aims(self) -> str:
        return says_something(self.cleaned_data["aims"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        begins, ends = data.get("starts_on"), data.get("ends_on")
        if begins and ends and ends < begins:
            self.add_error("ends_on", _("It would end before it begins."))
        return data


def says_something(markdown: str) -> str:
    """Raises ValidationError for what would be drawn as nothing."""
    if not plain_text(render_markdown(markdown)).strip():
        raise ValidationError(_("Nothing of this would be shown. Please write it in words."))
    return markdown


class MilestoneForm(forms.Form):
    title = LineField(label=_("What is done by then"), max_characters=LONGEST_TITLE)
    due_on = day_field(pgettext_lazy("a day", "By"), required=True)
    state = forms.ChoiceField(label=_("State"), choices=MilestoneState.choices, widget=forms.RadioSelect)
    done_on = day_field(_("Done on"), help_text=_("Only for what is done."))
    reason = reason_field(_("Needed when the day moves or it is dropped. It stands beside the old day."))

    def __init__(self, *args: Any, row: Milestone | None, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if row is None:
            for name in ("state", "done_on", "reason"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        state, done_on = data.get("state"), data.get("done_on")
        if state == MilestoneState.DONE:
            data["done_on"] = done_on or self.today
            if data["done_on"] > self.today:
                self.add_error("done_on", _("This day is still to come."))
        elif state is not None:
            data["done_on"] = None
        if state == MilestoneState.DROPPED and not data.get("reason"):
            self.add_error("reason", _("Please write why it is dropped: everybody reads it."))
        return data

    def values(self) -> dict[str, Any]:
        found = {name: self.cleaned_data[name] for name in ("title", "due_on")}
        if "state" in self.fields:
            found |= {"state": self.cleaned_data["state"], "done_on": self.cleaned_data["done_on"]}
            dropped = found["state"] == MilestoneState.DROPPED
            found["reason"] = self.cleaned_data["reason"] if dropped else ""
        return found


class MoneyField(forms.CharField):
    """Whole units of the currency here, as people write them: 1,200,000 or 1200000원 or $1,200,000."""

    def to_python(self, value: Any) -> Any:
        typed = str(super().to_python(value)).translate(_DECORATION).removesuffix("원")
        if not typed:
            return None
        if not (typed.isascii() and typed.isdigit()) or int(typed[:20]) > MOST_MONEY or len(typed) > 16:
            raise ValidationError(_("Please write a whole amount without decimals, such as 12,000,000."))
        return int(typed)

    def validate(self, value: Any) -> None:
        if value is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")


class BudgetForm(forms.Form):
    year = forms.IntegerField(label=_("Year"), min_value=EARLIEST, max_value=LATEST)
    source = LineField(
        label=_("Where the money comes from"),
        help_text=_("For example: city budget, participatory budget, province."),
        max_characters=LONGEST_TITLE,
    )
    amount = MoneyField(label=_("Amount"), widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    reason = reason_field(_("Needed when the amount changes or the line is removed."))

    def __init__(self, *args: Any, row: BudgetLine | None, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if row is None:
            self.initial.setdefault("year", today.year)
            del self.fields["reason"]

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("year", "source", "amount")}


class MeasureForm(forms.Form):
    name = LineField(
        label=_("What is measured"),
        help_text=_("For example: accidents a year, people who use it."),
        max_characters=LONGEST_TITLE,
    )
    unit = LineField(label=_("Unit"), required=False, max_characters=30)
    before = LineField(label=_("Before"), max_characters=60)
    after = LineField(label=_("After"), required=False, max_characters=60)
    measured_on = day_field(_("Measured on"))
    reason = reason_field(_("Needed when what was measured before changes, or the measure is removed."))

    def __init__(self, *args: Any, row: Measure | None, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if row is None:
            del self.fields["reason"]

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("name", "unit", "before", "after", "measured_on")}


# The word of the address → what it is, its form, and what its page is called.
PARTS: dict[str, tuple[Part, type[Any], Any, Any]] = {
    "milestones": (Part.MILESTONE, MilestoneForm, _("New milestone"), _("Change the milestone")),
    "budget": (Part.BUDGET, BudgetForm, _("New line of the budget"), _("Change the line of the budget")),
    "measures": (Part.MEASURE, MeasureForm, _("New measure"), _("Change the measure")),
}
