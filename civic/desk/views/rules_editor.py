"""The editor: stages one below the other, each a card of sentences whose blanks are filled in.

Opened by a civil servant who was told this morning that the council halved the threshold. They know their
process and no system; they have a PC at the office, a tablet at a meeting, and are called away in the middle.
So: one card open at a time, plain sentences, what is typed is kept at once, every change can be taken back,
and nothing holds for anybody before it is published.
"""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from civic.desk.forms.rules_card import (
    STAGE,
    Card,
    SavedMeanwhile,
    card_of,
    filled_in,
    names_of_blanks,
)
from civic.desk.forms.rules_kinds import CAN_BE_ADDED
from civic.desk.forms.rules_parts import PARTS
from civic.desk.forms.rules_sentences import blanks_in
from civic.desk.gate import colleague, staff_page
from civic.desk.rules_page import draft_context, draft_or_404, process_or_404
from civic.desk.templatetags.rules_editor import drawn
from civic.journeys.change_rules import begin_changing, change_draft, discard_changes, undo_change
from civic.processes.drafting import NoSuchStage, added, duplicated, moved, removed, stage_of
from civic.processes.kinds import StageKind
from civic.processes.models import Process, ProcessDraft
from civic.processes.publishing import Overtaken
from civic.processes.rules import may_publish_rules
from platform_core.access import require


@require_http_methods(["GET", "POST"])
@staff_page
def draft_page(request: HttpRequest, process: int) -> HttpResponse:
    """POST begins a draft from the rules in force, or finds the one there is."""
    require(may_publish_rules(request.user))
    found = process_or_404(process)
    if request.method == "POST":
        begin_changing(process=found, by=colleague(request), at=timezone.now())
        return redirect("desk:rules_draft", found.pk)
    draft = ProcessDraft.objects.select_related("saved_by", "submitted_by").filter(process=found).first()
    if draft is None:
        return redirect("desk:rules_process", found.pk)
    return render(request, "desk/rules/draft.html", draft_context(request, found, draft))


@require_http_methods(["GET", "POST"])
@staff_page
def stage(request: HttpRequest, process: int, stage: str) -> HttpResponse:
    return _card_page(request, process, STAGE, stage)


@require_http_methods(["GET", "POST"])
@staff_page
def part(request: HttpRequest, process: int, part: str) -> HttpResponse:
    if part not in PARTS:
        raise Http404
    return _card_page(request, process, part, "")


def _card_page(request: HttpRequest, pk: int, part: str, stage: str) -> HttpResponse:
    require(may_publish_rules(request.user))
    process = process_or_404(pk)
    if request.method == "POST":
        there = ProcessDraft.objects.filter(process=process).first()
        return _save(request, process, there, part, stage) if there else _gone(request, process)
    draft = draft_or_404(process)
    try:
        card = card_of(draft.document, part, stage)
    except NoSuchStage:
        raise Http404 from None
    return render(request, "desk/rules/draft.html", draft_context(request, process, draft, card))


def _save(request: HttpRequest, process: Process, draft: ProcessDraft, part: str, stage: str) -> HttpResponse:
    """Enter and the buttons lead on; autosave answers with what stands beside the card."""
    is_mine = draft.saved_by_id == request.user.pk

    def change(document: dict[str, Any]) -> dict[str, Any]:
        return filled_in(document, part, stage, request.POST, is_mine=is_mine).written(document)

    pressed = request.POST.get("act", "")
    name = f"{STAGE}:{stage}" if part == STAGE else part
    step = f"{name}!" if pressed not in ("", "done") else name
    try:
        draft = change_draft(
            process=process, change=change, part=step, by=colleague(request), at=timezone.now()
        )
    except SavedMeanwhile as told:
        return _two_at_once(request, process, told.card)
    except (NoSuchStage, Overtaken):
        return _gone(request, process)
    if request.POST.get("autosave"):
        return _autosaved(request, process, draft, part, stage)
    return _go_on(process, part, stage, pressed)


def _go_on(process: Process, part: str, stage: str, pressed: str) -> HttpResponse:
    here = (
        reverse("desk:rules_stage", args=[process.pk, stage])
        if part == STAGE
        else reverse("desk:rules_part", args=[process.pk, part])
    )
    anchor = f"stage-{stage}" if part == STAGE else f"part-{part}"
    if pressed == "done":
        return redirect(f"{reverse('desk:rules_draft', args=[process.pk])}#{anchor}")
    return redirect(f"{here}#{anchor}")


