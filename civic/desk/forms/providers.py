"""A service: what is entered once, and what may be changed later. The secret goes in and never comes out."""

import json
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from civic.identity.models import Kind, Provider, Purpose
from civic.identity.text_rules import FEWEST, MOST
from civic.identity.texting import read_template
from platform_core.accounts.ages import FOURTEEN, OLDEST_LIMIT, YOUNGEST_CHILD
from platform_core.text.fields import LineField, TextField
from platform_core.web.asking import NoAnswer, check_address

# Which of the blanks a kind of service, and a purpose, have a use for.
TEXTS = (Kind.NHN, Kind.SOLAPI, Kind.TEXTS)
_NEEDS = {
    Kind.OIDC: {"issuer"},
    Kind.PORTONE: {"channel"},
    Kind.NHN: {"sender"},
    Kind.SOLAPI: {"sender"},
    Kind.TEXTS: {"sender", "issuer", "header", "body", "good_path", "good_value"},
}
SHOWS_WHO = (Kind.OIDC, Kind.PORTONE)


class ChooseForm(forms.Form):
    """First what it is: the blanks follow from it."""

    kind = forms.TypedChoiceField(
        label=_("Service"), choices=Kind.choices, coerce=Kind, widget=forms.RadioSelect
    )
    purpose = forms.TypedChoiceField(
        label=_("What it is for"), choices=Purpose.choices, coerce=Purpose, widget=forms.RadioSelect
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind, purpose = data.get("kind"), data.get("purpose")
        if kind in TEXTS and purpose not in (None, Purpose.TEXT):
            self.add_error("purpose", _("This service sends text messages and nothing else."))
        if purpose == Purpose.TEXT and kind is not None and kind not in TEXTS:
            self.add_error("purpose", _("This service sends no text messages."))
        if kind == Kind.PORTONE and purpose in (Purpose.SIGN_IN, Purpose.STAFF):
            self.add_error("purpose", _("PortOne checks who somebody is; nobody signs in with it."))
        if purpose == Purpose.IDENTITY and kind is not None and kind not in (*SHOWS_WHO, *TEXTS):
            self.add_error(
                "purpose", _("This service does not say who somebody is, only whose account it is.")
            )
        if purpose == Purpose.STAFF and kind in (Kind.KAKAO, Kind.NAVER):
            self.add_error("purpose", _("An account there is a private person's, not the organisation's."))
        return data


class ProviderForm(forms.Form):
    key = forms.SlugField(
        label=_("Short name"),
        help_text=_("Stands in addresses: small letters, digits, hyphens. It cannot be changed later."),
        max_length=30,
    )
    name = LineField(label=_("Name people know it by"), max_characters=40)
    issuer = LineField(
        label=_("Address of the issuer"),
        help_text=_("As the service names it: https://sso.city.example/realms/staff"),
        max_characters=500,
        widget=forms.URLInput,
    )
    client_id = LineField(label=_("Client ID (REST API key, store ID)"), max_characters=300)
    secret = forms.CharField(
        label=_("Client secret"),
        max_length=2_000,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    channel = LineField(label=_("Channel key"), max_characters=300)
    sender = LineField(
        label=_("Number the messages come from"),
        help_text=_("As it is registered there (발신번호). Digits only."),
        max_characters=20,
    )
    header = LineField(
        label=_("Header that carries the secret"),
        help_text=_("Such as Authorization or X-Secret-Key. The secret is sent in it as you type it below."),
        max_characters=60,
    )
    body = TextField(
        label=_("What is sent"),
        help_text=_("JSON with {to}, {from} and {text} in it, as the service's documentation has it."),
        max_characters=2_000,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
    )
    good_path = LineField(
        label=_("Where the answer says that it was sent"),
        help_text=_("Such as header.isSuccessful. Empty: any answer that is no error is good."),
        max_characters=80,
        required=False,
    )
    good_value = LineField(label=_("What it says there"), max_characters=80, required=False)
    domains = TextField(
        label=_("Domains of the organisation's addresses"),
        help_text=_("One on each line, such as city.go.kr. Nobody else gets in with it."),
        max_characters=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    person_claim = LineField(
        label=_("Where it says which person it is"),
        help_text=_(
            "Name of the claim that holds the 연계정보, mostly ci. Empty: ci, or else the service's own number."
        ),
        max_characters=80,
        required=False,
    )
    place_claim = LineField(
        label=_("Where it says where somebody lives"),
        help_text=_("Name of the claim, such as address.region. Empty: it says nothing about that."),
        max_characters=80,
        required=False,
    )
    places = TextField(
        label=_("What it says of people from here"),
        help_text=_("One on each line. Whatever begins so is from here."),
        max_characters=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    is_open = forms.BooleanField(
        label=_("People can use it"), help_text=_("Try it first with the button on its page."), required=False
    )

    def __init__(
        self, *args: Any, kind: Kind, purpose: Purpose, known: Provider | None = None, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.kind, self.known = kind, known
        wanted = {"name", "client_id", "secret", "is_open"} | _NEEDS.get(kind, set())
        wanted |= {Purpose.STAFF: {"domains"}}.get(purpose, set())
        wanted |= {Purpose.IDENTITY: {"place_claim", "places"}}.get(purpose, set())
        wanted |= {"person_claim"} if (kind, purpose) == (Kind.OIDC, Purpose.IDENTITY) else set()
        wanted |= {"key"} if known is None else set()
        for name in set(self.fields) - wanted:
            del self.fields[name]
        secret = self.fields["secret"]
        if known is not None and known.secret:
            secret.help_text = _(
                "One is kept, and not shown again. Type another to replace it; empty leaves it."
            )
        else:
            secret.help_text = _("Kept sealed, and not shown again.")
            secret.required = kind != Kind.OIDC
        if known is not None:
            values = {name: getattr(known, name) for name in self.fields if hasattr(known, name)}
            values.pop("secret", None)
            values |= self._of_texts(known)
            self.initial = {n: "\n".join(v) if isinstance(v, list) else v for n, v in values.items()}

    def _of_texts(self, known: Provider) -> dict[str, Any]:
        if "sender" not in self.fields:
            return {}
        good = known.more.get("good") or {}
        body = json.dumps(known.more["body"], ensure_ascii=False, indent=1) if "body" in known.more else ""
        return {
            "sender": known.channel,
            "header": known.more.get("header", ""),
            "body": body,
            "good_path": good.get("path", ""),
            "good_value": good.get("value", ""),
        }

    def clean_sender(self) -> str:
        digits = "".join(one for one in self.cleaned_data["sender"] if one.isdecimal())
        if not 3 <= len(digits) <= 15:
            raise forms.ValidationError(_("A telephone number is needed."))
        return digits

    def clean_header(self) -> str:
        header: str = self.cleaned_data["header"]
        if not header.replace("-", "").isalnum() or not header.isascii():
            raise forms.ValidationError(_("Letters, digits and hyphens only."))
        return header

    def clean_body(self) -> Any:
        try:
            return read_template(self.cleaned_data["body"])
        except ValueError:
            raise forms.ValidationError(_("It has to be JSON, with {to} and {text} in it.")) from None

    def clean_issuer(self) -> str:
        issuer: str = self.cleaned_data["issuer"].rstrip("/")
        try:
            check_address(issuer)
        except NoAnswer:
            raise forms.ValidationError(_("It has to begin with https:// and be an address.")) from None
        return issuer

    def clean_domains(self) -> list[str]:
        return [
            line.strip().lstrip("@").lower() for line in self.cleaned_data["domains"].split() if line.strip()
        ]

    def clean_places(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["places"].splitlines() if line.strip()]

    def values(self) -> dict[str, Any]:
        said = {name: value for name, value in self.cleaned_data.items() if name not in ("key", "secret")}
        if "sender" in said:
            said["channel"] = said.pop("sender")
        if "body" in said:
            good = {"path": said.pop("good_path"), "value": said.pop("good_value")}
            said["more"] = {"header": said.pop("header"), "body": said.pop("body"), "good": good}
        return said


class ComingInForm(forms.Form):
    youngest = forms.IntegerField(
        label=_("Accounts from the age of"),
        help_text=_("Full years, 14 at least. Younger people are told what they can do instead."),
        min_value=FOURTEEN,
        max_value=OLDEST_LIMIT,
    )
    children = forms.TypedChoiceField(
        label=_("Children with a guardian's consent"),
        help_text=_(
            "A parent or guardian shows with an identity service, or a code from your counter, who they are, and agrees."
        ),
        choices=[(0, _("are not taken in"))]
        + [
            (years, format_lazy(_("from {years} years"), years=years))
            for years in range(YOUNGEST_CHILD, FOURTEEN)
        ],
        coerce=int,
        empty_value=0,  # type: ignore[arg-type]  # what coerce gives
        required=False,
    )
    second_factor = forms.BooleanField(
        label=_("Staff need a second factor"),
        help_text=_("A passkey or an authenticator app. Without one the desk does not open."),
        required=False,
    )


class TextRulesForm(forms.Form):
    per_day = forms.IntegerField(
        label=_("Text messages a day, at most"),
        help_text=_("Each costs. When they are used up, codes go by e-mail until midnight."),
        min_value=FEWEST,
        max_value=MOST,
    )
    countries = LineField(
        label=_("To numbers of these countries"),
        help_text=_("Calling codes parted by commas: 82 is Korea, 1 North America."),
        max_characters=100,
    )

    def clean_countries(self) -> list[str]:
        said = self.cleaned_data["countries"].replace(",", " ").split()
        return [one.removeprefix("+") for one in said]
