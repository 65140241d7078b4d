"""Parts of pages, kept for as long as everything they are drawn from stays the same.

Nothing expires and nothing is told to forget: whoever keeps a part names in its key all that the part shows.
A changed number is another key, so a kept part is never an old one; an institution's schema in the key keeps
it apart from the neighbour's.
"""

from collections.abc import Callable, Hashable
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import get_urlconf
from django.utils.safestring import SafeString
from django.utils.translation import get_language

# Some 30 KB each: 15 MB in every worker at most.
MOST = 512

_kept: dict[tuple[Hashable, ...], SafeString] = {}


def kept(template_name: str, key: Hashable, context: Callable[[], dict[str, Any]]) -> SafeString:
    """The template drawn with `context`, which must follow from `key`, the language and the addresses alone."""
    whole = (template_name, get_language(), get_urlconf(), key)
    part = None if settings.DEBUG else _kept.get(whole)
    if part is None:
        part = render_to_string(template_name, context())
        if len(_kept) >= MOST:
            _kept.clear()
        _kept[whole] = part
    return part
