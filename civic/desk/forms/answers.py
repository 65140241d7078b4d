"""What a department writes, checked before anybody sees it."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civic.answers.actions import Reply
from civic.answers.models import NEEDS_REASON, Verdict
from civic.desk.forms.reason import ReasonField
from civic.people.models import Department
from platform_core.text.fields import TextField
from platform_core.text.rich import plain_text, render_markdown

LONGEST_STUDY_DAYS = 365
NEEDS_NEXT_STEPS = frozenset({Verdict.ADOPTED, Verdict.PARTLY})
BODY_LENGTH, PART_LENGTH = 10_000, 5_000


class AnswerForm(forms.Form):
    """채택/일부 채택/추가 검토/불채택, with what each of them owes (operating guide F1, F2, F14).

    `today` is the institution's date: a follow-up lies after it and within a year.
    """

    verdict = forms.ChoiceField(
        label=_("Decision"),
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one of the four.")},
    )
    body = TextField(
        label=_("Answer"),
        help_text=_("What you decided and what you looked at, in words a neighbour understands."),
        max_characters=BODY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": _("Please write the answer.")},
    )
    reason = TextField(
        label=_("Why"),
        help_text=_("Needed unless the proposal is adopted as a whole."),
        max_characters=PART_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    next_steps = TextField(
        label=_("What happens next"),
        help_text=_("Needed when it is adopted, wholly or in part: who does what by when."),
        max_characters=PART_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    follow_up_on = forms.DateField(
        label=_("Next answer by"),
        help_text=_("Needed for further study: a day within one year. A further answer is then owed."),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        if not plain_text(render_markdown(body)).strip():
            raise forms.ValidationError(
                _("Nothing of this would be shown. Please write the answer in words.")
            )
        return body

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        verdict = data.get("verdict")
        if verdict in NEEDS_REASON:
            self._need("reason", _("Please say why: people read the reason first."))
        if verdict in NEEDS_NEXT_STEPS:
            self._need("next_steps", _("Please say what happens next: who does what by when."))
        if verdict == Verdict.STUDYING:
            self._check_follow_up()
        return data

    def _need(self, name: str, sentence: Any) -> None:
        if name not in self.errors and not self.cleaned_data.get(name):
            self.add_error(name, sentence)

    def _check_follow_up(self) -> None:
        self._need("follow_up_on", _("Please name the day by which people hear from you again."))
        day = self.cleaned_data.get("follow_up_on")
        if day is None:
            return
        if day <= self.today:
            self.add_error("follow_up_on", _("Please choose a day after today."))
        elif (day - self.today).days > LONGEST_STUDY_DAYS:
            self.add_error("follow_up_on", _("Please choose a day within one year."))

    def reply(self) -> Reply:
        """What is published: only a study keeps its date."""
        data = self.cleaned_data
        verdict = Verdict(data["verdict"])
        return Reply(
            verdict=verdict,
            body=data["body"],
            reason=data["reason"],
            next_steps=data["next_steps"],
            follow_up_on=data["follow_up_on"] if verdict == Verdict.STUDYING else None,
        )


class DepartmentForm(forms.Form):
    """Assign a department; when another had it before, everyone reads the reason."""

    department = forms.ModelChoiceField(
        label=_("Department"),
        queryset=Department.objects.none(),
        empty_label=_("Choose a department"),
        error_messages={"required": _("Please choose a department.")},
    )
    reason = ReasonField(label=_("Reason everyone can read"))

    def __init__(self, *args: Any, holder_id: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = Department.objects.filter(is_active=True)
        if holder_id is not None:
            choices = choices.exclude(pk=holder_id)
        self.fields["department"].queryset = choices  # type: ignore[attr-defined]
        if holder_id is None:
            self.fields["reason"].required = False
            self.fields["reason"].label = _("Note everyone can read")


class RequestFilterForm(forms.Form):
    """The list of answers, narrowed down. Nonsense in the address counts as not said."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("Owed now")),
            ("late", _("Overdue")),
            ("unassigned", _("Waiting for a department")),
            ("answered", _("Answered")),
            ("cancelled", _("No longer needed")),
        ],
    )
    department = forms.ModelChoiceField(
        label=_("Department"),
        required=False,
        queryset=Department.objects.all(),
        empty_label=_("Every department"),
    )
