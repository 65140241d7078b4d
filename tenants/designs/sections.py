"""What a design is made of: each room reads and arranges its own section.

The ground floor may not import the rooms above it: settings.DESIGN_SECTIONS lists them by dotted path, in the order
in which they are arranged.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.module_loading import import_string

Sentence = Any  # str, or lazily translated
Make = Callable[[datetime, models.Model | None], object]


@dataclass(frozen=True, slots=True)
class Fault:
    """`path` says where in the file, such as "categories.2.name"."""

    path: str
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Change:
    """One thing in which an institution differs from a design. Without `make` it is only told: a person decides it."""

    sentence: Sentence
    make: Make | None = None

    @property
    def is_left_to_people(self) -> bool:
        """For pages: a template would call `make` when it asks for it."""
        return self.make is None


@dataclass(frozen=True, slots=True)
class Section:
    """`read`, `changes` are called inside the institution; `read` gives None for what is as it came.

    `check` is told the value, the whole design and gives what must be corrected, paths below the section's key.
    """

    key: str
    read: Callable[[Any], Any]
    check: Callable[[Any, Mapping[str, Any]], Iterable[Fault]]
    changes: Callable[[Any, Any], Iterable[Change]]


def sections() -> dict[str, Section]:
    found = [import_string(path) for path in settings.DESIGN_SECTIONS]
    return {section.key: section for section in found}
