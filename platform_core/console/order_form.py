"""The order of an institution, as an operator fills it in."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from platform_core.text.fields import LineField
from tenants.designs.file import LARGEST, Design, DesignFaults, read_design
from tenants.designs.ordering import order_from, shipped, shipped_choices
from tenants.models import Kind
from tenants.provisioning.looking import look_at
from tenants.provisioning.order import InstitutionOrder, order_choices

AS_DESIGNED = [("", _("As the blueprint says, or as usual"))]
FIELD_OF = {"host": "subdomain", "languages": "language", "design": "blueprint_file"}


class OrderForm(forms.Form):
    """What is wrong is said beside its field; what should be looked at twice is asked about before it is ordered."""

    name = LineField(label=_("Name of the institution"), max_characters=100)
    subdomain = LineField(
        label=_("Address"),
        max_characters=63,
        help_text=_("Lower-case letters, digits and hyphens; it comes before the platform's own name."),
    )
    administrator_name = LineField(label=_("First administrator's name"), max_characters=30)
    administrator_email = forms.EmailField(
        label=_("First administrator's e-mail"),
        help_text=_("An invitation is sent there as soon as the doors open."),
    )
    blueprint = forms.ChoiceField(
        label=_("Blueprint"),
        required=False,
        help_text=_("Rules, theme, departments, categories and words to begin with."),
    )
    blueprint_file = forms.FileField(
        label=_("Blueprint from a file"),
        required=False,
        help_text=_("TOML, as it is taken from another institution. It goes before the choice above."),
        widget=forms.ClearableFileInput(attrs={"accept": ".toml"}),
    )
    blueprint_text = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[*AS_DESIGNED, *Kind.choices], required=False)
    language = forms.ChoiceField(
        label=_("First language"), choices=[*AS_DESIGNED, *settings.LANGUAGES], required=False
    )
    time_zone = LineField(
        label=_("Time zone"),
        max_characters=50,
        required=False,
        help_text=_("Asia/Seoul, if nothing is said."),
    )
    country = LineField(
        label=_("Country whose public holidays count"),
        max_characters=2,
        required=False,
        help_text=_("KR, if nothing is said."),
    )
    process_preset = forms.ChoiceField(label=_("Rules to begin with"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    plan = forms.ChoiceField(label=pgettext_lazy("subscription", "Plan"), required=False)
    looked_at = forms.BooleanField(
        label=_("I have looked at that: order it nevertheless"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cautions: dict[str, Any] = {}
        self.design = Design()
        self.fields["blueprint"].choices = [("", _("None")), *shipped_choices()]  # type: ignore[attr-defined]
        for name, offered in order_choices().items():
            self.fields[name].choices = [*AS_DESIGNED, *offered]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._read_design(cleaned)
        if self.errors:
            return cleaned
        look = look_at(self.order())
        self.take_errors(look.faults)
        if not self.errors and look.cautions and not cleaned.get("looked_at"):
            self._ask_about(look.cautions)
        return cleaned

    def _read_design(self, cleaned: dict[str, Any]) -> None:
        """A browser never fills in a file again: its text is kept in the page until it is ordered."""
        sent, kept = cleaned.get("blueprint_file"), cleaned.get("blueprint_text") or ""
        try:
            text = sent.read(LARGEST + 1).decode("utf-8-sig") if sent else kept
            if text:
                self.design = read_design(text)
                self.data = {**self.data.dict(), self.add_prefix("blueprint_text"): text}  # type: ignore[attr-defined]
            elif cleaned.get("blueprint"):
                self.design = shipped(cleaned["blueprint"])
        except UnicodeDecodeError:
            self.add_error("blueprint_file", _("This is no text file."))
        except DesignFaults as refused:
            for fault in refused.faults[:20]:
                self.add_error("blueprint_file", str(fault))

    def order(self) -> InstitutionOrder:
        given = {
            name: self.cleaned_data[name]
            for name in ("name", "administrator_name", "administrator_email", "kind", "time_zone", "country")
        }
        rooms = {name: self.cleaned_data[name] for name in ("process_preset", "theme", "plan")}
        host = f"{self.cleaned_data['subdomain'].lower()}.{settings.BASE_HOST}"
        return order_from(self.design, host=host, languages=self._languages(), **given, **rooms)

    def _languages(self) -> tuple[str, ...]:
        first = self.cleaned_data["language"]
        if not first and "languages" in (self.design.part("institution") or {}):
            return ()
        codes = [code for code, _name in settings.LANGUAGES]
        first = first or codes[0]
        return (first, *(code for code in codes if code != first))

    def take_errors(self, errors: dict[str, Any]) -> None:
        for field, sentence in errors.items():
            ours = FIELD_OF.get(field, field)
            self.add_error(ours if ours in self.fields else None, sentence)

    def _ask_about(self, cautions: dict[str, Any]) -> None:
        """Nothing is wrong; somebody should look twice. The box to say so appears with the question."""
        self.cautions = cautions
        self.fields["looked_at"].widget = forms.CheckboxInput()
        for field, sentence in cautions.items():
            self.add_error(FIELD_OF.get(field, field), sentence)
        self.add_error("looked_at", _("Please look at what is said above, and say that you did."))
