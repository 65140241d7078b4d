"""Forms of what an institution arranges: made of the fields that a kind declares, once for each language."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from civic.content.document import Value
from civic.content.kinds import Field, Purpose, Shape
from civic.content.links import FILM_HOSTS, is_link, is_path
from civic.content.models import Banner, Level
from civic.content.rules import SLUG
from civic.content.warning import Warned
from civic.desk.forms.gatherings import MomentField
from platform_core.text.fields import LineField, TextField

LONGEST_PATH = 500


class LinkField(LineField):
    """An https address; of a film only at hosts we know."""

    def __init__(self, *, hosts: Iterable[str] | None = None, **kwargs: Any) -> None:
        self.hosts = frozenset(hosts) if hosts else None
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        address: str = super().clean(value)
        if address and not is_link(address):
            raise forms.ValidationError(
                _("Please give an address that begins with https://, such as https://example.go.kr")
            )
        if address and not is_link(address, self.hosts):
            raise forms.ValidationError(
                _("Films may stand at: %(hosts)s."), params={"hosts": ", ".join(sorted(self.hosts or ()))}
            )
        return address


class PartForm(forms.Form):
    """The fields of one part of a document: `values()` is what goes into it.

    `seen` travels with the page: who saves later overwrites nothing unseen.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)

    def __init__(
        self,
        *args: Any,
        declared: Iterable[Field],
        languages: list[str],
        values: Mapping[str, Value],
        pages: Iterable[tuple[str, str]] = (),
        seen: str = "",
        **kwargs: Any,
    ) -> None:
        self.declared, self.languages = list(declared), languages
        self.before = dict(values)
        kwargs["initial"] = {"seen": seen, **self._texts(values)}
        super().__init__(*args, **kwargs)
        for one in self.declared:
            for name, language in self._names(one):
                self.fields[name] = _field(one, language, pages)
        self.order_fields([name for name in self.fields if name != "seen"])

    def _names(self, one: Field) -> list[tuple[str, str]]:
        """(name on the page, language): one for each language where words are kept by language."""
        if not one.is_by_language:
            return [(one.name, "")]
        return [(f"{one.name}_{code}", code) for code in self.languages]

    def _texts(self, values: Mapping[str, Value]) -> dict[str, str]:
        found = {}
        for one in self.declared:
            value = values.get(one.name)
            for name, language in self._names(one):
                found[name] = _text(value, language)
        return found

    def values(self) -> dict[str, Value]:
        """What was typed; words in languages that are not on the page stay. Empty ones are left out."""
        found: dict[str, Value] = {}
        for one in self.declared:
            if one.is_by_language:
                before = self.before.get(one.name)
                words = {**before} if isinstance(before, Mapping) else {}
                words |= {code: self.cleaned_data[name] for name, code in self._names(one)}
                if kept := {code: text for code, text in words.items() if text}:
                    found[one.name] = kept
            elif text := self.cleaned_data[one.name]:
                found[one.name] = text
        return found

    def was_overtaken(self, now: Mapping[str, Value] | None, seen: str) -> None:
        """Somebody saved meanwhile: what this person typed is kept, and what stands there now is said beside it."""
        self.data = {**self.data.dict(), "seen": seen}  # type: ignore[attr-defined]
        if now is None:
            self.add_error(None, _("Somebody took this out meanwhile. Saving puts it back with your words."))
            return
        self.add_error(None, _("Somebody else changed this meanwhile. Compare, and save again."))
        for name, theirs in self._texts(now).items():
            if theirs != self.cleaned_data.get(name):
                self.add_error(name, _("It says now: “%(words)s”.") % {"words": theirs or _("(nothing)")})


def _text(value: Value | None, language: str) -> str:
    if isinstance(value, Mapping):
        return value.get(language, "")
    return str(value or "")


def _field(one: Field, language: str, pages: Iterable[tuple[str, str]]) -> forms.Field:
    """Nothing is required of a draft: what is missing is said before it is published."""
    label = f"{one.label} ({dict(settings.LANGUAGES)[language]})" if language else one.label
    known: dict[str, Any] = {"label": label, "help_text": one.help, "required": False}
    if one.shape == Shape.PROSE:
        rows = 12 if one.limit > 1_000 else 4
        return TextField(max_characters=one.limit, widget=forms.Textarea(attrs={"rows": rows}), **known)
    if one.shape == Shape.LINK:
        return LinkField(max_characters=one.limit, **known)
    if one.shape == Shape.FILM:
        return LinkField(max_characters=one.limit, hosts=FILM_HOSTS, **known)
    if one.shape == Shape.CHOICE:
        choices = list(one.choices or pages)
        if not any(code == "" for code, _label in choices) and one.name != "level":
            choices = [("", _("Please choose")), *choices]
        return forms.ChoiceField(choices=choices, **known)
    if one.name == "email":
        return forms.EmailField(max_length=one.limit, **known)
    return LineField(max_characters=one.limit, **known)


