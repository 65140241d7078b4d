"""What stands at the head of an institution's paper.

Themes are painted above this floor: settings name the function that knows them, as they name middleware.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.module_loading import import_string

HEX_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}")
INK, PAPER = "#1759d6", "#ffffff"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Name, colour (#rrggbb), colour of words on it, and emblem of the institution at hand, as it wears them today.

    `emblem` is asked only by what shows it: it gives the picture whole, as a data: address.
    """

    name: str
    colour: str = INK
    on_colour: str = PAPER
    emblem: Callable[[], str] = str

    def __post_init__(self) -> None:
        # They are written into a stylesheet.
        if not (HEX_COLOUR.fullmatch(self.colour) and HEX_COLOUR.fullmatch(self.on_colour)):
            object.__setattr__(self, "colour", INK)
            object.__setattr__(self, "on_colour", PAPER)


def letterhead_here() -> Letterhead:
    """Of the institution at hand, in a request as in a task."""
    known: Callable[[], Letterhead] = import_string(settings.LETTERHEAD)
    return known()


def on_paper(template: str, context: dict[str, Any]) -> str:
    """The HTML of a document that extends documents/base.html, for render_pdf."""
    return render_to_string(template, {"letterhead": letterhead_here(), **context})
