"""What every base template may use. Never touches the database."""

from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_info

from platform_core.ui.display import display_of


def ui(request: HttpRequest) -> dict[str, object]:
    """institution (None on the console and before the host is known), display, languages, here."""
    return {
        "institution": getattr(request, "tenant", None),
        "display": display_of(request),
        "languages": languages(),
        "here": request.get_full_path(),
    }


@cache
def languages() -> tuple[tuple[str, str], ...]:
    """(code, its own name), as in (("ko", "한국어"), ("en", "English"))."""
    return tuple((code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES)
