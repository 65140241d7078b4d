"""The tokens of a theme: each has a name, a type and a meaning. A document names some; the catalogue says the rest.

    {"format": 1, "base": "county", "brand": "#0b7a75", "radius": "round", "dark": {"link-default": "primary-30"}}

`base` is a theme of the catalogue. With a `brand` (or `accent`, `ground`, …) of its own a document gets the palette
derived from it; without, the base's hand-mixed colours. Single colours in `light`, `dark` and `contrast` win.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from themes import kinds
from themes.colour import as_hex, to_hex, to_oklch
from themes.kinds import Hero, HeroTone
from themes.palette import Palette, derive, scale
from themes.roles import ROLES, SCALES, STEPS

FORMAT = 1
DEFAULT_BASE = "metropolitan"
STATUS_BRANDS = {"danger": "#b3241c", "warning": "#874a00", "success": "#0d6b3c", "information": "#0b4fa8"}


class BadToken(ValueError):
    """A document names what does not exist, or says what cannot be. `sentence` is for people, `code` for machines."""

    def __init__(self, code: str, sentence: str | Promise, token: str = "") -> None:
        super().__init__(code)
        self.code, self.sentence, self.token = code, sentence, token

    def __str__(self) -> str:
        return str(self.sentence)


@dataclass(frozen=True, slots=True)
class Token:
    """`read` takes what a document says and gives the value, or raises BadToken."""

    name: str
    label: Promise
    read: Callable[[str, Any], Any]
    choices: type[models.TextChoices] | None = None


@dataclass(frozen=True, slots=True)
class Tokens:
    """Every token with its value. `light`, `dark` and `contrast` have each role of themes/roles.py as `#rrggbb`."""

    base: str
    brand: str
    accent: str
    light: Mapping[str, str]
    dark: Mapping[str, str]
    contrast: Mapping[str, str]
    ground: str
    hero_tone: str
    radius: str
    buttons: str
    cards: str
    density: str
    family: str
    scale: str
    weight: int
    header: str
    hero: str
    emblem: str
    emblem_file: str
    illustrations: str
    official: bool
    # What the document itself said about single colours: kept when the rest changes.
    said: Mapping[str, Mapping[str, str]] = field(default_factory=dict, compare=False)

    def colours(self, mode: str) -> Mapping[str, str]:
        return {"light": self.light, "dark": self.dark, "contrast": self.contrast}[mode]

    @property
    def scales(self) -> dict[str, str]:
        """The KRDS scales of this theme: {"primary-5": "#…", …, "information-95": "#…"}."""
        return scales_of(self.brand, self.accent)


def scales_of(brand: str, accent: str) -> dict[str, str]:
    own = to_oklch(brand)
    grey = to_hex(own._replace(lightness=0.5, chroma=min(own.chroma, 0.015)))
    roots = {"primary": brand, "secondary": accent, "gray": grey, **STATUS_BRANDS}
    return {step: colour for name in SCALES for step, colour in scale(roots[name], name).items()}


def _one_of(choices: type[models.TextChoices]) -> Callable[[str, Any], str]:
    def read(name: str, said: Any) -> str:
        if said not in choices.values:
            raise BadToken(
                "unknown_choice",
                _("‘%(said)s’ is no choice for ‘%(token)s’. It can be: %(choices)s.")
                % {"said": _short(said), "token": name, "choices": ", ".join(choices.values)},
                name,
            )
        return str(said)

    return read


def _colour(name: str, said: Any) -> str:
    try:
        return as_hex(said)
    except (ValueError, AttributeError):
        raise BadToken(
            "no_colour",
            _("‘%(said)s’ is no colour. Write it like #1759d6.") % {"said": _short(said)},
            name,
        ) from None


def _maybe_colour(name: str, said: Any) -> str:
    return "" if said == "" else _colour(name, said)


def _weight(name: str, said: Any) -> int:
    if type(said) is not int or not 500 <= said <= 900:
        raise BadToken("no_weight", _("The weight of headings is a whole number from 500 to 900."), name)
    return said


def _yes_or_no(name: str, said: Any) -> bool:
    if type(said) is not bool:
        raise BadToken("no_yes_or_no", _("‘%(token)s’ is either true or false.") % {"token": name}, name)
    return said


def _file_name(name: str, said: Any) -> str:
    if said != "" and not (
        isinstance(said, str) and len(said) == 32 and set(said) <= set("0123456789abcdef")
    ):
        raise BadToken("no_emblem_file", _("This is not the number of an emblem."), name)
    return str(said)


def _short(said: Any) -> str:
    text = str(said)
    return text if len(text) <= 40 else f"{text[:40]}…"


def _choice(name: str, label: Promise, choices: type[models.TextChoices]) -> Token:
    return Token(name, label, _one_of(choices), choices)


TOKENS = {
    token.name: token
    for token in (
        Token("brand", _("Brand colour"), _colour),
        Token("accent", _("Accent colour"), _maybe_colour),
        _choice("ground", _("Ground"), kinds.Ground),
        _choice("header", _("Header"), kinds.Header),
        _choice("hero", _("Drawing on the front page"), kinds.Hero),
        _choice("hero_tone", _("Band on the front page"), kinds.HeroTone),
        _choice("radius", _("Corners"), kinds.Radius),
        _choice("buttons", _("Buttons"), kinds.Buttons),
        _choice("cards", _("Cards"), kinds.Cards),
        _choice("density", _("Room between things"), kinds.Density),
        _choice("family", _("Letters"), kinds.Family),
        _choice("scale", _("Size of headings"), kinds.Scale),
        Token("weight", _("Weight of headings"), _weight),
        _choice("emblem", _("Emblem"), kinds.Emblem),
        Token("emblem_file", _("File of the emblem"), _file_name),
        _choice("illustrations", _("Small pictures"), kinds.Illustrations),
        Token("official", _("Banner and sign of an official government site"), _yes_or_no),
    )
}
MODES = tuple(kinds.Mode.values)
_KNOWN = {"format", "base", *TOKENS, *MODES}


def parse(document: Mapping[str, Any]) -> Tokens:
    """All tokens of a document. Raises BadToken for anything it should not say."""
    from themes.catalogue import catalogue

    _check_frame(document)
    base = document.get("base", DEFAULT_BASE)
    known = catalogue()
    if not isinstance(base, str) or base not in known:
        raise BadToken("unknown_base", _("There is no theme ‘%(name)s’.") % {"name": _short(base)}, "base")
    return resolve(document, base, known[base].document)


def resolve(document: Mapping[str, Any], base: str, ground: Mapping[str, Any]) -> Tokens:
    """A document laid over another one that says everything."""
    own = {name: token.read(name, document[name]) for name, token in TOKENS.items() if name in document}
    below = {name: token.read(name, ground[name]) for name, token in TOKENS.items()}
    # A brand of its own does not take over the accent somebody mixed for another one.
    if own.get("brand", below["brand"]) != below["brand"] and "accent" not in own:
        own["accent"] = ""
    values = {**below, **own}
    palette = painted(values)
    values["accent"] = palette.accent
    anew = _painted_anew(values, below)
    steps = scales_of(palette.brand, palette.accent)
    said = {mode: _roles(mode, document.get(mode, {}), steps) for mode in MODES}
    mixed: dict[str, Any] = {
        mode: {
            **getattr(palette, mode),
            **_kept(_roles(mode, ground.get(mode, {}), steps), anew),
            **said[mode],
        }
        for mode in MODES
    }
    return Tokens(base=base, **values, **mixed, said=said)


def painted(values: Mapping[str, Any]) -> Palette:
    """The palette that follows from the tokens alone, without a single colour anybody mixed."""
    return derive(
        values["brand"],
        accent=values["accent"],
        ground=values["ground"],
        header=values["header"],
        hero_tone=HeroTone.QUIET if values["hero"] == Hero.PLAIN else values["hero_tone"],
    )


def derived(tokens: Tokens) -> Palette:
    """The same, of tokens that are known."""
    return painted(
        {name: getattr(tokens, name) for name in ("brand", "accent", "ground", "header", "hero", "hero_tone")}
    )


def _painted_anew(values: Mapping[str, Any], below: Mapping[str, Any]) -> tuple[str, ...]:
    """What names of roles begin with whose hand-mixed colours no longer fit."""
    if any(values[name] != (below[name] or values[name]) for name in ("brand", "accent", "ground")):
        return ("",)
    header = ("header-",) if values["header"] != below["header"] else ()
    is_other_hero = any(values[name] != below[name] for name in ("hero", "hero_tone"))
    return (*header, "hero-") if is_other_hero else header


def _kept(mixed: Mapping[str, str], anew: tuple[str, ...]) -> dict[str, str]:
    return (
        {role: colour for role, colour in mixed.items() if not role.startswith(anew)} if anew else dict(mixed)
    )


def _check_frame(document: Mapping[str, Any]) -> None:
    if not isinstance(document, Mapping):
        raise BadToken("no_document", _("This is not a theme."))
    if document.get("format", FORMAT) != FORMAT:
        raise BadToken("unknown_format", _("This theme was written for another version of Madang."), "format")
    for name in document:
        if name not in _KNOWN:
            raise BadToken(
                "unknown_token", _("There is no token ‘%(token)s’.") % {"token": _short(name)}, _short(name)
            )


def _roles(mode: str, said: Any, steps: Mapping[str, str]) -> dict[str, str]:
    if not isinstance(said, Mapping):
        raise BadToken(
            "no_colours", _("‘%(token)s’ lists colours by what they are for.") % {"token": mode}, mode
        )
    return {role: _paint(f"{mode}.{_short(role)}", role, colour, steps) for role, colour in said.items()}


def _paint(token: str, role: Any, colour: Any, steps: Mapping[str, str]) -> str:
    if role not in ROLES:
        raise BadToken("unknown_token", _("There is no token ‘%(token)s’.") % {"token": token}, token)
    if isinstance(colour, str) and colour in steps:
        return steps[colour]
    return _colour(token, colour)


def step_names() -> list[str]:
    return [f"{name}-{step}" for name in SCALES for step in STEPS]
