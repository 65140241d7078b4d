"""Names that an institution gives in several languages."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import get_language, get_language_info

from platform_core.access.place import institution_here


def said_in(names: Mapping[str, str], otherwise: str) -> str:
    """In the language that is active, or `otherwise`: a name in another tongue is better than none."""
    return str(names.get((get_language() or settings.LANGUAGE_CODE)[:2]) or otherwise)


def unsaid_in(names: Mapping[str, str]) -> str:
    """The code to mark a name with that is read in the institution's first language, not in the page's; else ""."""
    first = str(getattr(institution_here(), "default_language", ""))
    return "" if not first or is_said(names, first) else first


def language_name(code: str) -> str:
    """What the active language calls that language: “Korean”."""
    return str(get_language_info(code)["name_translated"])


def plainly_said(name: str, language: str) -> str:
    """Where nothing but text may stand: a name of another `language` with that language's name behind it."""
    return f"{name} ({language_name(language)})" if language else name


def is_said(names: Mapping[str, str], first_language: str) -> bool:
    """Whether what is read is in the active language; if not, it is in the institution's first."""
    language = (get_language() or settings.LANGUAGE_CODE)[:2]
    return language == first_language[:2] or bool(names.get(language))
