"""What the institution's home page says, in each language it speaks."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from platform_core.text.fields import LineField, TextField
from tenants.models import Institution

TAGLINE_LENGTH = 200
MOST_CONTACT_LINES = 5


class SettingsForm(forms.Form):
    """Headline and lead once per language, a tagline, and the lines under every page."""

    tagline = LineField(
        label=_("Tagline"),
        help_text=_("One sentence beside the name. May stay empty."),
        required=False,
        max_characters=TAGLINE_LENGTH,
        validators=[MaxLengthValidator(TAGLINE_LENGTH)],
    )
    contact = TextField(
        label=_("Contact lines"),
        help_text=_(
            "Shown at the foot of every page: address, telephone, who is in charge. Five lines at most."
        ),
        required=False,
        max_characters=600,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, institution: Institution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.institution = institution
        names = dict(settings.LANGUAGES)
        self.spoken = [code for code in institution.languages if code in names] or [
            institution.default_language
        ]
        words: dict[str, forms.Field] = {}
        for code in self.spoken:
            words[f"headline_{code}"] = self._line(
                _("Headline (%(language)s)"), names[code], "headline", code, 80
            )
            words[f"lead_{code}"] = self._line(_("Below it (%(language)s)"), names[code], "lead", code, 200)
        self.fields = {**words, **self.fields}
        self.fields["tagline"].initial = institution.tagline
        self.fields["contact"].initial = "\n".join(_lines(institution.settings.get("contact")))

    def _line(self, label: Any, language: Any, key: str, code: str, limit: int) -> LineField:
        return LineField(
            label=label % {"language": language},
            required=False,
            max_characters=limit,
            initial=_in_language(self.institution, key, code),
        )

    def clean_contact(self) -> str:
        text: str = self.cleaned_data["contact"]
        if len(_lines(text)) > MOST_CONTACT_LINES:
            raise forms.ValidationError(_("Please keep to five lines."))
        return text

    def words(self) -> dict[str, Any]:
        """What goes into the institution's settings."""
        data = self.cleaned_data
        return {
            "headline": {code: data[f"headline_{code}"] for code in self.spoken},
            "lead": {code: data[f"lead_{code}"] for code in self.spoken},
            "contact": _lines(data["contact"]),
        }


def _in_language(institution: Institution, key: str, code: str) -> str:
    """One text for all belongs to the first language."""
    said = institution.settings.get(key)
    if isinstance(said, dict):
        return str(said.get(code) or "")
    return str(said or "") if code == institution.default_language else ""


def _lines(said: Any) -> list[str]:
    if isinstance(said, str):
        said = said.splitlines()
    return [line.strip() for line in said or [] if line.strip()]
