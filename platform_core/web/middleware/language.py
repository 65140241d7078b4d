"""The language of a page: the person's choice, then the institution's first language.

The browser's wish is followed only among the languages the institution speaks: a city that
publishes in Korean does not greet its citizens in English because of a phone's setting.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers


def spoken_languages(request: HttpRequest) -> list[str]:
    institution = getattr(request, "tenant", None)
    known = [code for code, _ in settings.LANGUAGES]
    if institution is None or not institution.languages:
        return known
    return [code for code in institution.languages if code in known] or known


class LanguageMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        spoken = spoken_languages(request)
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in spoken else spoken[0]
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Cookie"])
        return response
