"""The page of one proposal.

For a citizen on a phone who got the link from a neighbour, and for the one who comes back weeks later to see
what became of it.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from civic.answers.models import AnswerRequest
from civic.answers.queries import requests_of
from civic.debates.showing import results_seen, tally_seen_by
from civic.portal.attachments import shown_files
from civic.portal.ballot_links import ballots_of
from civic.portal.choices import version_choice
from civic.portal.comments import comment_section
from civic.portal.debate_links import debates_of
from civic.portal.execution_words import carried_out
from civic.portal.finding import find_proposal, name_of
from civic.portal.following import follow_panel
from civic.portal.how import rules_address
from civic.portal.mergers import joined
from civic.portal.moves import closing_words
from civic.portal.page import house, render_page
from civic.portal.panel import panel_of
from civic.portal.questions import asked_by
from civic.portal.story import Chapters, story_of
from civic.portal.story_card import image_address
from civic.portal.taken_out import taken_out
from civic.portal.waiting import interims_of, waiting_for
from civic.processes.document import Tally
from civic.processes.kinds import COUNTING, TIMED, StageKind, Visibility
from civic.proposals.models import (
    Origin,
    Proposal,
    ProposalVersion,
    StageMove,
    StageResult,
    Standing,
    ThresholdCrossing,
)
from civic.proposals.rules import may_edit, may_repropose, may_withdraw
from civic.wording.explaining import explained

AFTER_THE_ANSWER = (StageKind.CARRYING_OUT, StageKind.CLOSED)


@require_safe
def proposal(request: HttpRequest, number: int) -> HttpResponse:
    found = find_proposal(request, number)
    at = timezone.now()
    chapters, was = _chapters(found), found.item.stage
    passed = frozenset(one.threshold for one in chapters.crossings)
    panel = panel_of(request, found, at, passed=passed)
    if found.item.stage != was:
        return proposal(request, number)  # it has gone on since it was found
    context = {
        "proposal": found,
        "head": _head(request, found, at),
        "panel": panel,
        "files": shown_files(found),
        **joined(request.user, found),
        "taken_out": taken_out(found),
        "debates": debates_of(found, at),
        "ballots": ballots_of(found, at),
        "waiting": waiting_for(request.user, chapters.requests, at),
        "interims": interims_of(chapters.requests),
        "answers": [_answer(one) for one in reversed(chapters.requests) if hasattr(one, "answer")],
        "notes": chapters.notes,
        "carried": carried_out(found, at),
        "image": image_address(request, found),
        "follow": follow_panel(request, found),
        "story": story_of(_without_sides_kept_back(request, chapters, at), at),
        "notice": _notice(found),
        "may_edit": may_edit(request.user, found, at),
        "may_withdraw": may_withdraw(request.user, found, at),
        "may_repropose": may_repropose(request.user, found, at),
        "asked": asked_by(request, found),
        **comment_section(request, found, at),
    }
    section = "questions" if found.origin == Origin.INSTITUTION else "proposals"
    return render_page(request, "portal/proposal.html", context, section=section)


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
    chapters = Chapters(found, list(versions) if found.version > 1 else [], [], [], [])
    if found.stage_entered_at == found.submitted_at and found.stage in COUNTING:
        return chapters
    return replace(
        chapters,
        crossings=list(ThresholdCrossing.objects.filter(proposal=found).order_by("count", "pk")),
        requests=requests_of(found),
        notes=list(found.progress_notes.all()) if found.stage in AFTER_THE_ANSWER else [],
        moves=list(StageMove.objects.filter(proposal=found)),
        results=list(StageResult.objects.filter(proposal=found)) if _may_have_results(found) else [],
    )


def _without_sides_kept_back(request: HttpRequest, chapters: Chapters, at: datetime) -> Chapters:
    """Of a debate that runs, its own page says as much as its rules let this viewer know."""
    if not chapters.results:
        return chapters
    found = chapters.proposal
    kept_back = tally_seen_by(request.user, found, Tally(), at).kept_back
    return replace(chapters, results=results_seen(chapters.results, found, kept_back))


def _may_have_results(found: Proposal) -> bool:
    return any(stage.kind in TIMED - COUNTING for stage in found.rules.stages)


def _head(request: HttpRequest, found: Proposal, at: datetime) -> dict[str, Any]:
    """What stands around the title, and what a shared link shows in a messenger."""
    stage = found.stands_at(at)
    path = reverse("portal:proposal", args=[found.pk])
    followed = version_choice(found.process_version_id)
    return {
        "stage_kind": stage.kind.value,
        "stage_label": stage.label(get_language() or "ko"),
        "author": _author(request, found),
        "address": house(request).address(path),
        "is_mine": request.user.is_authenticated and found.author_id == request.user.pk,
        "process": followed.process,
        "rules_number": followed.number,
        "rules_url": rules_address(followed),
        "closing": closing_words(found, found.rules) if found.stage == StageKind.CLOSED else "",
    }


def _author(request: HttpRequest, found: Proposal) -> str:
    """What the institution asks it asks under its own name."""
    if found.origin == Origin.INSTITUTION:
        return house(request).name
    return name_of(found.author) if found.origin == Origin.ONLINE or found.author else ""


def _answer(request: AnswerRequest) -> dict[str, Any]:
    """Context of ui/components/answer.html."""
    given = request.answer
    text = explained(given.body_html, given.reason_html, given.next_steps_html)
    body, reason, next_steps = text.parts
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
        "body_html": body,
        "reason_html": reason,
        "next_steps_html": next_steps,
        "terms": text.terms,
        "follow_up_on": given.follow_up_on,
    }


def _notice(found: Proposal) -> dict[str, str] | None:
    """Said to the few who can see what others cannot, and to whoever came by an address that was passed on."""
    if found.standing != Standing.OPEN:
        return {"standing": found.standing, "reason": found.standing_reason}
    if found.visibility != Visibility.PUBLIC:
        return {"standing": found.visibility, "reason": ""}
    return None
