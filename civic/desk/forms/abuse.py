"""Forms of the cockpit: whom to limit, and which supports are meant."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from civic.abuse.limiting import LONGEST_DAYS
from civic.abuse.models import Meant
from civic.abuse.selecting import Conditions
from civic.desk.forms.reason import ReasonField
from civic.moderation.kinds import Ground
from platform_core.access.sources import LENGTH
from platform_core.text.fields import TextField

_KEY = re.compile(rf"[0-9a-f]{{{LENGTH}}}")
MOST_LISTED = 5_000
MOST_DEEDS = 10_000_000
EARLIEST, LATEST = 2000, 2200


class LimitForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address of the account"), max_length=254)
    days = forms.IntegerField(label=_("For how many days"), min_value=1, max_value=LONGEST_DAYS, initial=30)
    ground = forms.ChoiceField(label=pgettext_lazy("of a decision", "Ground"), choices=Ground.choices)
    reason = ReasonField(label=_("Reason, for colleagues and the log"))


class LiftForm(forms.Form):
    reason = ReasonField(label=_("Why it is lifted"))
    gives_back = forms.BooleanField(
        label=_("What the person supported meanwhile counts from now on"), required=False
    )


class BrakeForm(forms.Form):
    """Of one kind of limit; 0 is none."""

    scope = forms.CharField(widget=forms.HiddenInput)
    burst = forms.IntegerField(label=_("In ten minutes"), min_value=0, max_value=MOST_DEEDS)
    sustained = forms.IntegerField(label=_("In a day"), min_value=0, max_value=MOST_DEEDS)
    minutes = forms.IntegerField(label=_("Those wait, in minutes"), min_value=1, max_value=1_440)


class InvalidationForm(forms.Form):
    """Conditions hold together: the more are given, the fewer are meant."""

    said = forms.ChoiceField(label=_("What"), choices=Meant.choices)
    items = TextField(
        label=_("Numbers of proposals"),
        help_text=_("Apart by spaces or commas; empty: every proposal."),
        required=False,
        max_characters=10_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    since = forms.DateTimeField(
        label=_("Given from"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    until = forms.DateTimeField(
        label=_("Given before"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    places = TextField(
        label=_("Marks of networks or addresses"),
        help_text=_("As the cockpit shows them; known for thirty days."),
        required=False,
        max_characters=10_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    younger_than_hours = forms.IntegerField(
        label=_("The account was no older than so many hours"), required=False, min_value=1, max_value=100_000
    )
    verified = forms.ChoiceField(
        label=_("Identity when it was given"),
        required=False,
        choices=[("", _("Any")), ("no", _("Not checked")), ("yes", _("Checked"))],
    )
    people = TextField(
        label=_("Numbers of accounts"),
        required=False,
        max_characters=100_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    reason = ReasonField(label=_("Reason everyone can read on the proposal"))

    def clean_items(self) -> tuple[int, ...]:
        return self._numbers("items")

    def clean_people(self) -> tuple[int, ...]:
        return self._numbers("people")

    def clean_places(self) -> tuple[str, ...]:
        words = self.cleaned_data["places"].replace(",", " ").split()
        if any(not _KEY.fullmatch(word) for word in words):
            raise forms.ValidationError(_("Please copy the marks as the cockpit shows them."))
        return tuple(dict.fromkeys(words))

    def _numbers(self, name: str) -> tuple[int, ...]:
        words = self.cleaned_data[name].replace(",", " ").replace("#", " ").split()
        if any(not (word.isascii() and word.isdigit() and len(word) < 19) for word in words):
            raise forms.ValidationError(_("Please write numbers only, apart by spaces or commas."))
        if len(words) > MOST_LISTED:
            raise forms.ValidationError(_("Please list 5,000 at most."))
        return tuple(dict.fromkeys(int(word) for word in words))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for name in ("since", "until"):
            if data.get(name) and not EARLIEST <= data[name].year <= LATEST:
                self.add_error(name, _("Please check the year."))
        if data.get("since") and data.get("until") and data["since"] >= data["until"]:
            self.add_error("until", _("The end lies before the beginning."))
        return data

    def asked(self, networks: frozenset[str]) -> Conditions:
        """`networks`: which of the marks are of networks; the others are of addresses."""
        data = self.cleaned_data
        return Conditions(
            items=data["items"],
            since=data["since"],
            until=data["until"],
            networks=tuple(one for one in data["places"] if one in networks),
            sources=tuple(one for one in data["places"] if one not in networks),
            younger_than_hours=data["younger_than_hours"] or 0,
            verified={"yes": True, "no": False}.get(data["verified"]),
            people=data["people"],
        )
