"""Talking below a proposal: write, reply, change, remove, support.

For neighbours who know the corner in question better than the person who proposed.
"""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from civic.abuse.models import Trail
from civic.journeys import comment as journey
from civic.portal.comment_view import drawn_replies, drawn_thread
from civic.portal.finding import find_comment, find_proposal, me
from civic.portal.noting import note, whence_of
from civic.portal.page import address_with, page_or_first, render_page, sign_in_and_return, way_on
from civic.processes.kinds import Deed
from civic.proposals.models import Comment, Proposal, Standing
from civic.proposals.paging import BY_ID_OLDEST, page_by_id
from civic.proposals.queries import CommentSort, comments_of, replies_of
from civic.proposals.rules import (
    may_comment,
    may_delete_comment,
    may_edit_comment,
    may_reply,
    may_take_part_once,
)
from platform_core.access import require
from platform_core.accounts.keep import fields_of, hold_typed, take_typed
from platform_core.text.fields import TextField

LONGEST = 1000
SORT, AFTER = "comments", "comments_after"


class CommentForm(forms.Form):
    body = TextField(
        max_characters=LONGEST,
        label=gettext_lazy("Your comment"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Please write something first.")},
    )


def comment_section(request: HttpRequest, proposal: Proposal, at: datetime) -> dict[str, Any]:
    """Context of portal/parts/comments.html."""
    asked = request.GET.get(SORT, "")
    sort = CommentSort(asked) if asked in CommentSort.values else CommentSort.NEWEST
    page = page_or_first(request, lambda cursor: comments_of(proposal, sort=sort, cursor=cursor), AFTER)
    onward = way_on(request, page, AFTER)
    verdict = may_comment(request.user, proposal, at)
    return {
        "comments": drawn_thread(request, proposal, page.rows, verdict),
        "comment_count": proposal.stat.comment_count,
        "comment_tabs": [_tab(request, one, sort) for one in CommentSort],
        "comment_form": CommentForm(initial=take_typed(request, shelf_of(proposal.pk))),
        "comment_verdict": verdict,
        "comment_one_time_url": _one_time(request, proposal, at),
        "comments_next_url": onward["next_url"] and f"{onward['next_url']}#comments",
        "comments_first_url": onward["first_url"] and f"{onward['first_url']}#comments",
    }


def _one_time(request: HttpRequest, proposal: Proposal, at: datetime) -> str:
    """Where it can be said without an account; "" where the rules ask for one."""
    if request.user.is_authenticated or not may_take_part_once(Deed.COMMENT, proposal, at).allowed:
        return ""
    return reverse("portal:one_time", args=[proposal.pk, "comment"])


def _tab(request: HttpRequest, sort: CommentSort, current: CommentSort) -> dict[str, Any]:
    wish = None if sort == CommentSort.NEWEST else sort.value
    address = address_with(request, **{SORT: wish, AFTER: None, "then": None})
    return {"label": sort.label, "url": f"{address}#comments", "current": sort == current}


def shelf_of(number: int, comment: int | None = None) -> str:
    return f"comment:{number}:{comment or ''}"


def comments(request: HttpRequest, number: int) -> HttpResponse:
    """A new comment. A GET is somebody back from the log-in: to the form, which has kept their words."""
    page = reverse("portal:proposal", args=[number])
    if request.method != "POST":
        return redirect(f"{page}#comments")
    proposal = find_proposal(request, number)
    return _write(request, proposal, None, back=f"{page}#write-comment")


@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: HttpRequest, number: int, comment: int) -> HttpResponse:
    """One comment with all its replies, and the form for another."""
    found = find_comment(request, number, comment)
    if found.parent_id:
        return redirect(f"{_address(number, found.parent_id)}#comment-{found.pk}")
    if request.method == "POST":
        return _write(request, found.proposal, found, back=f"{_address(number, found.pk)}#write-comment")
    return _thread_page(request, found, CommentForm(initial=take_typed(request, shelf_of(number, found.pk))))


def _thread_page(request: HttpRequest, found: Comment, form: CommentForm, status: int = 200) -> HttpResponse:
    at = timezone.now()
    replies = replies_of([found.pk]).select_related("author")
    page = page_or_first(request, lambda cursor: page_by_id(replies, cursor, 20, BY_ID_OLDEST))
    context = {
        "proposal": found.proposal,
        "comment": drawn_replies(request, found, page.rows, may_comment(request.user, found.proposal, at)),
        "form": form,
        "verdict": may_reply(request.user, found, at),
        "action": _address(found.proposal_id, found.pk),
        **way_on(request, page),
    }
    return render_page(request, "portal/comment.html", context, section="proposals", status=status)


