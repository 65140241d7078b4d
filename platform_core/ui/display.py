"""How a visitor asked the pages to look and to speak. Kept in host-only cookies, so that nobody needs an account.

Plain words: explanations of difficult words stand open below each official text, lines are shorter and farther
apart, and what is only there to please the eye is left out. Nobody is given fewer facts.
"""

from dataclasses import dataclass

from django.http import HttpRequest

MODES = ("auto", "light", "dark", "contrast")
SIZES = ("normal", "large", "larger")
MOTIONS = ("auto", "less")
WORDS = ("usual", "plain")
MODE_COOKIE = "madang_mode"
SIZE_COOKIE = "madang_size"
MOTION_COOKIE = "madang_motion"
WORDS_COOKIE = "madang_words"


@dataclass(frozen=True)
class Display:
    """A visitor's wish. `auto` follows the device."""

    mode: str = "auto"
    size: str = "normal"
    motion: str = "auto"
    words: str = "usual"

    @property
    def is_plain(self) -> bool:
        return self.words == "plain"


def display_of(request: HttpRequest) -> Display:
    """Read the wish from the request's cookies; anything unknown counts as not said."""
    mode = request.COOKIES.get(MODE_COOKIE, "auto")
    size = request.COOKIES.get(SIZE_COOKIE, "normal")
    motion = request.COOKIES.get(MOTION_COOKIE, "auto")
    words = request.COOKIES.get(WORDS_COOKIE, "usual")
    return Display(
        mode=mode if mode in MODES else "auto",
        size=size if size in SIZES else "normal",
        motion=motion if motion in MOTIONS else "auto",
        words=words if words in WORDS else "usual",
    )
