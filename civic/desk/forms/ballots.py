"""Question and terms of a ballot, its options, and who votes at the counter."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from civic.ballots.actions import Terms
from civic.ballots.kinds import (
    LONGEST_PLACE,
    LONGEST_TEXT,
    LONGEST_TITLE,
    MOST_MONEY,
    MOST_OPTIONS,
    MOST_PAPERS,
    Kind,
    State,
    Ties,
)
from civic.ballots.models import Ballot, Option
from civic.ballots.options import Writing
from civic.categories.models import Category
from civic.journeys.ballot_leading import processes_begun_by_a_vote
from civic.paper.recognising import Unrecognisable, known_by
from civic.people.confirming import OLDEST
from civic.people.models import Confirmed, Department
from civic.processes.kinds import Shown
from civic.processes.models import Process
from civic.proposals.models import Proposal, Standing
from platform_core.files.fields import PictureField
from platform_core.text.fields import LineField, TextField

LEAD_LENGTH, LONGEST_QUESTION = 300, 10_000


class TermsForm(forms.Form):
    """`fixed`: what the published rules say of the vote; nobody says otherwise for one ballot."""

    question = LineField(
        label=_("Question"),
        help_text=_("One question that can be answered with what stands on the ballot."),
        max_characters=LONGEST_TITLE,
        error_messages={"required": _("Please write the question.")},
    )
    lead = TextField(
        label=_("In one or two sentences"),
        help_text=_("What it is about, for somebody who hears of it for the first time."),
        max_characters=LEAD_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    kind = forms.ChoiceField(label=_("How people vote"), choices=Kind.choices)
    choices = forms.IntegerField(
        label=_("How many one may choose"),
        help_text=_("For several of several and for budgets. 0: as many as one likes."),
        min_value=0,
        max_value=MOST_OPTIONS,
    )
    exactly = forms.BooleanField(label=_("Exactly so many, no fewer"), required=False)
    sum = forms.IntegerField(
        label=_("Sum of money"),
        help_text=_("For budgets, in whole units. What one chooses, and what wins, fits into it."),
        min_value=0,
        max_value=MOST_MONEY,
    )
    ties = forms.ChoiceField(label=_("When two projects have the same number of votes"), choices=Ties.choices)
    shown = forms.ChoiceField(label=_("When the votes are shown"), choices=Shown.choices)
    may_change = forms.BooleanField(label=_("People may change their vote until it ends"), required=False)
    may_withdraw = forms.BooleanField(
        label=_("People may take their vote back until it ends"), required=False
    )
    takes_blank = forms.BooleanField(label=_("A blank paper may be cast"), required=False)
    is_shuffled = forms.BooleanField(
        label=_("The options stand in another order for each person"),
        help_text=_("What stands first is chosen more often. For and against keep their order."),
        required=False,
    )
    has_boxes = forms.BooleanField(
        label=_("Papers are put into ballot boxes, too"),
        help_text=_("The result waits until two people have counted each box."),
        required=False,
    )

    def __init__(self, *args: Any, terms: Terms, fixed: tuple[str, ...] = (), **kwargs: Any) -> None:
        kwargs["initial"] = terms.as_fields()
        super().__init__(*args, **kwargs)
        for name in fixed:
            self.fields[name].disabled = True
            self.fields[name].help_text = _("The published rules say so.")

    @property
    def terms(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class NumberForm(forms.Form):
    """Which item a ballot shall be prepared for; `together`, for all that wait beside it."""

    number = forms.IntegerField(
        label=_("Number of the proposal or question"), min_value=1, max_value=2**31, widget=forms.TextInput
    )
    together = forms.BooleanField(
        label=_("One ballot for all that wait for the same vote"),
        help_text=_("Each of them becomes an option, as in a participatory budget."),
        required=False,
    )


class QuestionForm(forms.Form):
    """What the institution asks by a vote, and under which rules."""

    process = forms.ModelChoiceField(
        label=_("Under which rules"),
        help_text=_("Processes that begin with a vote. Its time begins at once, as their rules say."),
        queryset=Process.objects.none(),
        empty_label=None,
    )
    title = LineField(label=_("Question"), max_characters=LONGEST_TITLE)
    text = TextField(
        label=_("What it is about"), max_characters=LONGEST_QUESTION, widget=forms.Textarea(attrs={"rows": 8})
    )
    category = forms.ModelChoiceField(
        label=_("Category"), queryset=Category.objects.none(), required=False, empty_label=_("None")
    )
    department = forms.ModelChoiceField(
        label=_("Department that answers"), queryset=Department.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = [one.pk for one in processes_begun_by_a_vote()]
        self.fields["process"].queryset = Process.objects.filter(pk__in=first)  # type: ignore[attr-defined]
        self.fields["category"].queryset = Category.objects.filter(is_shown=True)  # type: ignore[attr-defined]
        self.fields["department"].queryset = Department.objects.filter(is_active=True)  # type: ignore[attr-defined]


class OptionForm(forms.Form):
    title = LineField(
        label=_("Title"),
        max_characters=LONGEST_TITLE,
        error_messages={"required": _("Please write what can be chosen.")},
    )
    description = TextField(
        label=_("What it means"),
        max_characters=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    cost = forms.IntegerField(label=_("What it costs"), min_value=1, max_value=MOST_MONEY, required=False)
    place = LineField(label=_("Place"), max_characters=LONGEST_PLACE, required=False)
    department = forms.ModelChoiceField(
        label=_("Department"), queryset=Department.objects.none(), required=False, empty_label=_("None")
    )
    number = forms.IntegerField(
        label=_("Number of the proposal it came from"),
        min_value=1,
        max_value=2**31,
        required=False,
        widget=forms.TextInput,
    )
    picture = PictureField(label=_("Picture"), required=False)
    alt = TextField(
        label=_("The picture in words"),
        help_text=_(
            "What can be seen on it, for whoever does not see it. Without words the picture is left out."
        ),
        max_characters=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, ballot: Ballot, option: Option | None = None, **kwargs: Any) -> None:
        if option is not None:
            names = ("title", "description", "cost", "place", "department", "alt")
            kwargs["initial"] = {name: getattr(option, name) for name in names} | {
                "number": option.proposal_id
            }
        super().__init__(*args, **kwargs)
        self.ballot, self.option = ballot, option
        self.fields["department"].queryset = Department.objects.filter(is_active=True)  # type: ignore[attr-defined]
        if ballot.kind != Kind.BUDGET:
            del self.fields["cost"]
        if option is not None or ballot.is_joint:
            del self.fields["number"]

    def clean_number(self) -> Any:
        number = self.cleaned_data["number"]
        found = Proposal.objects.filter(pk=number or 0, standing=Standing.OPEN).first()
        if number and found is None:
            raise ValidationError(_t("There is no proposal with this number."))
        self.cleaned_data["proposal"] = found
        return number

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("picture") and not data.get("alt"):
            self.add_error("alt", _t("Please say in words what the picture shows."))
        if "cost" in self.fields and not data.get("cost") and "cost" not in self.errors:
            self.add_error("cost", _t("Please say what it costs."))
        return data

    @property
    def writing(self) -> Writing:
        data = self.cleaned_data
        return Writing(
            title=data["title"],
            description=data["description"],
            cost=data.get("cost"),
            place=data["place"],
            department=data["department"],
            proposal=data.get("proposal"),
            alt=data["alt"],
        )


class CounterForm(forms.Form):
    """Who stands there, and what they choose. The choice is written down nowhere beside the name."""

    name = LineField(
        label=_("Name"),
        help_text=_("It is not kept: only whether it is the same person again."),
        max_characters=50,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    contact = LineField(
        label=_("Telephone, e-mail or date of birth"),
        help_text=_("So that nobody is counted twice. With the address of an account it counts as theirs."),
        max_characters=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    confirmed = forms.TypedMultipleChoiceField(
        label=_("Confirm at the same time"),
        help_text=_("Only where the rules ask for it."),
        choices=Confirmed.seen_by_officers,
        coerce=Confirmed,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    full_years = forms.IntegerField(
        label=_("Age in full years today"), min_value=0, max_value=OLDEST, required=False
    )
    choice = forms.TypedMultipleChoiceField(
        label=_("What the person chooses"),
        help_text=_(
            "Let the person see what you tick. Nothing ticked is a blank paper, where one may be cast."
        ),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, options: list[Option], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["choice"].choices = [(one.pk, one.label) for one in options]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if "contact" in data:
            try:
                data["known"] = known_by(data.get("name", ""), data["contact"])
            except Unrecognisable as unknown:
                self.add_error("contact", str(unknown))
        return data


class BoxForm(forms.Form):
    """What lies in a ballot box. A field for each option."""

    name = LineField(
        label=_("Which box"),
        help_text=_("Where it stood: town hall, first floor."),
        max_characters=LONGEST_PLACE,
    )
    papers = forms.IntegerField(label=_("Papers in the box"), min_value=0, max_value=MOST_PAPERS)
    blank = forms.IntegerField(label=_("Of these blank"), min_value=0, max_value=MOST_PAPERS, initial=0)
    invalid = forms.IntegerField(label=_("Of these invalid"), min_value=0, max_value=MOST_PAPERS, initial=0)

    def __init__(self, *args: Any, options: list[Option], is_second: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.options = options
        if is_second:
            del self.fields["name"]
        for one in options:
            self.fields[f"votes_{one.pk}"] = forms.IntegerField(
                label=_t("Votes for “%(name)s”") % {"name": one.label}, min_value=0, max_value=MOST_PAPERS
            )

    @property
    def votes(self) -> dict[int, int]:
        return {one.pk: self.cleaned_data[f"votes_{one.pk}"] for one in self.options}


def wanted_state(asked: str) -> State | None:
    return State(asked) if asked in State.values else None