def _autosaved(
    request: HttpRequest, process: Process, draft: ProcessDraft, part: str, stage: str
) -> HttpResponse:
    card = card_of(draft.document, part, stage)
    context = draft_context(request, process, draft, card)
    context["blanks"] = [drawn(blank, card) for blank in blanks_in(card.lines)]
    return render(request, "desk/rules/autosaved.html", context)


def _two_at_once(request: HttpRequest, process: Process, card: Card) -> HttpResponse:
    """The second is told: what they typed stays before them, with what the other one wrote."""
    draft = draft_or_404(process)
    context = draft_context(request, process, draft, card)
    if request.POST.get("autosave"):
        response = render(request, "desk/rules/beside.html", context | {"conflict": True}, status=409)
        response["X-Fragment"] = "yes"
        return response
    return render(request, "desk/rules/draft.html", context | {"open_folds": True}, status=409)


def _gone(request: HttpRequest, process: Process) -> HttpResponse:
    """Published, discarded or removed by somebody else: what was typed is shown once more, to be copied."""
    names = names_of_blanks(request.POST)
    typed = [(names[name], ", ".join(values)) for name, values in request.POST.lists() if name in names]
    context = {"process": process, "typed": [(name, value) for name, value in typed if value]}
    return render(request, "desk/rules/gone.html", context, status=409)


@require_POST
@staff_page
def place(request: HttpRequest, process: int, stage: str) -> HttpResponse:
    """`act` is up, down, duplicate or remove."""
    require(may_publish_rules(request.user))
    found = process_or_404(process)
    act = request.POST.get("act", "")
    changes: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
        "up": partial(moved, key=stage, up=True),
        "down": partial(moved, key=stage, up=False),
        "duplicate": lambda document: duplicated(document, stage)[0],
        "remove": partial(removed, key=stage),
    }
    if act not in changes:
        return redirect("desk:rules_draft", found.pk)
    try:
        change_draft(
            process=found,
            change=changes[act],
            part=f"{act}:{stage}!",
            by=colleague(request),
            at=timezone.now(),
        )
    except (NoSuchStage, Overtaken):
        return _gone(request, found)
    if act == "remove":
        messages.success(request, _("The stage is gone. “Take back the last change” brings it back."))
    address = reverse("desk:rules_draft", args=[found.pk])
    return redirect(address if act == "remove" else f"{address}#stage-{stage}")


@require_http_methods(["GET", "POST"])
@staff_page
def before(request: HttpRequest, process: int, stage: str) -> HttpResponse:
    """A new stage before `stage`: the kinds with examples; POST adds the one chosen."""
    require(may_publish_rules(request.user))
    found = process_or_404(process)
    draft = draft_or_404(found)
    kind = request.POST.get("kind", "")
    if request.method == "POST" and kind in StageKind.values and kind != StageKind.CLOSED:
        return _add(request, found, stage, StageKind(kind))
    try:
        following = stage_of(draft.document, stage)
    except NoSuchStage:
        raise Http404 from None
    context = {"process": found, "draft": draft, "following": following, "kinds": CAN_BE_ADDED}
    return render(request, "desk/rules/kinds.html", context)


def _add(request: HttpRequest, process: Process, before: str, kind: StageKind) -> HttpResponse:
    made: list[str] = []

    def change(document: dict[str, Any]) -> dict[str, Any]:
        document, key = added(document, kind, before=before)
        made.append(key)
        return document

    try:
        change_draft(
            process=process, change=change, part=f"add:{kind}!", by=colleague(request), at=timezone.now()
        )
    except (NoSuchStage, Overtaken):
        return _gone(request, process)
    return redirect(f"{reverse('desk:rules_stage', args=[process.pk, made[0]])}#stage-{made[0]}")


@require_POST
@staff_page
def undo(request: HttpRequest, process: int) -> HttpResponse:
    require(may_publish_rules(request.user))
    found = process_or_404(process)
    try:
        done = undo_change(process=found, by=colleague(request), at=timezone.now())
    except Overtaken:
        return _gone(request, found)
    messages.success(request, _("The last change is taken back.")) if done else messages.info(
        request, _("There is nothing to take back.")
    )
    return redirect("desk:rules_draft", found.pk)


@require_http_methods(["GET", "POST"])
@staff_page
def removal(request: HttpRequest, process: int) -> HttpResponse:
    """Throw the draft away, after asking once."""
    require(may_publish_rules(request.user))
    found = process_or_404(process)
    draft = draft_or_404(found)
    if request.method == "GET":
        return render(request, "desk/rules/removal.html", {"process": found, "draft": draft})
    with suppress(Overtaken):  # a colleague threw it away at the same moment
        discard_changes(process=found, by=colleague(request), at=timezone.now())
    messages.success(request, _("The draft is gone. The rules in force are unchanged."))
    return redirect("desk:rules")
