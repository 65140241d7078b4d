"""The stylesheet every page links."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from themes.queries import forget_worn_theme, worn_theme

ONE_YEAR = 31_536_000


@require_safe
def theme_stylesheet(request: HttpRequest, digest: str) -> HttpResponse:
    """Content-hashed, so it is kept for a year; any other hash is a 404, never another city's paint."""
    if digest != worn_theme().digest:
        forget_worn_theme()  # the page may come from a server that heard of a new one before us
    worn = worn_theme()
    if digest != worn.digest:
        raise Http404
    response = HttpResponse(worn.css, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable"
    return response
