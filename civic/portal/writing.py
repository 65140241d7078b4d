"""Writing a proposal.

For a 70-year-old who wants to tell the city about a broken pavement: one page, nothing typed is ever lost,
and it works on the oldest phone in the house.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from civic.journeys.propose import propose as publish
from civic.portal.attachments import shown_files
from civic.portal.drafts import draft_named, has_words, keep_draft
from civic.portal.finding import me
from civic.portal.how import open_ways
from civic.portal.once import once
from civic.portal.page import render_page, sign_in_and_return
from civic.portal.similar import similar_proposals
from civic.portal.uploads import change_files, take_uploads
from civic.portal.writing_form import BeginningForm
from civic.processes.kinds import Visibility
from civic.proposals.actions import Writing
from civic.proposals.models import Proposal, ProposalDraft, Standing
from civic.proposals.rules import may_propose
from platform_core.access import Refused, Verdict
from platform_core.accounts.keep import fields_of, hold_typed, take_typed
from platform_core.text.rich import render_markdown

SHELF = "proposal"


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _begin(request)
    if request.user.is_authenticated:
        return _receive(request)
    return _look_around(request) if request.POST.get("do") == "similar" else _keep_and_sign_in(request)


def _begin(request: HttpRequest) -> HttpResponse:
    """An empty form, a draft to go on with, or what was typed before logging in."""
    draft = draft_named(request, request.GET.get("draft", "")) if request.user.is_authenticated else None
    held = take_typed(request, SHELF) if request.user.is_authenticated else {}
    if held:
        messages.info(request, _("Here is what you wrote. Look it over and press “Publish”."))
    begun = held or _from_draft(draft) or {"process": request.GET.get("process", "")}
    return _form_page(request, BeginningForm(initial=begun), draft)


def _from_draft(draft: ProposalDraft | None) -> dict[str, Any]:
    if draft is None:
        return {}
    key = draft.category.key if draft.category else ""
    return {
        "title": draft.title,
        "body": draft.body,
        "category": key,
        "process": draft.process.key if draft.process else "",
        "draft": draft.pk,
    }


def _keep_and_sign_in(request: HttpRequest) -> HttpResponse:
    """A stranger, or somebody whose session ended while they wrote."""
    if not hold_typed(request, SHELF, fields_of(request)):
        form = BeginningForm(request.POST)
        form.add_error(
            "body", _("This is too long to keep while you log in. Please copy it first, or shorten it.")
        )
        return _form_page(request, form, None, status=422)
    words = _("Log in, and what you have written will be here.")
    if request.FILES:
        words += " " + _("Please attach the files once more afterwards.")
    messages.info(request, words)
    return sign_in_and_return(request, reverse("portal:propose"))


def _look_around(request: HttpRequest, draft: ProposalDraft | None = None) -> HttpResponse:
    """Only what is similar was asked for: everything typed is there again, and nothing is judged yet."""
    if request.FILES and draft is None:
        messages.info(request, _("Please attach the files once more afterwards."))
    typed = {**fields_of(request), "draft": draft.pk if draft else ""}
    return _form_page(request, BeginningForm(initial=typed), draft, looks_around=True)


def _receive(request: HttpRequest) -> HttpResponse:
    draft = draft_named(request, request.POST.get("draft", ""))
    form = BeginningForm(request.POST, request.FILES)
    form.is_valid()
    draft = take_uploads(request, form, draft)
    changed = draft is not None and change_files(request, form, draft)
    wish = request.POST.get("do", "publish")
    if form.is_valid() and wish == "publish" and not changed:
        return _publish(request, form, draft)
    if draft is not None or has_words(request) or wish == "save":
        draft = keep_draft(request, draft)
    if wish == "save" and not form.errors.get("files"):
        messages.success(request, _("Your draft is saved. Only you can see it."))
        return redirect("portal:my_drafts")
    if wish == "similar" and not form.errors.get("files"):
        return _look_around(request, draft)
    status = 422 if form.errors and not changed else 200
    return _form_page(request, form, draft, preview=wish == "preview", status=status)


def _publish(request: HttpRequest, form: BeginningForm, draft: ProposalDraft | None) -> HttpResponse:
    def deed() -> int:
        writing = Writing(
            title=form.cleaned_data["title"],
            body=form.cleaned_data["body"],
            category=form.chosen_category(),
            attachments=list(draft.attachments.all()) if draft else [],
        )
        return publish(
            author=me(request),
            writing=writing,
            process=form.chosen_process(),
            at=timezone.now(),
            draft=draft,
            again=draft.repeats if draft else None,
        ).pk

    try:
        number = once(request, form.cleaned_data["once"], deed)
    except Refused as refusal:
        kept = keep_draft(request, draft)
        return _form_page(request, form, kept, refusal=refusal.verdict, status=refusal.status)
    messages.success(request, _said_when_published(number))
    return redirect("portal:proposal", number)


def _said_when_published(number: int) -> str:
    """Not everything is public at once: its rules may have it checked or endorsed first."""
    begun = Proposal.objects.only("standing", "visibility").get(pk=number)
    if begun.standing != Standing.OPEN:
        return _("Thank you. It is shown as soon as somebody here has read it.")
    if begun.visibility == Visibility.AUTHOR_AND_STAFF:
        return _("Your proposal has been received. Staff check it; until then only you and they see it.")
    if begun.visibility == Visibility.BY_LINK:
        return _("Your proposal is here. Send its address to people: with enough of them it becomes public.")
    return _("Your proposal is public. Send its address to people who would support it.")


def _form_page(
    request: HttpRequest,
    form: BeginningForm,
    draft: ProposalDraft | None,
    *,
    preview: bool = False,
    looks_around: bool = False,
    refusal: Verdict | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "refusal": refusal,
        "form": form,
        "draft": draft,
        "files": shown_files(draft) if draft else [],
        "verdict": may_propose(request.user),
        "ways": open_ways(request.user),
        "repeats": draft.repeats if draft else None,
        "preview": _preview(form) if preview and not form.errors else None,
        "similar": similar_proposals(request.POST.get("title", "")) if preview or looks_around else [],
    }
    return render_page(request, "portal/writing.html", context, section="propose", status=status)


def _preview(form: BeginningForm) -> dict[str, Any]:
    """As it will look; the same cleaning as when it is published."""
    body = render_markdown(form.cleaned_data["body"])
    return {"title": form.cleaned_data["title"], "body_html": mark_safe(body)}  # noqa: S308