class SlugField(LineField):
    def clean(self, value: Any) -> str:
        slug: str = super().clean(value)
        if slug and not SLUG.fullmatch(slug):
            raise forms.ValidationError(_("Small Latin letters, digits and hyphens, such as how-we-decide."))
        return slug


class PathField(LineField):
    """An address of this site."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_characters=LONGEST_PATH, **kwargs)

    def clean(self, value: Any) -> str:
        path: str = super().clean(value)
        if path and not is_path(path):
            raise forms.ValidationError(
                _("An address of this site, beginning with “/”, without “?” and “#”.")
            )
        return path


class PageForm(forms.Form):
    """A page that is new."""

    purpose = forms.ChoiceField(choices=Purpose.choices, label=_("What it is"))
    title = LineField(max_characters=100, min_characters=2, label=_("Title"))
    slug = SlugField(
        max_characters=60,
        required=False,
        label=_("Address: /p/…/"),
        help_text=_("For a free page: small Latin letters, digits and hyphens, such as how-we-decide."),
    )

    def __init__(self, *args: Any, taken: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        gone = set(taken)
        self.fields["purpose"].choices = [one for one in Purpose.choices if one[0] not in gone]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("purpose") == Purpose.FREE and not data.get("slug") and "slug" not in self.errors:
            self.add_error("slug", _("A free page needs an address."))
        return data


class AddressForm(forms.Form):
    slug = SlugField(max_characters=60, label=_("Address: /p/…/"))


class RemovalForm(forms.Form):
    to = PathField(
        required=False,
        label=_("Where its address leads from now on"),
        help_text=_("As in /notices/. Empty: it answers “not found”."),
    )


class RedirectForm(forms.Form):
    old = PathField(label=_("Old address"), help_text=_("As in /board/notice.do"))
    new = PathField(label=_("Where it leads"), help_text=_("As in /notices/"))


class PublicationForm(forms.Form):
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)
    note = LineField(
        max_characters=200,
        required=False,
        label=_("What has changed"),
        help_text=_("One sentence. Of the privacy notice and the terms everybody reads it."),
    )
    begins_at = MomentField(
        required=False,
        label=_("From"),
        help_text=_("Empty: at once. A later moment publishes it by itself."),
    )


class BannerForm(forms.Form):
    """Words once per language; `seen`: when it last changed as the page was opened."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)
    level = forms.ChoiceField(choices=Level.choices, label=_("How urgent"))
    link = LineField(
        max_characters=LONGEST_PATH,
        required=False,
        label=_("Link"),
        help_text=_("An address of this site such as /notices/, or one that begins with https://"),
    )
    begins_at = MomentField(label=_("From"))
    ends_at = MomentField(label=_("Until"))

    def __init__(self, *args: Any, languages: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = languages
        names = dict(settings.LANGUAGES)
        for spot, code in enumerate(languages):
            label = _("Words (%(language)s)") % {"language": names[code]}
            self.fields[f"words_{code}"] = LineField(max_characters=200, label=label, required=spot == 0)
        self.order_fields(["level", *(f"words_{code}" for code in languages), "link", "begins_at", "ends_at"])

    def clean_link(self) -> str:
        link: str = self.cleaned_data["link"]
        if link and not (is_path(link) or is_link(link)):
            raise forms.ValidationError(_("A link begins with “/” or with “https://”."))
        return link

    def warning(self) -> Warned:
        data = self.cleaned_data
        words = {code: data[f"words_{code}"] for code in self.languages if data[f"words_{code}"]}
        return Warned(data["level"], words, data["begins_at"], data["ends_at"], data["link"])


def initial_of(banner: Banner) -> dict[str, Any]:
    words = {f"words_{code}": text for code, text in banner.words.items()}
    facts = {name: getattr(banner, name) for name in ("level", "link", "begins_at", "ends_at")}
    return {**facts, **words, "seen": banner.changed_at.isoformat()}


def moment_seen(text: str) -> datetime | None:
    """None when it was lost or made up."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if timezone.is_aware(found) else None
