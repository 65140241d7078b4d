"""Forms around a proposal: find, classify, hide, report."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from civic.categories.models import Category
from civic.desk.forms.reason import ReasonField
from civic.execution.models import ProgressKind
from civic.people.models import Department
from civic.processes.document import Rules
from civic.processes.kinds import Ground, StageKind
from civic.processes.models import Process
from civic.proposals.models import Origin, Proposal, Standing
from platform_core.text.fields import LineField, TextField
from platform_core.text.rich import plain_text, render_markdown

EVERYBODY = "everybody"


class ProposalFilterForm(forms.Form):
    q = LineField(label=_("Number or words"), required=False, max_characters=100)
    origin = forms.ChoiceField(
        label=_("Where it came from"),
        required=False,
        choices=[
            ("", _("From citizens")),
            *Origin.choices,
            (EVERYBODY, _("From citizens and the institution")),
        ],
    )
    process = forms.ModelChoiceField(
        label=_("Process"),
        required=False,
        queryset=Process.objects.order_by("position", "pk"),
        to_field_name="key",
        empty_label=_("Every process"),
    )
    stage = forms.ChoiceField(
        label=_("Stage"), required=False, choices=[("", _("Every stage")), *StageKind.choices]
    )
    category = forms.ModelChoiceField(
        label=_("Category"), required=False, queryset=Category.objects.all(), empty_label=_("Every category")
    )
    department = forms.ModelChoiceField(
        label=_("Department"),
        required=False,
        queryset=Department.objects.all(),
        empty_label=_("Every department"),
    )
    standing = forms.ChoiceField(
        label=_("Shown or hidden"), required=False, choices=[("", _("All of them")), *Standing.choices]
    )


class ClassifyForm(forms.Form):
    """A hidden category may be kept, never newly chosen."""

    category = forms.ModelChoiceField(
        label=_("Category"), queryset=Category.objects.none(), empty_label=_("Choose a category")
    )

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"category": proposal.category_id}
        choices = Category.objects.filter(Q(is_shown=True) | Q(pk=proposal.category_id))
        self.fields["category"].queryset = choices  # type: ignore[attr-defined]


class StandingForm(forms.Form):
    """Hide with a reason its author reads, or show again."""

    standing = forms.ChoiceField(
        choices=[(Standing.HIDDEN, ""), (Standing.OPEN, "")], widget=forms.HiddenInput
    )
    reason = ReasonField(label=_("Reason its author will read"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "standing_%s"

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("standing") == Standing.HIDDEN and not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Please say which rule it breaks: its author is told."))
        return data


class RescueForm(forms.Form):
    """Why it deserves to go on although support fell short. The rules say which grounds there are."""

    ground = forms.ChoiceField(label=_("On which ground"), widget=forms.RadioSelect)
    reason = ReasonField(
        label=_("Reason everyone can read"),
        help_text=_("Why it deserves an answer although support fell short: public benefit, feasibility."),
    )

    def __init__(self, *args: Any, rules: Rules, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "rescue_%s"
        grounds = rules.rescuing.grounds
        if grounds:
            self.fields["ground"].choices = [(one.value, one.label) for one in grounds]  # type: ignore[attr-defined]
        else:
            del self.fields["ground"]

    def public_reason(self) -> str:
        """The ground in words, and what was written."""
        ground = self.cleaned_data.get("ground")
        words = f"{Ground(ground).label}: " if ground else ""
        return f"{words}{self.cleaned_data['reason']}"


class ProgressForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What you report"), choices=ProgressKind.choices, widget=forms.RadioSelect
    )
    body = TextField(
        label=_("Report"),
        help_text=_("What is planned, what was done, what came of it."),
        max_characters=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    finished = forms.BooleanField(
        label=_("This is finished: close the proposal as carried out"),
        help_text=_("Comments close and nothing more can be reported."),
        required=False,
    )

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        if not plain_text(render_markdown(body)).strip():
            raise forms.ValidationError(
                _("Nothing of this would be shown. Please write the report in words.")
            )
        return body
