"""People on a list, and what was said when they met."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civic.desk.forms.gatherings import NumbersField
from civic.gatherings.fields import PhoneField
from civic.proposals.models import Proposal
from platform_core.files.fields import TakenField
from platform_core.files.kinds import ACCEPT
from platform_core.text.fields import LineField, TextField


class CallerForm(forms.Form):
    """Somebody who calls. What they would read is read to them."""

    name = LineField(max_characters=40, label=_("Name"))
    phone = PhoneField(required=False, label=_("Telephone number"))
    email = forms.EmailField(required=False, max_length=254, label=_("E-mail address"))
    told = forms.BooleanField(
        label=_("I have read out what is kept and until when, and the person agreed"),
        error_messages={"required": _("Read it out first: without agreement nobody is put on the list.")},
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("phone") and not data.get("email") and not self.errors:
            self.add_error("phone", _("Please give an e-mail address or a telephone number."))
        return data


class NameForm(forms.Form):
    """Whom to look for. Sent in a form, so that no name stands in an address or a log."""

    name = LineField(required=False, max_characters=40, label=_("Name, or a part of it"))


class WalkInForm(forms.Form):
    name = LineField(
        required=False,
        max_characters=40,
        label=_("Name"),
        help_text=_("Not needed: without it the person is only counted."),
    )


class MinutesForm(forms.Form):
    minutes = TextField(
        max_characters=20_000,
        label=_("What was said"),
        help_text=_("By subject, without names of citizens who did not ask for it."),
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    follows = TextField(
        required=False,
        max_characters=5_000,
        label=_("What follows from it"),
        help_text=_("Who does what until when, and where people can see it."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    written_there = NumbersField(model=Proposal, label=_("Numbers of proposals that were written there"))


class FileForm(forms.Form):
    file = TakenField(
        label=_("Photograph or document"),
        help_text=_("10 MB at most. Pictures lose the place where they were taken before anyone sees them."),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
    )
    alt = LineField(
        required=False,
        max_characters=200,
        label=_("What can be seen on it?"),
        help_text=_("Needed for pictures: read aloud to people who cannot see them."),
    )
