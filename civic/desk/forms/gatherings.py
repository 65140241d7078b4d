"""What staff write of a gathering, of the people on its list and of what was said."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from civic.debates.models import Debate
from civic.gatherings.actions import Plan
from civic.gatherings.kinds import Access, Kind
from civic.gatherings.models import (
    LONGEST_QUESTION,
    LONGEST_TITLE,
    MOST_QUESTIONS,
    Gathering,
)
from civic.people.models import Department
from civic.proposals.models import Proposal
from platform_core.text.fields import LineField, TextField

MOST_TIES, LONGEST_NUMBERS = 20, 400


class MomentField(forms.DateTimeField):
    """A day and a time on the institution's clock."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, **kwargs)


class NumbersField(forms.CharField):
    """Numbers of things, with commas or spaces between; `model` says of what. Gives the things."""

    def __init__(self, *, model: Any, **kwargs: Any) -> None:
        self.model = model
        super().__init__(required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or value is None else ", ".join(str(one.pk) for one in value)

    def clean(self, value: Any) -> Any:
        words = super().clean(value)[:LONGEST_NUMBERS].replace(",", " ").split()
        if not all(word.isascii() and word.isdigit() and len(word) < 19 for word in words):
            raise forms.ValidationError(_("Numbers only, with commas between: 12, 15"))
        numbers = list(dict.fromkeys(map(int, words)))[:MOST_TIES]
        found = {one.pk: one for one in self.model.objects.filter(pk__in=numbers)}
        missing = [number for number in numbers if number not in found]
        if missing:
            raise forms.ValidationError(
                _("There is none with the number %(number)s."), params={"number": missing[0]}
            )
        return [found[number] for number in numbers]


class GatheringForm(forms.Form):
    """Everything about a gathering. `groups` gives the fields in the order in which one thinks of them."""

    kind = forms.ChoiceField(choices=Kind.choices, label=_("Kind of gathering"))
    title = LineField(max_characters=LONGEST_TITLE, min_characters=4, label=_("Title"))
    description = TextField(
        max_characters=5_000,
        label=_("What it is about"),
        help_text=_("For whom, what happens there, and what becomes of it."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    department = forms.ModelChoiceField(
        Department.objects.filter(is_active=True), required=False, label=_("Held by")
    )
    items = NumbersField(model=Proposal, label=_("Numbers of the proposals it is about"))
    debates = NumbersField(model=Debate, label=_("Numbers of the debates it is about"))
    begins_at = MomentField(label=_("Begins"))
    ends_at = MomentField(label=_("Ends"))
    place = LineField(required=False, max_characters=100, label=_("Building and room"))
    address = LineField(required=False, max_characters=200, label=_("Address"))
    directions = TextField(
        required=False,
        max_characters=1_000,
        label=_("How to get there"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    access_words = TextField(
        required=False,
        max_characters=1_000,
        label=_("More about accessibility"),
        help_text=_("Whom to ask, until when an interpreter must be ordered."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    stream_url = forms.URLField(
        required=False, max_length=500, assume_scheme="https", label=_("Address of the live stream")
    )
    takes_signups = forms.BooleanField(required=False, initial=True, label=_("People sign up"))
    signup_opens_at = MomentField(required=False, label=_("Sign-up begins"))
    signup_closes_at = MomentField(required=False, label=_("Sign-up ends"))
    capacity = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=100_000,
        label=_("Places"),
        help_text=_("Empty: as many as come."),
    )
    keeps_waiting_list = forms.BooleanField(required=False, initial=True, label=_("Keep a waiting list"))
    offer_hours = forms.IntegerField(
        min_value=1,
        max_value=168,
        initial=24,
        label=_("Hours to take a place that comes free"),
    )
    questions = forms.CharField(
        required=False,
        label=_("Questions at sign-up"),
        help_text=_("At most three, one on each line. Ask only what you need: answers may be left open."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    consent_text = TextField(
        required=False,
        max_characters=2_000,
        label=_("What people agree to"),
        help_text=_("What is kept, what for, and who sees it."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    consent_version = LineField(
        required=False,
        max_characters=40,
        label=_("Version of this wording"),
        help_text=_("For example 2026-11."),
    )
    kept_until = forms.DateField(
        required=False,
        label=_("Last day of the list"),
        help_text=_("The day after, names and contacts are destroyed by themselves."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = [("", _("not known")), ("yes", _("yes")), ("no", _("no"))]
        for fact in Access:
            self.fields[f"access_{fact.value}"] = forms.ChoiceField(
                required=False, choices=words, label=fact.label
            )

    @property
    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        named = [
            (_("What"), "kind title description department items debates"),
            (_("When and where"), "begins_at ends_at place address directions stream_url"),
            (_("Accessibility"), " ".join(f"access_{fact.value}" for fact in Access) + " access_words"),
            (
                _("Sign-up"),
                "takes_signups signup_opens_at signup_closes_at capacity keeps_waiting_list offer_hours questions",
            ),
            (_("Data and consent"), "consent_text consent_version kept_until"),
        ]
        return [(title, [self[name] for name in names.split()]) for title, names in named]

    def clean_questions(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["questions"].splitlines()]
        asked = [line for line in lines if line][: MOST_QUESTIONS + 1]
        if len(asked) > MOST_QUESTIONS:
            raise forms.ValidationError(_("Three questions at most."))
        if any(len(line) > LONGEST_QUESTION for line in asked):
            raise forms.ValidationError(_("Please shorten the questions."))
        return asked

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self._in_order("begins_at", "ends_at", _("It ends after it begins."))
        if not data.get("place") and not data.get("stream_url"):
            self.add_error("place", _("Say where: a place, or the address of a live stream."))
        if data.get("takes_signups"):
            self._in_order("signup_opens_at", "signup_closes_at", _("It ends after it begins."))
            for name in (
                "signup_opens_at",
                "signup_closes_at",
                "consent_text",
                "consent_version",
                "kept_until",
            ):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("Needed where people sign up."))
        return data

    def _in_order(self, first: str, second: str, sentence: Any) -> None:
        begins, ends = self.cleaned_data.get(first), self.cleaned_data.get(second)
        if begins and ends and ends <= begins:
            self.add_error(second, sentence)

    def plan(self) -> Plan:
        """Call it when the form is valid."""
        typed = self.cleaned_data
        access = {
            fact.value: typed[f"access_{fact.value}"] for fact in Access if typed[f"access_{fact.value}"]
        }
        named = {name: value for name, value in typed.items() if name in Plan.__dataclass_fields__}
        return Plan(**{**named, "access": access})


def initial_of(gathering: Gathering, *, copied: bool = False) -> dict[str, Any]:
    """Its form filled in. Copied: without dates, because the next one has its own."""
    known = {name: getattr(gathering, name) for name in Plan.__dataclass_fields__}
    known["questions"] = "\n".join(gathering.questions)
    known |= {f"access_{name}": value for name, value in known.pop("access").items()}
    known["items"], known["debates"] = list(gathering.items.all()), list(gathering.debates.all())
    if copied:
        for name in ("begins_at", "ends_at", "signup_opens_at", "signup_closes_at", "kept_until"):
            known.pop(name)
        known["signup_opens_at"] = timezone.now()
    return known
