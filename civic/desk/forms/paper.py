"""Sheets, rows of sheets, and somebody at the counter."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from civic.categories.models import Category
from civic.debates.models import Debate, Side
from civic.desk.forms.reason import ReasonField
from civic.paper.comparing import person_known_by
from civic.paper.models import SheetKind
from civic.paper.recognising import Unrecognisable, known_by
from civic.people.confirming import OLDEST
from civic.people.models import Confirmed
from civic.proposals.models import Proposal, Standing
from platform_core.accounts.models import User
from platform_core.files.fields import TakenField
from platform_core.files.kinds import ACCEPT
from platform_core.text.fields import LineField, TextField

LONGEST_PRINTED = 40
LONGEST_KEPT_DAYS = 365
DAY = forms.DateInput(attrs={"type": "date"})


class PlaceForm(forms.Form):
    """What is known when it comes back."""

    place = LineField(
        label=_("Collected at"),
        help_text=_("Where people signed: a market, a village hall."),
        max_characters=80,
    )
    collected_on = forms.DateField(label=_("Day"), required=False, widget=DAY)
    collected_by = LineField(label=_("Collected by"), required=False, max_characters=80)

    def clean_collected_on(self) -> Any:
        day = self.cleaned_data["collected_on"]
        if day and day > timezone.localdate():
            raise ValidationError(_t("That day is still to come."))
        return day


class SheetForm(PlaceForm):
    """A number to print on a sheet, or to type a sheet under."""

    kind = forms.ChoiceField(
        label=_("What people sign"), choices=SheetKind.choices, widget=forms.RadioSelect, initial="support"
    )
    number = forms.IntegerField(
        label=_("Number of the proposal or discussion"),
        help_text=_("For supports the proposal's, for opinions the discussion's. Empty for proposals."),
        required=False,
        min_value=1,
        max_value=2**31,
    )
    rows = forms.IntegerField(
        label=_("Rows on the sheet"), initial=20, min_value=1, max_value=LONGEST_PRINTED
    )
    field_order = ("kind", "number", "place", "collected_on", "collected_by", "rows")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind, number = data.get("kind"), data.get("number")
        data["item"] = data["debate"] = None
        if kind == SheetKind.SUPPORT:
            data["item"] = Proposal.objects.filter(pk=number or 0, standing=Standing.OPEN).first()
            if data["item"] is None and "number" not in self.errors:
                self.add_error("number", _("There is no proposal with this number."))
        elif kind == SheetKind.OPINION:
            debate = Debate.objects.select_related("item").filter(pk=number or 0).first()
            data["debate"], data["item"] = debate, debate.item if debate else None
            if debate is None and "number" not in self.errors:
                self.add_error("number", _("There is no discussion with this number."))
        return data


class CounterForm(forms.Form):
    """One person, one deed, while they stand there."""

    deed = forms.ChoiceField(
        label=_("What the person does"),
        choices=SheetKind.choices,
        widget=forms.RadioSelect,
        initial="support",
    )
    number = forms.IntegerField(
        label=_("Number of the proposal or discussion"),
        help_text=_("For supports the proposal's, for opinions the discussion's. Empty for proposals."),
        required=False,
        min_value=1,
        max_value=2**31,
    )
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
    side = forms.ChoiceField(
        label=_("Side (only for opinions)"), choices=[("", "—"), *Side.choices], required=False
    )
    title = LineField(label=_("Title (only for proposals)"), max_characters=100, required=False)
    category = forms.ModelChoiceField(
        label=_("Category (only for proposals)"),
        queryset=Category.objects.none(),
        to_field_name="key",
        empty_label=_("Choose later"),
        required=False,
    )
    text = TextField(
        label=_("Text (for proposals and opinions)"), max_characters=10_000, required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip
    seen = LineField(
        label=_("What you have seen"),
        help_text=_("For example: resident card. No number."),
        max_characters=80,
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
    keep = forms.BooleanField(label=_("The person agrees that the contact is kept readable"), required=False)
    keep_purpose = LineField(
        label=_("What for"),
        help_text=_("For example: to tell them the answer."),
        max_characters=120,
        required=False,
    )
    keep_until = forms.DateField(label=_("Until"), required=False, widget=DAY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = Category.objects.filter(is_shown=True)  # type: ignore[attr-defined]

    SELDOM = ("confirmed", "full_years", "keep", "keep_purpose", "keep_until")

    @property
    def everyday(self) -> list[forms.BoundField]:
        return [bound for bound in self if bound.name not in self.SELDOM]

    @property
    def seldom(self) -> list[forms.BoundField]:
        """What stands folded away, unless something in it is wrong."""
        return [self[name] for name in self.SELDOM]

    @property
    def opens_seldom(self) -> bool:
        return any(self[name].errors or self[name].value() for name in self.SELDOM)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self._check_person(data)
        self._check_subject(data)
        if Confirmed.AGE in data.get("confirmed", []) and data.get("full_years") is None:
            self.add_error("full_years", _("Please give the age in full years."))
        if data.get("keep"):
            self._check_keeping(data)
        return data

    def _check_person(self, data: dict[str, Any]) -> None:
        if "contact" in data and "name" in data:
            try:
                data["known"] = known_by(data["name"], data["contact"])
            except Unrecognisable as error:
                self.add_error("contact", str(error))

    def _check_subject(self, data: dict[str, Any]) -> None:
        deed, number = data.get("deed"), data.get("number") or 0
        if deed == SheetKind.SUPPORT:
            data["item"] = Proposal.objects.filter(pk=number, standing=Standing.OPEN).first()
            if data["item"] is None:
                self.add_error("number", _("There is no proposal with this number."))
        elif deed == SheetKind.OPINION:
            data["debate"] = Debate.objects.select_related("item").filter(pk=number).first()
            if data["debate"] is None:
                self.add_error("number", _("There is no discussion with this number."))
        else:
            for name in ("title", "text"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("A proposal needs a title and a text."))

    def _check_keeping(self, data: dict[str, Any]) -> None:
        if not data.get("keep_purpose"):
            self.add_error("keep_purpose", _("Say what it is kept for."))
        until = data.get("keep_until")
        days = (until - timezone.localdate()).days if until else -1
        if not 0 <= days <= LONGEST_KEPT_DAYS:
            self.add_error("keep_until", _("A day within a year from now."))


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Excel or CSV file"),
        help_text=_("With a heading for each column: row, name, contact, and what the sheet asks for."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )


class ScanForm(forms.Form):
    file = TakenField(
        label=_("Scan or photograph"),
        help_text=_("PDF or picture. Seen by staff alone."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )
    until = forms.DateField(label=_("Deleted after"), widget=DAY)

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if not 0 <= (until - timezone.localdate()).days <= LONGEST_KEPT_DAYS:
            raise ValidationError(_t("A day within a year from now."))
        return until


class PaperFileForm(forms.Form):
    """A drawing, or the part of the scan that says nothing of who it was."""

    file = TakenField(
        label=_("Scan, photograph or document"),
        help_text=_("10 MB at most. Pictures lose the place where they were taken."),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )
    alt = LineField(
        label=_("What can be seen on the picture?"),
        help_text=_("Read aloud to people who cannot see it."),
        max_characters=200,
        required=False,
    )
    shows_nobody = forms.BooleanField(
        label=_("It shows no name, address or telephone of anybody"),
        error_messages={"required": _("Cover what shows who it is before you add it.")},
    )


class FoldForm(forms.Form):
    """Two entries as they stand on paper; each must be known here."""

    first_name = LineField(label=_("Name"), max_characters=50, required=False)
    first_contact = LineField(label=_("Telephone, e-mail or date of birth"), max_characters=120)
    second_name = LineField(label=_("Name"), max_characters=50, required=False)
    second_contact = LineField(label=_("Telephone, e-mail or date of birth"), max_characters=120)
    # Asked for by the verb, once it is seen what changes.
    reason = ReasonField(label=_("Why they are the same person"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["stand_in"] = self._person(data, "first")
        data["into"] = self._person(data, "second")
        return data

    def _person(self, data: dict[str, Any], which: str) -> User | None:
        name, contact = data.get(f"{which}_name"), data.get(f"{which}_contact")
        if name is None or contact is None:
            return None
        try:
            found = person_known_by(name, contact)
        except Unrecognisable as error:
            self.add_error(f"{which}_contact", str(error))
            return None
        if found is None:
            self.add_error(f"{which}_contact", _("Nobody was entered here with this."))
        return found


class VisitForm(forms.Form):
    """Somebody who typed at a kiosk stands at the counter now."""

    seen = LineField(
        label=_("What you have seen"),
        help_text=_("For example: resident card. No number."),
        max_characters=80,
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

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if Confirmed.AGE in data.get("confirmed", []) and data.get("full_years") is None:
            self.add_error("full_years", _("Please give the age in full years."))
        return data


class KioskForm(forms.Form):
    name = LineField(label=_("Name of the device"), max_characters=60)
    place = LineField(label=_("Where it stands"), max_characters=80)


class CancelForm(forms.Form):
    reason = ReasonField()
