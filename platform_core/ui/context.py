"""What every base template may use. Never touches the database."""

from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_info

from platform_core.ui.display import display_of


def ui(request: HttpRequest) -> dict[str, object]:
    """institution (None on the console and before the host is known), display, languages, here, visit."""
    institution = getattr(request, "tenant", None)
    return {
        "institution": institution,
        "display": display_of(request),
        "languages": languages(tuple(getattr(institution, "languages", ()) or ())),
        "here": request.get_full_path(),
        # An operator of the platform who is inside (civic/visits): every page says so.
        "visit": getattr(request, "visit", None),
    }


@cache
def languages(spoken: tuple[str, ...] = ()) -> tuple[tuple[str, str], ...]:
    """(code, its own name), as in (("ko", "한국어"), ("en", "English")): those `spoken` here, or all."""
    known = [code for code, _name in settings.LANGUAGES]
    chosen = [code for code in spoken if code in known] or known
    return tuple((code, get_language_info(code)["name_local"]) for code in chosen)
