"""Drafts: what somebody has typed and not yet published.

For the person whose bus arrives in the middle of a sentence.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from civic.portal.finding import me
from civic.portal.me import my_tabs
from civic.portal.once import was_sent
from civic.portal.page import page_or_first, render_page, way_on
from civic.portal.writing_form import category_called, process_called
from civic.proposals.actions import discard_draft, save_draft
from civic.proposals.models import ProposalDraft
from civic.proposals.paging import page_by_id

LONGEST_TITLE = 200
LONGEST_BODY = 20_000


def drafts_of(request: HttpRequest) -> Any:
    return ProposalDraft.objects.filter(author=me(request))


def draft_named(request: HttpRequest, name: str) -> ProposalDraft | None:
    """One's own draft by its id as text; None for anything else."""
    if not (name.isascii() and name.isdigit() and len(name) < 19):
        return None
    found = drafts_of(request).select_related("category", "process", "repeats")
    return found.filter(pk=int(name)).first()


def keep_draft(request: HttpRequest, draft: ProposalDraft | None) -> ProposalDraft:
    """Save what this form holds, as it is: too long, unfinished, with whatever the keyboard sent."""
    return save_draft(
        author=me(request),
        title=storable(request.POST.get("title", ""))[:LONGEST_TITLE],
        body=storable(request.POST.get("body", ""))[:LONGEST_BODY],
        category=category_called(request.POST.get("category", "")),
        process=process_called(request.POST.get("process", "")),
        at=timezone.now(),
        draft=draft,
    )


def has_words(request: HttpRequest) -> bool:
    """Whether anything was typed that somebody could miss."""
    return any(request.POST.get(name, "").strip() for name in ("title", "body"))


def storable(text: str) -> str:
    """Without what no database column takes."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()


def drafts(request: HttpRequest) -> HttpResponse:
    """Saving while typing: asked by the page itself, so it answers a program."""
    if request.method != "POST":
        return redirect("portal:my_drafts")
    if not request.user.is_authenticated:
        return JsonResponse({"code": "sign_in", "sentence": _("Sign in to save a draft.")}, status=401)
    draft = draft_named(request, request.POST.get("draft", ""))
    typed = has_words(request)
    # An autosave that was under way while its form was published must not bring a draft back.
    if draft is None and (not typed or was_sent(request, request.POST.get("once", ""))):
        return HttpResponse(status=204)
    draft = keep_draft(request, draft)
    response = JsonResponse({"draft": draft.pk, "saved_at": draft.saved_at.isoformat()})
    response["X-Draft"] = str(draft.pk)
    return response


@login_required
@require_http_methods(["GET", "HEAD"])
def my_drafts(request: HttpRequest) -> HttpResponse:
    page = page_or_first(request, lambda cursor: page_by_id(drafts_of(request), cursor, 20))
    context = {"drafts": page.rows, "tabs": my_tabs("drafts"), **way_on(request, page)}
    return render_page(request, "portal/me/drafts.html", context, section="my_page")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def draft_removal(request: HttpRequest, draft: int) -> HttpResponse:
    found = get_object_or_404(drafts_of(request), pk=draft)
    if request.method == "POST":
        discard_draft(draft=found)
        messages.success(request, _("The draft has been thrown away."))
        return redirect("portal:my_drafts")
    context = {
        "title": _("Throw this draft away?"),
        "text": found.title or _("Without a title"),
        "consequence": _("What you have written in it cannot be brought back."),
        "button": _("Throw away"),
        "cancel_url": reverse("portal:my_drafts"),
    }
    return render_page(request, "portal/confirm.html", context, section="my_page")
