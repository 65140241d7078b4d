"""The theme at the desk: what is worn now, what is coming, what is being tried, and what was worn before."""

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from themes.catalogue import catalogue
from themes.documents import begun_from_catalogue, findings_in, said_by
from themes.gate import administrators_only
from themes.models import Theme, ThemeDraft
from themes.rules import may_start_draft
from themes.swatches import swatch
from themes.telling import differences, name_of_base
from themes.tokens import BadToken

PAGE_SIZE = 10


@require_safe
@administrators_only
def overview(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    people = Theme.objects.select_related("published_by")
    worn = people.filter(published_at__lte=at).first()
    drafts = ThemeDraft.objects.select_related("changed_by")
    context = {
        "worn": worn and _row(worn),
        "coming": [_row(one) for one in people.filter(published_at__gt=at).order_by("published_at", "id")],
        "drafts": [
            {"draft": one, "findings": _failing(one), "swatch": swatch(one.document)} for one in drafts
        ],
        "may_start": may_start_draft(),
        "catalogue": _catalogue(),
    }
    return render(request, "themes/overview.html", context)


def _row(theme: Theme) -> dict[str, Any]:
    return {
        "theme": theme,
        "name": theme.name or name_of_base(theme.catalogue_name),
        "swatch": swatch(said_by(theme)),
    }


def _failing(draft: ThemeDraft) -> int:
    try:
        return len(findings_in(draft.document))
    except BadToken:
        return 1


def _catalogue() -> list[dict[str, Any]]:
    korean = (get_language() or "").startswith("ko")
    return [
        {
            "key": key,
            "name": one.name_ko if korean else one.name,
            "description": one.description_ko if korean else one.description,
            "swatch": swatch(begun_from_catalogue(key)),
        }
        for key, one in catalogue().items()
    ]


@require_safe
@administrators_only
def history(request: HttpRequest) -> HttpResponse:
    """Everything that was ever worn, the latest first, with what each changed."""
    at = timezone.now()
    worn = Theme.objects.select_related("published_by", "returns_to").filter(published_at__lte=at)
    page = Paginator(worn, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = _with_changes(list(page.object_list), at, page.end_index())
    return render(request, "themes/history.html", {"page": page, "rows": rows})


def _with_changes(themes: list[Theme], at: datetime, shown: int) -> list[dict[str, Any]]:
    """Each compared with the one before it, which for the last of them stands on the next page."""
    before = Theme.objects.filter(published_at__lte=at)[shown : shown + 1]
    earlier_ones: list[Theme | None] = [*themes[1:], *before, None]
    rows = []
    for theme, earlier in zip(themes, earlier_ones, strict=False):
        changes = differences(said_by(earlier), said_by(theme)) if earlier is not None else []
        rows.append({**_row(theme), "changes": changes, "is_first": earlier is None})
    return rows
