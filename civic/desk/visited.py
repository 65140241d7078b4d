"""A visit, page by page: who is asking, whether that is open to a visitor, and the line in the log before the answer."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from civic.people.models import Role, StaffRole
from civic.visits.actions import end_visit, note_trace
from civic.visits.models import Ending, TraceKind, Visit
from civic.visits.queries import visit_under_way
from civic.visits.rules import READING, may_be_carried, may_during_visit
from platform_core.access import Refused, Verdict
from platform_core.accounts.models import User
from platform_core.web import views

SESSION_KEY = "_visit"
# What a page is drawn with: nothing of anybody stands in it.
SCENERY = (
    "themes:stylesheet",
    "themes:icon",
    "themes:manifest",
    "themes:own_emblem",
    "themes:letter_emblem",
    "ui:",
)


class VisitMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = self.number_of(request)
        if number is None:
            return self.get_response(request)
        visit = visit_under_way(number, at=timezone.now())
        if visit is None:
            request.session.flush()
            request.user = AnonymousUser()
            return redirect("visits:over")
        self.come_in(request, visit)
        response = self.get_response(request)
        verdict = may_be_carried(
            response.headers.get("Content-Type", ""), response.headers.get("Content-Disposition", "")
        )
        if verdict.allowed:
            response.headers["Cache-Control"] = "no-store, private"
            return response
        response.close()
        return self.refuse(request, verdict)

    def number_of(self, request: HttpRequest) -> int | None:
        """Strangers have no session, and the console has no visitors."""
        if getattr(request, "tenant", None) is None or request.session.session_key is None:
            return None
        number: int | None = request.session.get(SESSION_KEY)
        return number

    def come_in(self, request: HttpRequest, visit: Visit) -> None:
        request.visit = visit  # type: ignore[attr-defined]
        request.user = visitor(visit)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        visit: Visit | None = getattr(request, "visit", None)
        if visit is None or request.resolver_match is None:
            return None
        name = request.resolver_match.view_name
        if name == "account_logout":
            end_visit(visit=visit, because=Ending.LEFT, at=timezone.now(), by=request.user)
            request.session.flush()
            return redirect("visits:over")
        verdict = may_during_visit(name, request.method or "")
        if not verdict.allowed:
            return self.refuse(request, verdict)
        if not name.startswith(SCENERY):
            kind = TraceKind.SEEN if request.method in READING else TraceKind.DONE
            note_trace(visit=visit, kind=kind, address=request.get_full_path(), at=timezone.now())
        return None

    def refuse(self, request: HttpRequest, verdict: Verdict) -> HttpResponse:
        visit: Visit = request.visit  # type: ignore[attr-defined]
        note_trace(visit=visit, kind=TraceKind.REFUSED, address=request.get_full_path(), at=timezone.now())
        return views.refused(request, Refused(verdict))


def visitor(visit: Visit) -> User:
    """Whom the house's rules are asked about during the visit: an administrator, in memory only. No table of tasks
    knows them, so they fill no seat, get no letters and cannot be anybody's last administrator.
    """
    person = visit.user
    person.is_active, person.withdrawn_at = True, None
    person._staff_roles_read = (StaffRole(user=person, role=Role.ADMINISTRATOR),)  # type: ignore[attr-defined]
    return person