def _write(request: HttpRequest, proposal: Proposal, parent: Comment | None, back: str) -> HttpResponse:
    shelf = shelf_of(proposal.pk, parent.pk if parent else None)
    if not request.user.is_authenticated:
        hold_typed(request, shelf, fields_of(request))
        return sign_in_and_return(request, back)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _write_again(request, proposal, parent, form)
    written = journey.comment(
        proposal=proposal,
        citizen=me(request),
        body=form.cleaned_data["body"],
        at=timezone.now(),
        parent=parent,
        whence=whence_of(request),
    )
    note(request, Deed.COMMENT, proposal.pk)
    if written.standing == Standing.OPEN:
        messages.success(request, _("Your comment is there for everyone to read."))
    else:
        messages.info(request, _("Thank you. It is shown as soon as somebody here has read it."))
    page = _address(proposal.pk, parent.pk) if parent else reverse("portal:proposal", args=[proposal.pk])
    return redirect(f"{page}#comment-{written.pk}")


def _write_again(
    request: HttpRequest, proposal: Proposal, parent: Comment | None, form: CommentForm
) -> HttpResponse:
    if parent is not None:
        return _thread_page(request, parent, form, status=422)
    context = {"proposal": proposal, "form": form, "action": reverse("portal:comments", args=[proposal.pk])}
    return render_page(request, "portal/comment_form.html", context, section="proposals", status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def comment_edition(request: HttpRequest, number: int, comment: int) -> HttpResponse:
    found = find_comment(request, number, comment)
    here = reverse("portal:comment_edition", args=[number, comment])
    if not request.user.is_authenticated:
        hold_typed(request, f"edit-{shelf_of(number, comment)}", fields_of(request))
        return sign_in_and_return(request, here)
    require(may_edit_comment(request.user, found, timezone.now()))
    if request.method == "POST":
        form = CommentForm(request.POST)
        if form.is_valid():
            journey.edit_comment(
                comment=found, citizen=me(request), body=form.cleaned_data["body"], at=timezone.now()
            )
            messages.success(request, _("Your comment has been changed."))
            return redirect(_place(found))
    else:
        held = take_typed(request, f"edit-{shelf_of(number, comment)}")
        form = CommentForm(initial=held or {"body": found.body})
    context = {
        "proposal": found.proposal,
        "form": form,
        "action": here,
        "is_edit": True,
        "back": _place(found),
    }
    status = 422 if form.errors else 200
    return render_page(request, "portal/comment_form.html", context, section="proposals", status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def comment_removal(request: HttpRequest, number: int, comment: int) -> HttpResponse:
    found = find_comment(request, number, comment)
    here = reverse("portal:comment_removal", args=[number, comment])
    if not request.user.is_authenticated:
        return sign_in_and_return(request, here)
    if request.method == "POST":
        if journey.delete_comment(comment=found, citizen=me(request), at=timezone.now()):
            messages.success(request, _("Your comment has been removed."))
        return redirect(f"{reverse('portal:proposal', args=[number])}#comments")
    require(may_delete_comment(request.user, found))
    context = {"proposal": found.proposal, "comment": found, "back": _place(found)}
    return render_page(request, "portal/comment_removal.html", context, section="proposals")


def comment_support(request: HttpRequest, number: int, comment: int) -> HttpResponse:
    return _change_support(request, number, comment, journey.support_comment)


def comment_support_withdrawal(request: HttpRequest, number: int, comment: int) -> HttpResponse:
    return _change_support(request, number, comment, journey.withdraw_comment_support)


def _change_support(request: HttpRequest, number: int, comment: int, verb: Any) -> HttpResponse:
    found = find_comment(request, number, comment)
    if request.method == "POST":
        if not request.user.is_authenticated:
            return sign_in_and_return(request, _place(found))
        done = verb(comment=found, citizen=me(request), at=timezone.now())
        if done and verb is journey.support_comment:
            note(request, Trail.COMMENT_SUPPORT, found.proposal_id)
    return redirect(_place(found))


def _address(number: int, comment: int) -> str:
    return reverse("portal:comment", args=[number, comment])


def _place(found: Comment) -> str:
    """Where this comment can be seen for sure: on its own page, or its parent's."""
    return f"{_address(found.proposal_id, found.parent_id or found.pk)}#comment-{found.pk}"
