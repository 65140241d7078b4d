"""Pages that show what a house looks like: for whoever tries out its paint.

The rooms that paint stand below the doors that have the pages: settings name the function that knows them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class SamplePage:
    """`path` is an address of the institution at hand that `viewer` may open."""

    key: str
    label: str
    path: str


def sample_pages(viewer: Any) -> tuple[SamplePage, ...]:
    known: Callable[[Any], tuple[SamplePage, ...]] = import_string(settings.SAMPLE_PAGES)
    return known(viewer)
