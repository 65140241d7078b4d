"""`theme` in every template of an institution."""

from django.http import HttpRequest

from themes.queries import worn_theme


def theme(request: HttpRequest) -> dict[str, object]:
    if getattr(request, "tenant", None) is None:
        return {}
    return {"theme": worn_theme()}
