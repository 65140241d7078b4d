"""Tokens that are no colours, as custom properties: corners, shadows, room, letters."""

from dataclasses import dataclass

from themes.kinds import Buttons, Cards, Density, Family, Radius, Scale
from themes.tokens import Tokens

_CORNERS = {
    Radius.NONE: ("0", "0", "0"),
    Radius.SLIGHT: ("0.125rem", "0.1875rem", "0.25rem"),
    Radius.SOFT: ("0.375rem", "0.625rem", "1rem"),
    Radius.ROUND: ("0.6rem", "1rem", "1.5rem"),
}
_CARDS = {
    Cards.RAISED: ("1px", "0 1px 2px rgb(16 32 56 / 5%), 0 6px 20px -8px rgb(16 32 56 / 10%)"),
    Cards.AFLOAT: ("0px", "0 2px 4px rgb(60 50 30 / 5%), 0 10px 30px -12px rgb(60 50 30 / 18%)"),
    Cards.FLAT: ("1px", "none"),
}
_CARDS_DARK = "0 1px 2px rgb(0 0 0 / 30%)"
# As in platform_core/ui/css/tokens.css, from --space-3 on, where room is seen. What fingers press never shrinks.
_SPACES = {"3": 0.75, "4": 1.0, "5": 1.5, "6": 2.0, "7": 3.0, "8": 4.5}
_ROOM = {Density.TIGHT: 0.84, Density.ROOMY: 1.18}
_SERIF = '"Noto Serif KR", "Nanum Myeongjo", AppleMyungjo, Batang, serif'
_SYSTEM = 'system-ui, -apple-system, "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans KR", sans-serif'
_DISPLAY = {
    Scale.CALM: "clamp(1.7rem, 1.3rem + 1.7vw, 2.4rem)",
    Scale.LOUD: "clamp(2.15rem, 1.35rem + 3.4vw, 3.7rem)",
}


@dataclass(frozen=True, slots=True)
class Shapes:
    """Custom properties: for every mode, and those that dark and high contrast have otherwise."""

    always: dict[str, str]
    dark: dict[str, str]
    contrast: dict[str, str]


def shapes(tokens: Tokens) -> Shapes:
    small, medium, large = _CORNERS[Radius(tokens.radius)]
    line, shadow = _CARDS[Cards(tokens.cards)]
    always = {
        "radius-s": small,
        "radius-m": medium,
        "radius-l": large,
        "radius-button": "999px" if tokens.buttons == Buttons.PILL else medium,
        "card-line": line,
        "card-shadow": shadow,
        "weight-display": str(tokens.weight),
        # Of the drawn emblem: a sign keeps its colours, day and night.
        "emblem": tokens.light["button-primary-fill"],
        "emblem-ink": tokens.light["button-primary-text"],
        "emblem-spot": tokens.light["point-fill"],
        **_letters(tokens),
        **_room(tokens),
    }
    dark = {"card-shadow": shadow if shadow == "none" else _CARDS_DARK}
    return Shapes(always, dark, {"card-line": "1px", "card-shadow": "none"})


def _letters(tokens: Tokens) -> dict[str, str]:
    said = {"font-display": _SERIF} if tokens.family == Family.SERIF else {}
    if tokens.family == Family.SYSTEM:
        said["font"] = said["font-display"] = _SYSTEM
    if tokens.scale in _DISPLAY:
        said["size-display"] = _DISPLAY[Scale(tokens.scale)]
    return said


def _room(tokens: Tokens) -> dict[str, str]:
    times = _ROOM.get(Density(tokens.density))
    return {f"space-{name}": f"{rem * times:.3g}rem" for name, rem in _SPACES.items()} if times else {}
