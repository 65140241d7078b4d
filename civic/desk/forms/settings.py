"""What the institution's home page says, in each language it speaks."""

import json
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from platform_core.text.fields import LineField, TextField
from tenants.models import Institution
from tenants.queries import words_of

WORDS = ("headline", "lead", "contact")
TAGLINE_LENGTH = 200
MOST_CONTACT_LINES = 5
LONGEST_SEEN = 50_000

_KEPT = _(
    "Somebody else wrote here meanwhile: “%(words)s”. Yours is kept below and replaces it when you save."
)


class SettingsForm(forms.Form):
    """Headline and lead once per language, a tagline, and the lines under every page.

    The page carries what it said when it was opened: who saves later changes nothing unseen.
    """

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
    opened_with = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, institution: Institution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.institution = institution
        names = dict(settings.LANGUAGES)
        self.spoken = [code for code in institution.languages if code in names] or [
            institution.default_language
        ]
        words: dict[str, forms.Field] = {}
        for code in self.spoken:
            words[f"headline_{code}"] = _line(_("Headline (%(language)s)"), names[code], 80)
            words[f"lead_{code}"] = _line(_("Below it (%(language)s)"), names[code], 200)
        self.fields = {**words, **self.fields}
        said = words_of(institution, WORDS)
        self.initial = {**self._texts(said), "opened_with": json.dumps(said)}

    def _texts(self, said: dict[str, Any]) -> dict[str, str]:
        """{field: its text} for what an institution says."""
        texts = {
            f"{key}_{code}": self._in_language(said.get(key), code)
            for code in self.spoken
            for key in ("headline", "lead")
        }
        tagline, contact = str(said.get("tagline") or ""), "\n".join(_lines(said.get("contact")))
        return texts | {"tagline": tagline, "contact": contact}

    def _in_language(self, said: Any, code: str) -> str:
        """One text for all belongs to the first language."""
        if isinstance(said, dict):
            return str(said.get(code) or "")
        return str(said or "") if code == self.institution.default_language else ""

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

    def seen(self) -> dict[str, Any]:
        """What the page said when it was opened; {} if that was lost or made up."""
        try:
            said = json.loads(self.data.get("opened_with", "")[:LONGEST_SEEN])
        except (ValueError, RecursionError):
            return {}
        return said if isinstance(said, dict) else {}

    def was_overtaken(self, now: dict[str, Any]) -> None:
        """Somebody saved meanwhile: what this person typed is kept, the rest follows what is said `now`."""
        before, theirs = self._texts(self.seen()) if self.seen() else {}, self._texts(now)
        typed = {name: self.cleaned_data[name] for name in theirs}
        self.data = {**self.data.dict(), "opened_with": json.dumps(now)}  # type: ignore[attr-defined]
        self.add_error(None, _("Somebody else saved these settings meanwhile. Compare, and save again."))
        for name, text in theirs.items():
            if text in (typed[name], before.get(name)):
                continue
            if typed[name] == before.get(name):
                self.data[name] = text
                self.add_error(name, _("This was changed meanwhile. You see the new words."))
            else:
                self.add_error(name, _KEPT % {"words": text or _("(nothing)")})


def _line(label: Any, language: Any, limit: int) -> LineField:
    return LineField(label=label % {"language": language}, required=False, max_characters=limit)


def _lines(said: Any) -> list[str]:
    if isinstance(said, str):
        said = said.splitlines()
    return [str(line).strip() for line in said if str(line).strip()] if isinstance(said, list) else []
