"""What is typed on the way to a question. Nothing is required to save: what is not finished is kept as it is."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civic.categories.models import Category
from civic.desk.forms.reading import ReadsOver
from civic.people.models import Department
from civic.processes.kinds import DebateForm
from civic.processes.models import Process
from civic.questions.actions import ticked
from civic.questions.kinds import FILLED_IN, Neutrality, Part, Purpose, Step, Viewpoint
from civic.questions.models import Question
from civic.questions.path import parts_of, question_processes
from platform_core.text.fields import LineField, TextField

TITLE_LENGTH, LEAD_LENGTH, NOTE_LENGTH, PART_LENGTH = 100, 200, 2_000, 10_000


class BeginForm(forms.Form):
    department = forms.ModelChoiceField(
        label=_("Department"),
        help_text=_("It reviews the question before it is published, and answers afterwards."),
        queryset=Department.objects.none(),
        error_messages={"required": _("Please choose the department.")},
    )
    topic = LineField(
        label=_("What it is about"),
        help_text=_("In a few words, for the desk. The question itself is written later."),
        max_characters=TITLE_LENGTH,
        error_messages={"required": _("Please say what it is about.")},
    )

    def __init__(self, *args: Any, departments: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = departments  # type: ignore[attr-defined]
        only = list(departments[:2])
        if len(only) == 1:
            self.fields["department"].initial = only[0]


class StepForm(ReadsOver, forms.Form):
    """`stored`: what the question says now, as this form's initial values."""

    @classmethod
    def stored(cls, question: Question) -> dict[str, Any]:
        return {name: getattr(question, name) for name in cls.base_fields}

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        kwargs.setdefault("initial", self.stored(question))
        super().__init__(*args, **kwargs)
        self.question = question

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class ConsultationForm(StepForm):
    topic = LineField(label=_("What it is about"), max_characters=TITLE_LENGTH)
    viewpoint = forms.ChoiceField(
        label=_("Why this subject"), choices=Viewpoint.choices, required=False, widget=forms.RadioSelect
    )
    purpose = forms.ChoiceField(
        label=_("What the department wants of it"),
        help_text=_("What is finished and should only become known is not asked about: it is announced."),
        choices=Purpose.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    cautions = TextField(
        label=_("What to be careful about"),
        help_text=_("People affected, court cases, words to avoid, what cannot be changed any more."),
        max_characters=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class KeyQuestionForm(StepForm):
    title = LineField(
        label=_("Key question"),
        help_text=_("It becomes the title. A question that a neighbour can answer."),
        max_characters=TITLE_LENGTH,
        required=False,
    )
    lead = LineField(
        label=_("One line below it"),
        help_text=_("What is to be decided, and by when."),
        max_characters=LEAD_LENGTH,
        required=False,
    )
    neutrality = forms.MultipleChoiceField(
        label=_("Look at each of these"),
        choices=Neutrality.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_neutrality(self) -> list[str]:
        return ticked(self.cleaned_data["neutrality"])


class FormForm(StepForm):
    process = forms.ModelChoiceField(
        label=_("Rules it goes by"),
        queryset=Process.objects.none(),
        required=False,
        empty_label=_("Not chosen yet"),
    )
    form = forms.ChoiceField(
        label=_("Form"),
        help_text=_("For a contested matter usually for and against, for ideas usually open."),
        choices=DebateForm.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    category = forms.ModelChoiceField(
        label=_("Category"),
        queryset=Category.objects.none(),
        required=False,
        empty_label=_("None"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [one.pk for one in question_processes()]
        self.fields["process"].queryset = Process.objects.filter(pk__in=offered)  # type: ignore[attr-defined]
        self.fields["category"].queryset = Category.objects.filter(is_shown=True).order_by(  # type: ignore[attr-defined]
            "position"
        )
        if len(offered) == 1 and self.initial.get("process") is None:
            self.initial["process"] = offered[0]


class ScheduleForm(StepForm):
    content_by = forms.DateField(
        label=_("Materials ready by"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Please write the day as year-month-day.")},
    )
    opens_on = forms.DateField(
        label=_("Opens on"),
        help_text=_("At nine in the morning. How long it stays open is said by the rules."),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Please write the day as year-month-day.")},
    )
    promotion = TextField(
        label=_("Making it known"),
        help_text=_("Who does what and when: press release, groups concerned, posters, social media."),
        max_characters=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    offline = TextField(
        label=_("Beside the platform"),
        help_text=_("Meetings, visits, paper forms. Empty when there are none."),
        max_characters=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    afterwards = TextField(
        label=_("After the end"),
        help_text=_("What the department does with the result, and when people hear of it."),
        max_characters=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


HELP: Mapping[str, Any] = {
    Part.BACKGROUND: _("Why this is asked now, and what is to be decided."),
    Part.FACTS: _("Numbers, dates, what is done today. With sources."),
    Part.PRO: _("As those who are for it say it."),
    Part.CON: _("As those who are against it say it, and as long."),
    Part.EXPERIMENT: _("What is tried, where, for how long, and how it is measured."),
}


class MaterialsForm(StepForm):
    """One text for each part of the briefing; which there are depends on the form of the debate."""

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        kwargs["initial"] = dict(question.texts.values_list("part", "body"))
        super().__init__(*args, question=question, **kwargs)
        for part in parts_of(question):
            self.fields[part.value] = TextField(
                label=part.label,
                help_text=HELP[part],
                max_characters=PART_LENGTH,
                required=False,
                widget=forms.Textarea(attrs={"rows": 8}),
            )


STEP_FORMS: dict[Step, type[StepForm]] = {
    Step.CONSULTATION: ConsultationForm,
    Step.KEY_QUESTION: KeyQuestionForm,
    Step.FORM: FormForm,
    Step.SCHEDULE: ScheduleForm,
    Step.MATERIALS: MaterialsForm,
}


class ReturnForm(forms.Form):
    """To which step, and why."""

    step = forms.ChoiceField(
        label=_("Back to"),
        choices=[(step.value, step.label) for step in FILLED_IN],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose the step.")},
    )
    reason = TextField(
        label=_("What has to change, and why"),
        max_characters=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Please give a reason.")},
    )
