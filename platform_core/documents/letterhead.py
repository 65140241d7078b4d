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
INK = "#1759d6"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Name, colour (#rrggbb) and emblem of the institution at hand, as its theme has them today."""

    name: str
    colour: str = INK
    emblem: str = ""

    def __post_init__(self) -> None:
        # It is written into a stylesheet.
        if not HEX_COLOUR.fullmatch(self.colour):
            object.__setattr__(self, "colour", INK)


def letterhead_here() -> Letterhead:
    """Of the institution at hand, in a request as in a task."""
    known: Callable[[], Letterhead] = import_string(settings.LETTERHEAD)
    return known()


def on_paper(template: str, context: dict[str, Any]) -> str:
    """The HTML of a document that extends documents/base.html, for render_pdf."""
    return render_to_string(template, {"letterhead": letterhead_here(), **context})
