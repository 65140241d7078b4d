"""Whether a theme can be read by everybody: each pair of colours that meet on a page, measured.

WCAG 2.2: words 4.5:1 (1.4.3; 7:1 in high contrast, 1.4.6), edges, focus and columns 3:1 (1.4.11, 2.4.13). Series of
a chart differ by their lightness as well, for those who see colours otherwise (1.4.1).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from themes.colour import contrast, readable
from themes.kinds import Header, Hero, Mode
from themes.roles import EDGE, EDGE_PAIRS, ROLES, SERIES, SERIES_PAIRS, TEXT, TEXT_IN_CONTRAST, TEXT_PAIRS
from themes.tokens import MODES, Tokens, derived

# Mending one pair may spoil another; after so many rounds the derived palette takes over.
ROUNDS = 3

_WORDS = _(
    "‘%(colour)s’ on ‘%(ground)s’ cannot be read well (%(mode)s): the contrast is %(ratio)s:1, and at least %(wanted)s:1 is needed."
)
_EDGES = _(
    "‘%(colour)s’ on ‘%(ground)s’ can hardly be seen (%(mode)s): the contrast is %(ratio)s:1, and at least %(wanted)s:1 is needed."
)
_SERIES = _(
    "‘%(colour)s’ and ‘%(ground)s’ look alike to those who see no colours (%(mode)s): the contrast is %(ratio)s:1, and at least %(wanted)s:1 is needed."
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A pair that fails. `suggestion` for `role` (`#rrggbb`) passes on every ground `role` meets; "" when none does."""

    mode: str
    role: str
    ground: str
    ratio: float
    wanted: float
    suggestion: str
    kind: str

    @property
    def key(self) -> str:
        return f"{self.mode}.{self.role}.{self.ground}"

    @property
    def sentence(self) -> str:
        words = {"text": _WORDS, "edge": _EDGES, "series": _SERIES}[self.kind]
        return words % {
            "colour": ROLES[self.role].label,
            "ground": ROLES[self.ground].label,
            "mode": Mode(self.mode).label,
            # Rounded down: 4.49 must not read as the 4.5 that was wanted.
            "ratio": f"{int(self.ratio * 100) / 100:.2f}",
            "wanted": f"{self.wanted:g}",
        }


@dataclass(frozen=True, slots=True)
class Pair:
    role: str
    ground: str
    wanted: float
    kind: str


def pairs(tokens: Tokens, mode: str) -> Iterator[Pair]:
    """Every pair that meets on a page that wears these tokens."""
    words = TEXT_IN_CONTRAST if mode == Mode.CONTRAST else TEXT
    for role, ground in TEXT_PAIRS:
        yield Pair(role, ground, words, "text")
    if tokens.header == Header.LIGHT:  # the place one is at, in the menu
        yield Pair("text-primary", "header-surface", words, "text")
    for role, ground in EDGE_PAIRS:
        yield Pair(role, ground, EDGE, "edge")
    if tokens.hero == Hero.PLAIN:  # there the main button is painted with the brand
        for ground in ("hero-from", "hero-to"):
            yield Pair("button-primary-fill", ground, EDGE, "edge")
    for role, other in SERIES_PAIRS:
        yield Pair(role, other, SERIES, "series")


def check(tokens: Tokens) -> list[Finding]:
    """Every pair that fails, light first. [] for a theme that can be published."""
    return [finding for mode in MODES for finding in _check_mode(tokens, mode)]


def _check_mode(tokens: Tokens, mode: str) -> Iterator[Finding]:
    colours = tokens.colours(mode)
    everything = list(pairs(tokens, mode))
    own = None
    for pair in everything:
        ratio = contrast(colours[pair.role], colours[pair.ground])
        if ratio < pair.wanted:
            own = own or getattr(derived(tokens), mode)
            suggestion = _suggested(pair.role, colours, everything, own[pair.role])
            yield Finding(mode, pair.role, pair.ground, ratio, pair.wanted, suggestion, pair.kind)


def _suggested(role: str, colours: Mapping[str, str], everything: list[Pair], derived_colour: str) -> str:
    """The nearest shade that passes everywhere this role stands; or the one derived from the brand, if that does."""
    met = [pair for pair in everything if pair.role == role]
    met += [
        replace(pair, role=role, ground=pair.role)
        for pair in everything
        if pair.ground == role and pair.kind == "series"
    ]
    tried = colours[role]
    for wanted in sorted({pair.wanted for pair in met}):
        tried = readable(tried, [colours[pair.ground] for pair in met if pair.wanted == wanted], wanted)
    for colour in (tried, derived_colour):
        if all(contrast(colour, colours[pair.ground]) >= pair.wanted for pair in met):
            return colour
    return ""


def corrected(tokens: Tokens) -> Tokens:
    """The same theme with every failing colour moved as far as it must be. Afterwards `check` finds nothing."""
    for _round in range(ROUNDS):
        found = check(tokens)
        if not found:
            return tokens
        tokens = _mended(tokens, found)
    palette = derived(tokens)
    instead: dict[str, Any] = {finding.mode: getattr(palette, finding.mode) for finding in check(tokens)}
    return replace(tokens, **instead)


def _mended(tokens: Tokens, found: list[Finding]) -> Tokens:
    changed: dict[str, Any] = {
        mode: {
            **tokens.colours(mode),
            **{one.role: one.suggestion for one in found if one.mode == mode and one.suggestion},
        }
        for mode in {finding.mode for finding in found}
    }
    return replace(tokens, **changed)
