"""What somebody types at a kiosk: little, in large fields, that no browser remembers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from civic.debates.models import Debate, Side
from civic.paper.recognising import Unrecognisable, known_by
from civic.portal.choices import categories
from platform_core.i18n.names import plainly_said
from platform_core.text.fields import LineField, TextField

NOTHING_KEPT = {"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false", "data-1p-ignore": ""}
MAIL, COUNTER = "mail", "counter"


class WhoForm(forms.Form):
    """By a code in a letter, or by an officer at the counter."""

    way = forms.ChoiceField(
        label=_("How we know that it is you"),
        choices=[
            (COUNTER, _("I show a document at the counter")),
            (MAIL, _("I get a code by e-mail, on my telephone")),
        ],
        widget=forms.RadioSelect,
        initial=COUNTER,
    )
    name = LineField(
        label=_("Name"),
        help_text=_("Only for the counter. It is not shown and not kept."),
        max_characters=50,
        required=False,
        widget=forms.TextInput(attrs=NOTHING_KEPT),
    )
    contact = LineField(
        label=_("Telephone, e-mail or date of birth"),
        help_text=_("So that nobody is counted twice. For a code, an e-mail address."),
        max_characters=120,
        widget=forms.TextInput(attrs=NOTHING_KEPT),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "contact" not in data or "name" not in data:
            return data
        if data.get("way") == MAIL and "@" not in data["contact"]:
            self.add_error("contact", _("A code needs an e-mail address."))
        elif data.get("way") == COUNTER and not data["name"]:
            self.add_error("name", _("Please type your name."))
        else:
            try:
                known_by(data["name"], data["contact"])
            except Unrecognisable as error:
                self.add_error("contact", str(error))
        return data

    @property
    def by_mail(self) -> bool:
        return bool(self.cleaned_data.get("way") == MAIL)


class WriteForm(WhoForm):
    title = LineField(
        label=_("Title"), max_characters=100, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    text = TextField(
        label=_("What should change, and why"),
        max_characters=10_000,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off", "data-fixed": ""}),
    )
    category = forms.ChoiceField(
        label=_("Category"),
        help_text=_("If you are not sure, leave it: staff will choose one."),
        required=False,
    )
    field_order = ("title", "text", "category", "way", "name", "contact")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(choice.key, plainly_said(choice.name, choice.lang)) for choice in categories().shown]
        self.fields["category"].choices = [("", _("Choose later")), *offered]  # type: ignore[attr-defined]


class OpinionForm(WhoForm):
    """A side where there are sides; words, which may be left out where no reason is asked for."""

    side = forms.ChoiceField(label=_("What do you think?"), choices=Side.choices, widget=forms.RadioSelect)
    text = TextField(
        label=_("Why"),
        max_characters=1_000,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off", "data-fixed": ""}),
        required=False,
    )
    field_order = ("side", "text", "way", "name", "contact")

    def __init__(self, *args: Any, debate: Debate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not debate.has_sides:
            del self.fields["side"]
            self.fields["text"].label = _("What I think")
        self.fields["text"].required = debate.reason_required or not debate.has_sides


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("The six digits from the letter"),
        max_length=20,
        widget=forms.TextInput(attrs={**NOTHING_KEPT, "inputmode": "numeric"}),
    )
