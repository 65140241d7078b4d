"""Committees, their members, candidates and what is found out about them."""

from fractions import Fraction
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from civic.agenda.models import AgeBand, Committee, EvidenceKind, Sex, SubCommittee
from civic.agenda.researching import Found
from civic.desk.forms.reason import ReasonField
from civic.people.models import Department
from civic.processes.kinds import Majority
from civic.processes.models import Process
from civic.proposals.models import Proposal
from platform_core.accounts.models import User
from platform_core.files.fields import TakenField
from platform_core.text.fields import LineField, TextField

LONGEST_TEXT = 3_000


def line(label: Any, most: int = 100, **kwargs: Any) -> LineField:
    """One line that fits a column of `most` characters."""
    return LineField(label=label, max_characters=most, validators=[MaxLengthValidator(most)], **kwargs)


def day(label: Any, **kwargs: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, input_formats=["%Y-%m-%d"], widget=widget, **kwargs)


def moment(label: Any, **kwargs: Any) -> forms.DateTimeField:
    """In the institution's zone."""
    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
    return forms.DateTimeField(label=label, input_formats=["%Y-%m-%dT%H:%M"], widget=widget, **kwargs)


class NumberForm(forms.Form):
    """A proposal by its number, and why it comes before the committee."""

    item = forms.IntegerField(
        label=gettext_lazy("Number of the proposal"),
        min_value=1,
        max_value=2**31 - 1,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    reason = ReasonField(label=gettext_lazy("Reason everyone can read"))

    def clean_item(self) -> Proposal:
        found = Proposal.objects.filter(pk=self.cleaned_data["item"]).first()
        if found is None:
            raise forms.ValidationError(_("There is no proposal with this number."))
        return found


class CommitteeForm(forms.Form):
    name = line(gettext_lazy("Name"))
    purpose = TextField(
        label=gettext_lazy("What it is there for"),
        max_characters=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    process = forms.ModelChoiceField(
        label=gettext_lazy("Process whose rules it decides by"),
        help_text=gettext_lazy("Used for candidates whose own rules say nothing about a committee."),
        queryset=Process.objects.none(),
        required=False,
    )
    quorum = line(
        gettext_lazy("Part of the members that must be there"),
        9,
        help_text=gettext_lazy("A fraction such as 1/2 or 2/3. Used where no rules say it."),
        required=False,
    )
    majority = forms.ChoiceField(label=gettext_lazy("How it decides"), choices=Majority.choices)
    again_at_most = forms.IntegerField(
        label=gettext_lazy("How often something is discussed again when too few agree"),
        min_value=0,
        max_value=9,
        initial=1,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["process"].queryset = Process.objects.order_by("position")  # type: ignore[attr-defined]

    def clean_quorum(self) -> str:
        typed = self.cleaned_data["quorum"]
        if not typed:
            return ""
        try:
            share = Fraction(typed)
        except (ValueError, ZeroDivisionError):
            raise forms.ValidationError(_("Write a fraction such as 1/2.")) from None
        if not 0 < share <= 1 or share.denominator > 1000:
            raise forms.ValidationError(_("Write a fraction between 0 and 1, such as 2/3."))
        return str(share)


class DissolvingForm(forms.Form):
    reason = ReasonField(label=gettext_lazy("Reason everyone can read"))
    successor = forms.ModelChoiceField(
        label=gettext_lazy("Committee that goes on with its candidates"),
        help_text=gettext_lazy("Without one they come back to you, the moderators."),
        queryset=Committee.objects.none(),
        empty_label=gettext_lazy("None: back to the moderators"),
        required=False,
    )

    def __init__(self, *args: Any, committee: Committee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Committee.objects.filter(dissolved_at=None).exclude(pk=committee.pk)
        self.fields["successor"].queryset = others  # type: ignore[attr-defined]


class SeatingForm(forms.Form):
    """Whoever is appointed; whoever is drawn comes by the draw."""

    name = line(gettext_lazy("Name"), 50)
    email = forms.EmailField(
        label=gettext_lazy("E-mail address of the account"),
        help_text=gettext_lazy("For voting on the own page. Without it somebody votes on paper."),
        max_length=254,
        required=False,
    )
    is_named = forms.BooleanField(
        label=gettext_lazy("Agreed that the name stands on the public page"), required=False
    )
    seat = line(gettext_lazy("Whose seat it is"), required=False)
    sub_committee = line(gettext_lazy("Sub-committee"), required=False)
    sex = forms.ChoiceField(label=gettext_lazy("Sex"), choices=Sex.choices, initial=Sex.UNSTATED)
    age = forms.ChoiceField(label=gettext_lazy("Age"), choices=AgeBand.choices, initial=AgeBand.UNSTATED)
    region = line(gettext_lazy("Where they live"), 60, required=False)
    begins_on = day(gettext_lazy("First day"))
    ends_on = day(gettext_lazy("Last day"))

    def __init__(self, *args: Any, committee: Committee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.committee = committee

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        begins, ends = data.get("begins_on"), data.get("ends_on")
        if begins and ends and ends < begins:
            self.add_error("ends_on", _("The last day comes after the first."))
        if data.get("email"):
            data["user"] = User.objects.filter(email__iexact=data["email"], is_active=True).first()
            if data["user"] is None:
                self.add_error("email", _("Nobody has an account with this address here."))
        return data

    def facts(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        given.pop("email")
        named = given.pop("sub_committee")
        part = SubCommittee.objects.get_or_create(committee=self.committee, name=named)[0] if named else None
        return {"user": None, **given, "sub_committee": part}


class EvidenceForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("What it is"), choices=EvidenceKind.choices)
    title = line(gettext_lazy("Title"), 200)
    author = line(
        gettext_lazy("By whom"), 200, help_text=gettext_lazy("An author, an institution, a newspaper.")
    )
    dated_on = day(gettext_lazy("Date of it"))
    url = forms.URLField(label=gettext_lazy("Link"), max_length=500, required=False, assume_scheme="https")
    body = TextField(
        label=gettext_lazy("What stands in it"),
        max_characters=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    department = forms.ModelChoiceField(
        label=gettext_lazy("Department"), queryset=Department.objects.none(), required=False
    )
    is_contrary = forms.BooleanField(
        label=gettext_lazy("It speaks against what is asked for, or denies what was reported"), required=False
    )
    caution = TextField(
        label=gettext_lazy("What a reader should know of the source"),
        help_text=gettext_lazy("Needed for press: who reports, whom it leaves out, who contradicted."),
        max_characters=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    file = TakenField(label=gettext_lazy("File"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(value, label) for value, label in EvidenceKind.choices if value != EvidenceKind.SIMILAR]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        shown = Department.objects.filter(is_active=True)
        self.fields["department"].queryset = shown  # type: ignore[attr-defined]

    def found(self) -> Found:
        given = {name: value for name, value in self.cleaned_data.items() if name != "file"}
        return Found(**{**given, "kind": EvidenceKind(given["kind"])})
