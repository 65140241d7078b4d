"""How it works here: the rules of every open process, how they changed, and a poster of them.

For somebody who doubts that pressing a button leads anywhere. No number stands on these pages that does
not come from a published version.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from civic.portal.guide_drawing import poster_goals, qr_code, stage_cards
from civic.portal.guide_reading import (
    PAGE,
    chapters,
    corrections_of,
    process_or_404,
    source_of,
    version_or_404,
    versions_of,
)
from civic.portal.outcomes import three_steps
from civic.portal.page import house, render_page
from civic.processes.queries import rules_of
from civic.processes.words import differences, goals, promise_sentence, told


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    found = chapters(timezone.now())
    context = {
        "chapters": [
            {"one": chapter, "cards": stage_cards(chapter.told, chapter.passed)} for chapter in found
        ],
        "steps": three_steps(rules_of(found[0].version.pk)) if len(found) == 1 else [],
    }
    return _page(request, "portal/guide.html", context)


@require_safe
def versions(request: HttpRequest, process: str) -> HttpResponse:
    found = process_or_404(process)
    below = request.GET.get("before", "")
    rows = versions_of(found, below=_whole(below) if below else None)
    more = rows[PAGE - 1].number if len(rows) > PAGE else None
    return _page(
        request, "portal/guide_versions.html", {"process": found, "versions": rows[:PAGE], "more": more}
    )


@require_safe
def version(request: HttpRequest, process: str, number: int) -> HttpResponse:
    found = process_or_404(process)
    wanted = version_or_404(found, number)
    before = found.versions.filter(number__lt=number).order_by("-number").only("pk", "number").first()
    said = told(wanted.pk)
    context = {
        "process": found,
        "version": wanted,
        "told": said,
        "cards": stage_cards(said, {}),
        "preset": source_of(wanted),
        "before": before,
        "changes": differences(rules_of(before.pk), rules_of(wanted.pk)) if before else [],
        "corrections": corrections_of(wanted),
    }
    return _page(request, "portal/guide_version.html", context)


@require_safe
def difference(request: HttpRequest, process: str) -> HttpResponse:
    """Between any two versions, `?before=1&after=3`; without them, between the last two."""
    found = process_or_404(process)
    current = found.current_version
    assert current is not None
    after = version_or_404(found, _whole(request.GET.get("after") or str(current.number)))
    before = version_or_404(found, _whole(request.GET.get("before") or str(max(1, after.number - 1))))
    if before.number > after.number:
        before, after = after, before
    context = {
        "process": found,
        "before": before,
        "after": after,
        "numbers": range(1, current.number + 1),
        "changes": differences(rules_of(before.pk), rules_of(after.pk)),
    }
    return _page(request, "portal/guide_difference.html", context)


@require_safe
def poster(request: HttpRequest, process: str) -> HttpResponse:
    """One sheet of A4: what it takes and what it does, to hang up."""
    found = process_or_404(process)
    current = found.current_version
    assert current is not None
    rules = rules_of(current.pk)
    address = house(request).address("/")
    context = {
        "process": found,
        "version": current,
        "goals": poster_goals(goals(rules)),
        "steps": three_steps(rules),
        "promise": promise_sentence(rules.answer),
        "address": address,
        "qr": qr_code(address),
    }
    return _page(request, "portal/guide_poster.html", context)


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return render_page(request, template, context, section="guide")


def _whole(text: str) -> int:
    """Raises Http404 for what is no number of a version."""
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise Http404
    return int(text)
