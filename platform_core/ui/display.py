"""How a visitor asked the pages to look: light or dark, text size. Kept in host-only cookies."""

from dataclasses import dataclass

from django.http import HttpRequest

MODES = ("auto", "light", "dark", "contrast")
SIZES = ("normal", "large", "larger")
MODE_COOKIE = "madang_mode"
SIZE_COOKIE = "madang_size"


@dataclass(frozen=True)
class Display:
    """A visitor's wish. `auto` follows the device."""

    mode: str = "auto"
    size: str = "normal"


def display_of(request: HttpRequest) -> Display:
    """Read the wish from the request's cookies; anything unknown counts as not said."""
    mode = request.COOKIES.get(MODE_COOKIE, "auto")
    size = request.COOKIES.get(SIZE_COOKIE, "normal")
    return Display(
        mode=mode if mode in MODES else "auto",
        size=size if size in SIZES else "normal",
    )
