"""How the editor's page is drawn: the form, what stands beside it, and the frames."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from platform_core.ui.samples import sample_pages
from themes.checking import Finding
from themes.documents import Document, findings_in
from themes.forms_draft import COLOURS, DraftForm
from themes.framing import choices, frames, view_wished
from themes.looks import look_of_draft
from themes.models import EmblemFile, ThemeDraft
from themes.swatches import dot
from themes.tokens import parse

COLOUR = re.compile("#[0-9a-f]{6}")
MOST_DIGITS = 18


def number_in(said: str) -> int:
    """0 for what is no number of a row."""
    return int(said) if said.isdecimal() and len(said) <= MOST_DIGITS else 0


def edition_seen(request: HttpRequest) -> int:
    return number_in(request.POST.get("edition", ""))


def is_live(request: HttpRequest) -> bool:
    """Sent by the page's script while somebody types."""
    return request.headers.get("X-Requested-With") == "theme-editor"


def editor_page(
    request: HttpRequest, draft: ThemeDraft, form: DraftForm, *, status: int = 200, **extra: Any
) -> HttpResponse:
    if is_live(request):
        return editor_state(request, draft, form, status=422 if form.errors else status, **extra)
    pages = sample_pages(request.user)
    view = view_wished(request.POST or request.GET, pages)
    context = {
        **_context(draft, form),
        "view": view,
        "choices": choices(view, pages),
        "frames": frames(view, draft, pages),
        **extra,
    }
    return _framing(render(request, "themes/editor.html", context, status=status))


def editor_state(
    request: HttpRequest, draft: ThemeDraft, form: DraftForm, *, status: int = 200, **extra: Any
) -> HttpResponse:
    """What stands beside the frames, for the page's script."""
    context = {**_context(draft, form), **extra}
    if extra.get("conflict"):
        # Whoever has not compared yet goes on with what they saw: the button must not write over it.
        context["edition"] = edition_seen(request)
    response = render(request, "themes/parts/state.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _context(draft: ThemeDraft, form: DraftForm) -> dict[str, Any]:
    tokens = parse(draft.document)
    look = look_of_draft(draft)
    return {
        "draft": draft,
        "edition": draft.edition,
        "form": form,
        "colours": [_colour(form, name, getattr(tokens, name)) for name in COLOURS],
        "look": look,
        "emblem_colours": [{"code": one, "dot": dot(one)} for one in _colours_of_emblem(draft.document)],
        "build": f"{look.header} {look.hero} {look.emblem} {look.emblem_file} {look.illustrations} {look.official}",
        "findings": _by_colour(findings_in(draft.document)),
    }


def _by_colour(findings: list[Finding]) -> list[dict[str, Any]]:
    """Each colour that fails, with all the pairs it fails in: one press mends them together."""
    grouped: dict[tuple[str, str], list[Finding]] = {}
    for one in findings:
        grouped.setdefault((one.mode, one.role), []).append(one)
    return [
        {"first": first, "others": others, "dot": dot(first.suggestion) if first.suggestion else ""}
        for first, *others in grouped.values()
    ]


def _colours_of_emblem(document: Document) -> list[str]:
    key = document.get("emblem_file")
    found = EmblemFile.objects.filter(key=key).values_list("colours", flat=True).first() if key else None
    return [one for one in found or [] if COLOUR.fullmatch(str(one))]


def _colour(form: DraftForm, name: str, present: str) -> dict[str, Any]:
    """The code and the picker beside it, which cannot be empty: it shows the colour that holds."""
    return {"field": form[name], "present": present, "code_was": form.initial.get(name, "")}


def _framing(response: HttpResponse) -> HttpResponse:
    response._csp_update = {"frame-src": ["'self'"]}  # type: ignore[attr-defined]
    response["Cache-Control"] = "no-store, private"
    return response
