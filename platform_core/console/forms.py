from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from platform_core.text.fields import LineField
from tenants.models import Kind
from tenants.provisioning.order import InstitutionOrder, check_order, order_choices


class OrderForm(forms.Form):
    """The order of an institution. What is wrong is said beside its field."""

    name = LineField(label=_("Name of the institution"), max_characters=100)
    subdomain = LineField(
        label=_("Address"),
        max_characters=63,
        help_text=_("Lower-case letters, digits and hyphens; it comes before the platform's own name."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    language = forms.ChoiceField(label=_("First language"), choices=settings.LANGUAGES)
    time_zone = LineField(label=_("Time zone"), max_characters=50, initial="Asia/Seoul")
    country = LineField(label=_("Country whose public holidays count"), max_characters=2, initial="KR")
    process_preset = forms.ChoiceField(label=_("Rules to begin with"))
    theme = forms.ChoiceField(label=_("Theme"))
    plan = forms.ChoiceField(label=pgettext_lazy("subscription", "Plan"))
    administrator_name = LineField(label=_("First administrator's name"), max_characters=30)
    administrator_email = forms.EmailField(
        label=_("First administrator's e-mail"),
        help_text=_("An invitation is sent there as soon as the doors open."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in order_choices().items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]

    def order(self) -> InstitutionOrder:
        given = dict(self.cleaned_data)
        first = given.pop("language")
        others = [code for code, _name in settings.LANGUAGES if code != first]
        host = f"{given.pop('subdomain').lower()}.{settings.BASE_HOST}"
        return InstitutionOrder(host=host, languages=(first, *others), **given)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            self.take_errors(check_order(self.order()))
        return cleaned

    def take_errors(self, errors: dict[str, Any]) -> None:
        for field, sentence in errors.items():
            ours = {"host": "subdomain", "languages": "language"}.get(field, field)
            self.add_error(ours if ours in self.fields else None, sentence)


class LibraryReasonForm(forms.Form):
    """Why a case is not taken into the library; its institution reads it."""

    reason = LineField(label=_("Reason"), max_characters=500)
