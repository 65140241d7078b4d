"""`theme` in every template of an institution: what it wears, or what somebody of it tries on."""

from django.http import HttpRequest

from themes.queries import worn_theme


def theme(request: HttpRequest) -> dict[str, object]:
    if getattr(request, "tenant", None) is None:
        return {}
    # Only themes.views_preview sets it, on a request of its own making.
    return {"theme": getattr(request, "tried_theme", None) or worn_theme()}
