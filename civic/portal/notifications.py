"""News about what one proposed or supported, and which of it comes by mail."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from civic.notifications.actions import mark_read, set_mail_preference
from civic.notifications.letters import details, headline
from civic.notifications.models import NewsKind, Notification
from civic.notifications.queries import mail_preferences, notifications_of
from civic.notifications.unsubscribe import read_token
from civic.people.rules import is_staff
from civic.portal.finding import me
from civic.portal.page import page_or_first, render_page, way_on
from civic.proposals.paging import page_by_id


@login_required
@require_safe
def notifications(request: HttpRequest) -> HttpResponse:
    mine = notifications_of(me(request))
    page = page_or_first(request, lambda cursor: page_by_id(mine, cursor, 20))
    context = {
        "rows": [_row(one) for one in page.rows],
        "newest": page.rows[0].pk if page.rows else 0,
        "has_unread": any(one.read_at is None for one in page.rows),
        **way_on(request, page),
    }
    return render_page(request, "portal/me/notifications.html", context, section="notifications")


def _place(one: Notification) -> str:
    """Where what is told lives: a path of ours that was written with the news; else the proposal's page."""
    if one.data.get("path"):
        return str(one.data["path"])
    return reverse("portal:proposal", args=[one.proposal_id]) if one.proposal_id else ""


def _title(one: Notification) -> str:
    """What has been hidden is not repeated, except to whoever wrote it."""
    proposal = one.proposal
    if one.proposal_id is None and one.data.get("path"):
        return str(one.data.get("title", ""))
    if proposal is None or (proposal.standing != "open" and proposal.author_id != one.user_id):
        return ""
    return proposal.title


def _row(one: Notification) -> dict[str, Any]:
    return {
        "id": one.pk,
        "title": _title(one),
        "sentence": headline(one.kind, one.data),
        "details": details(one.data),
        "at": one.created_at,
        "is_new": one.read_at is None,
        "url": _place(one),
    }


@login_required
@require_POST
def notifications_read(request: HttpRequest) -> HttpResponse:
    """Everything up to the newest that was on the page: what came meanwhile stays new."""
    newest = request.POST.get("newest", "")
    up_to = int(newest) if newest.isascii() and newest.isdigit() and len(newest) < 19 else None
    mark_read(user=me(request), at=timezone.now(), up_to=up_to)
    return redirect("portal:notifications")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mail_settings(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        wanted = set(request.POST.getlist("kind"))
        for kind, by_mail in _offered(request).items():
            if (kind.value in wanted) != by_mail:
                set_mail_preference(user=me(request), kind=kind, by_mail=kind.value in wanted)
        messages.success(request, _("Saved. Letters come as you have chosen."))
        return redirect("portal:mail_settings")
    kinds = [
        {"value": kind.value, "label": kind.label, "by_mail": by_mail}
        for kind, by_mail in _offered(request).items()
    ]
    return render_page(request, "portal/me/mail_settings.html", {"kinds": kinds}, section="notifications")


def _offered(request: HttpRequest) -> dict[NewsKind, bool]:
    """What this person can be told at all: only staff have a department."""
    kinds = mail_preferences(me(request))
    if not is_staff(me(request)):
        kinds.pop(NewsKind.OWED, None)
        kinds.pop(NewsKind.ASKING, None)
    return kinds


@csrf_exempt  # mail programs press this for their reader (RFC 8058); the signed token is the key
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """From a letter, without logging in. A GET only asks: programs that look at links change nothing."""
    known = read_token(token)
    if known is None:
        raise Http404
    person, kind = known
    if request.method == "POST":
        set_mail_preference(user=person, kind=NewsKind(kind), by_mail=False)
    context = {"kind": kind.label, "done": request.method == "POST"}
    return render_page(request, "portal/unsubscribe.html", context)
