"""The page of one proposal.

For a citizen on a phone who got the link from a neighbour, and for the one who comes back weeks later to see
what became of it.
"""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from civic.answers.models import AnswerRequest, State
from civic.answers.queries import requests_of
from civic.portal.attachments import shown_files
from civic.portal.comments import comment_section
from civic.portal.finding import find_proposal, name_of
from civic.portal.page import house, render_page
from civic.portal.panel import panel_of
from civic.portal.story import Chapters, story_of
from civic.portal.words import due_day, due_words
from civic.processes.kinds import StageKind
from civic.proposals.models import Origin, Proposal, ProposalVersion, Standing, ThresholdCrossing
from civic.proposals.rules import may_edit, may_withdraw

AFTER_THE_ANSWER = (StageKind.CARRYING_OUT, StageKind.CLOSED)


@require_safe
def proposal(request: HttpRequest, number: int) -> HttpResponse:
    found = find_proposal(request, number)
    at = timezone.now()
    chapters = _chapters(found)
    context = {
        "proposal": found,
        "head": _head(request, found, at),
        "panel": panel_of(request, found, at),
        "files": shown_files(found),
        "waiting": _waiting(found, chapters.requests, at),
        "answers": [_answer(one) for one in reversed(chapters.requests) if hasattr(one, "answer")],
        "notes": chapters.notes,
        "story": story_of(chapters, at),
        "notice": _notice(found),
        "may_edit": may_edit(request.user, found, at).allowed,
        "may_withdraw": may_withdraw(request.user, found, at).allowed,
        **comment_section(request, found, at),
    }
    return render_page(request, "portal/proposal.html", context, section="proposals")


@require_safe
def version(request: HttpRequest, number: int, version: int) -> HttpResponse:
    """What a proposal said before it was changed; its present text has no number here."""
    found = find_proposal(request, number)
    old = get_object_or_404(ProposalVersion, proposal=found, number=version)
    context = {"proposal": found, "old": old, "files": shown_files(found, old.number)}
    return render_page(request, "portal/version.html", context, section="proposals")


def _chapters(found: Proposal) -> Chapters:
    """Only what can have happened is asked for: most pages opened are of proposals that gather support."""
    versions = ProposalVersion.objects.filter(proposal=found).order_by("number").defer("body_html")
    if found.stage == StageKind.GATHERING:
        return Chapters(found, list(versions) if found.version > 1 else [], [], [], [])
    return Chapters(
        proposal=found,
        versions=list(versions) if found.version > 1 else [],
        crossings=list(ThresholdCrossing.objects.filter(proposal=found).order_by("count", "pk")),
        requests=requests_of(found),
        notes=list(found.progress_notes.all()) if found.stage in AFTER_THE_ANSWER else [],
    )


def _head(request: HttpRequest, found: Proposal, at: datetime) -> dict[str, Any]:
    """What stands around the title, and what a shared link shows in a messenger."""
    kind = found.stage_at(at)
    path = reverse("portal:proposal", args=[found.pk])
    return {
        "stage_kind": kind.value,
        "stage_label": found.rules.stage(kind).label(get_language() or "ko"),
        "author": name_of(found.author) if found.origin == Origin.ONLINE or found.author else "",
        "address": house(request).address(path),
        "is_mine": request.user.is_authenticated and found.author_id == request.user.pk,
    }


def _waiting(found: Proposal, requests: list[AnswerRequest], at: datetime) -> dict[str, Any] | None:
    """Who owes an answer and by when; None while nobody does."""
    request = next((one for one in requests if one.state == State.OPEN), None)
    if request is None:
        return None
    return {
        "department": request.department.name if request.department else "",
        "words": due_words(request.due_at, found.rules.answer, at),
        "day": due_day(request.due_at),
        "is_overdue": request.is_overdue(at),
        "was_extended": bool(request.extensions.all()),
    }


def _answer(request: AnswerRequest) -> dict[str, Any]:
    """Context of ui/components/answer.html."""
    given = request.answer
    return {
        "id": given.pk,
        "verdict": given.verdict,
        "verdict_label": given.get_verdict_display(),
        "department": given.signed_by,
        "at": given.published_at,
        "form": given.form,
        "form_label": given.form_label,
        "video_url": given.video_url,
        "transcript_html": given.transcript_html,
        "held_on": given.held_on,
        "place": given.place,
        "body_html": given.body_html,
        "reason_html": given.reason_html,
        "next_steps_html": given.next_steps_html,
        "follow_up_on": given.follow_up_on,
    }


def _notice(found: Proposal) -> dict[str, str] | None:
    """Said to the few who can still see what others cannot."""
    if found.standing == Standing.OPEN:
        return None
    return {"standing": found.standing, "reason": found.standing_reason}
