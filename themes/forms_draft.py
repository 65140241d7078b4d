"""What a draft says, as a form: one field for each token, and one for every single colour that was set by hand.

What is left empty is as the finished theme has it.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from platform_core.text.fields import LineField
from themes.colour import as_hex
from themes.documents import Document, below
from themes.drafts import LONGEST_NAME
from themes.forms import catalogue_choices
from themes.kinds import Emblem, Mode
from themes.roles import ROLES
from themes.tokens import DEFAULT_BASE, FORMAT, MODES, TOKENS, BadToken, step_names

AS_BELOW = ("", _("As the finished theme has it"))
# In the order in which people think of them.
PAINT = ("ground", "header", "hero", "hero_tone")
SHAPE = ("radius", "buttons", "cards", "density", "family", "scale", "weight", "illustrations", "official")
WEIGHTS = tuple((str(weight), str(weight)) for weight in range(500, 901, 100))
YES_OR_NO = (("yes", _("Shown")), ("no", _("Not shown")))
COLOURS = ("brand", "accent")
PICKER = "_picker"


class ColourField(forms.CharField):
    """`#1759d6`, `1759D6` or `#15d`; empty where it is not required."""

    widget = forms.TextInput(
        attrs={"class": "theme-colour__code", "spellcheck": "false", "autocomplete": "off"}
    )

    def to_python(self, value: Any) -> str:
        said = str(super().to_python(value) or "")
        try:
            return as_hex(said) if said else ""
        except ValueError:
            raise ValidationError(
                _("‘%(said)s’ is no colour. Write it like #1759d6.") % {"said": said[:20]}, code="no_colour"
            ) from None


class PaintField(ColourField):
    """A colour, or a step of a scale of this theme such as primary-60."""

    def to_python(self, value: Any) -> str:
        said = str(value or "").strip().lower()
        return said if said in step_names() else super().to_python(value)


class DraftForm(forms.Form):
    """`document` is what the draft says; bound, what somebody made of it."""

    name = LineField(max_characters=LONGEST_NAME, label=_("Name of this draft"))
    base = forms.ChoiceField(label=_("Finished theme"))
    brand = ColourField(required=False)
    accent = ColourField(required=False)
    emblem_upload = forms.FileField(
        required=False,
        label=_("Your own emblem"),
        help_text=_("SVG or PNG, at most 512 KB. Best is a square with a transparent ground."),
        widget=forms.FileInput(attrs={"accept": ".svg,.png,image/svg+xml,image/png"}),
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, document: Document, name: str, **kwargs: Any
    ) -> None:
        self.draft_document = document
        super().__init__(data, files, initial={"name": name, **_initial_of(document)}, **kwargs)
        self.fields["base"].choices = catalogue_choices()  # type: ignore[attr-defined]
        for colour in COLOURS:
            self.fields[colour].label = str(TOKENS[colour].label)
        ground = below(document)
        for token in (*PAINT, *SHAPE):
            self.fields[token] = _choice_field(token, ground)
        self.fields["emblem"] = self._emblem_field(ground)
        for mode, role in self._single_colours():
            self.fields[f"{mode}.{role}"] = PaintField(
                required=False, label=f"{ROLES[role].label} ({Mode(mode).label})"
            )
        self._add_new_colour()

    def _emblem_field(self, ground: Mapping[str, Any]) -> forms.ChoiceField:
        known = [choice for choice in Emblem.choices if choice[0] != Emblem.OWN or self.emblem_file]
        return forms.ChoiceField(
            required=False, label=str(_("Which emblem")), choices=[_as_below("emblem", ground), *known]
        )

    @property
    def emblem_file(self) -> str:
        return str(self.draft_document.get("emblem_file") or "")

    def _single_colours(self) -> Iterator[tuple[str, str]]:
        """Those the draft has; when bound also those the form was sent with, for a colleague may have taken one out."""
        sent = {
            (mode, role)
            for mode, _dot, role in (name.partition(".") for name in self.data)
            if mode in MODES and role in ROLES
        }
        had = {(mode, role) for mode in MODES for role in self.draft_document.get(mode, {})}
        return iter(sorted(had | sent, key=lambda pair: (MODES.index(pair[0]), list(ROLES).index(pair[1]))))

    def _add_new_colour(self) -> None:
        roles = [(role.name, role.label) for role in ROLES.values()]
        self.fields["new_mode"] = forms.ChoiceField(required=False, label=_("Where"), choices=Mode.choices)
        self.fields["new_role"] = forms.ChoiceField(
            required=False, label=_("Colour of"), choices=[("", _("Choose what it is for")), *roles]
        )
        self.fields["new_colour"] = PaintField(required=False, label=_("Colour"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for token in COLOURS:
            data[token] = self._picked(token, data.get(token, ""))
        if data.get("new_colour") and not data.get("new_role"):
            self.add_error("new_role", _("Choose what the colour is for."))
        return data

    def _picked(self, token: str, typed: str) -> str:
        """The field of colours beside the code, where only that was changed: without script the two are not one."""
        picked, before = self.data.get(token + PICKER, ""), self.data.get(f"{token}_was", "")
        code_before = self.data.get(f"{token}_code_was", "")
        if picked and picked != before and typed == code_before:
            try:
                return as_hex(picked)
            except ValueError:
                return typed
        return typed

    def document(self) -> Document:
        """What the draft is to say. Only of a valid form."""
        data = self.cleaned_data
        made: Document = {"format": FORMAT, "base": data["base"]}
        made |= {token: data[token] for token in (*COLOURS, *PAINT, *SHAPE, "emblem") if data[token] != ""}
        if "weight" in made:
            made["weight"] = int(made["weight"])
        if "official" in made:
            made["official"] = made["official"] == "yes"
        if self.emblem_file:
            made["emblem_file"] = self.emblem_file
        for name, value in data.items():
            mode, _dot, role = name.partition(".")
            if role and value:
                made.setdefault(mode, {})[role] = value
        if data["new_colour"]:
            made.setdefault(data["new_mode"] or Mode.LIGHT.value, {})[data["new_role"]] = data["new_colour"]
        return made

    @property
    def colour_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if "." in name]

    @property
    def paint_fields(self) -> list[Any]:
        return [self[name] for name in PAINT]

    @property
    def shape_fields(self) -> list[Any]:
        return [self[name] for name in SHAPE]

    def add_bad_token(self, error: BadToken) -> None:
        self.add_error(error.token if error.token in self.fields else None, str(error.sentence))


def _initial_of(document: Document) -> dict[str, Any]:
    said = {token: document.get(token, "") for token in (*COLOURS, *PAINT, *SHAPE, "emblem")}
    said["weight"] = str(said["weight"])
    if said["official"] != "":
        said["official"] = "yes" if said["official"] else "no"
    singles = {f"{mode}.{role}": colour for mode in MODES for role, colour in document.get(mode, {}).items()}
    return {"base": document.get("base", DEFAULT_BASE), **said, **singles}


def _choice_field(token: str, ground: Mapping[str, Any]) -> forms.ChoiceField:
    choices = {"weight": WEIGHTS, "official": YES_OR_NO}.get(token)
    if choices is None:
        kind = TOKENS[token].choices
        assert kind is not None
        choices = tuple(kind.choices)
    return forms.ChoiceField(
        required=False, label=str(TOKENS[token].label), choices=[_as_below(token, ground), *choices]
    )


def _as_below(token: str, ground: Mapping[str, Any]) -> tuple[str, Any]:
    """“As the finished theme has it”, and how that is."""
    value, kind = ground.get(token), TOKENS[token].choices
    if kind is None or value not in kind.values:
        return AS_BELOW
    return ("", _("%(value)s (as the finished theme)") % {"value": kind(value).label})
