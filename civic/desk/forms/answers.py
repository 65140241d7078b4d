"""What a department writes, checked before anybody sees it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from civic.answers.actions import Reply
from civic.answers.models import NEEDS_REASON, Verdict
from civic.desk.forms.reading import ReadsOver
from civic.desk.forms.reason import ReasonField
from civic.people.models import Department
from civic.processes.kinds import AnswerForm as Manner
from platform_core.text.fields import LineField, TextField
from platform_core.text.rich import plain_text, render_markdown

LONGEST_STUDY_DAYS = 365
NEEDS_NEXT_STEPS = frozenset({Verdict.ADOPTED, Verdict.PARTLY})
BODY_LENGTH, PART_LENGTH, PLACE_LENGTH = 10_000, 5_000, 200
# What a form of the answer needs beside the text, and what is said when it is missing.
_WHEN, _WHERE = _("Please give the day."), _("Please say where.")
NEEDS: dict[str, dict[str, Any]] = {
    Manner.VIDEO: {
        "video_url": _("Please give the address of the film."),
        "transcript": _("Please write what is said in it: not everyone can hear or see it."),
    },
    Manner.ON_SITE: {"held_on": _WHEN, "place": _WHERE},
    Manner.MEETING: {"held_on": _WHEN, "place": _WHERE},
}


class AnswerForm(ReadsOver, forms.Form):
    """채택/일부 채택/추가 검토/불채택, with what each of them owes (operating guide F1, F2, F14).

    `today` is the institution's date: a follow-up lies after it and within a year. `offered` are the forms
    the rules provide for; what only other forms need is not asked.
    """

    verdict = forms.ChoiceField(
        label=_("Decision"),
        choices=Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one of the four.")},
    )
    form = forms.ChoiceField(
        label=_("Form of the answer"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose a form.")},
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

    video_url = forms.URLField(
        label=_("Address of the film"),
        help_text=_("It begins with https://."),
        required=False,
        max_length=500,
        assume_scheme="https",
        validators=[URLValidator(["https"], message=_("Please give an address that begins with https://."))],
    )
    transcript = TextField(
        label=_("What is said in the film"),
        help_text=_("Captions or script: for everyone who cannot hear or see it."),
        max_characters=BODY_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    held_on = forms.DateField(
        label=_("Day of the visit or meeting"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    place = LineField(label=_("Where it takes place"), max_characters=PLACE_LENGTH, required=False)

    def __init__(
        self, *args: Any, today: date, offered: Iterable[Manner] = (Manner.TEXT,), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        manners = tuple(offered)
        self.fields["form"].choices = [(one.value, one.label) for one in manners]  # type: ignore[attr-defined]
        self.fields["form"].initial = manners[0].value
        if len(manners) == 1:
            self.fields["form"].required = False
            self.fields["form"].widget = forms.HiddenInput()
        for name in {one for fields in NEEDS.values() for one in fields}:
            if not any(name in NEEDS.get(one, {}) for one in manners):
                del self.fields[name]

    @property
    def has_film(self) -> bool:
        return "video_url" in self.fields

    @property
    def has_visit(self) -> bool:
        return "held_on" in self.fields

    def clean_form(self) -> Manner:
        return Manner(self.cleaned_data.get("form") or self.fields["form"].initial)

    def clean_body(self) -> str:
        return said_in_words(self.cleaned_data["body"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        verdict = data.get("verdict")
        if verdict in NEEDS_REASON:
            self._need("reason", _("Please say why: people read the reason first."))
        if verdict in NEEDS_NEXT_STEPS:
            self._need("next_steps", _("Please say what happens next: who does what by when."))
        if verdict == Verdict.STUDYING:
            self._check_follow_up()
        for name, sentence in NEEDS.get(data.get("form", Manner.TEXT), {}).items():
            self._need(name, sentence)
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
            form=data["form"],
            **{name: data[name] for name in NEEDS.get(data["form"], {})},
        )


class InterimForm(ReadsOver, forms.Form):
    """중간답변: how far it has come. A step on the way, no decision."""

    body = TextField(
        label=_("How far it has come"),
        help_text=_("What you have looked at, what is still missing, and when people hear from you."),
        max_characters=PART_LENGTH,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": _("Please write how far it has come.")},
    )

    def clean_body(self) -> str:
        return said_in_words(self.cleaned_data["body"])


def said_in_words(body: str) -> str:
    """Raises ValidationError for a text of which nothing would be shown."""
    if not plain_text(render_markdown(body)).strip():
        raise forms.ValidationError(_("Nothing of this would be shown. Please write the answer in words."))
    return body


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
            ("paused", _("Waiting for the author")),
            ("interim", _("Interim answer owed")),
            ("escalated", _("With somebody higher")),
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
