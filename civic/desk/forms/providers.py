"""A service: what is entered once, and what may be changed later. The secret goes in and never comes out."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from civic.identity.models import Kind, Provider, Purpose
from platform_core.accounts.ages import FOURTEEN, OLDEST_LIMIT, YOUNGEST_CHILD
from platform_core.text.fields import LineField, TextField
from platform_core.web.asking import NoAnswer, check_address

# Which of the blanks a kind of service, and a purpose, have a use for.
_NEEDS = {Kind.OIDC: {"issuer"}, Kind.PORTONE: {"channel"}}
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
        if kind == Kind.PORTONE and purpose in (Purpose.SIGN_IN, Purpose.STAFF):
            self.add_error("purpose", _("PortOne checks who somebody is; nobody signs in with it."))
        if purpose == Purpose.IDENTITY and kind is not None and kind not in SHOWS_WHO:
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
            values = {name: getattr(known, name) for name in self.fields if name != "secret"}
            self.initial = {n: "\n".join(v) if isinstance(v, list) else v for n, v in values.items()}

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
        return {name: value for name, value in self.cleaned_data.items() if name not in ("key", "secret")}


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
        empty_value=0,
        required=False,
    )
    second_factor = forms.BooleanField(
        label=_("Staff need a second factor"),
        help_text=_("A passkey or an authenticator app. Without one the desk does not open."),
        required=False,
    )
