"""The agenda committee for machines: who sits there, how they were drawn, what came before them, what they decided."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from civic.agenda.models import Committee
from civic.agenda.queries import calls_shown, candidates_visible_to, meetings_shown
from civic.api import agenda_shaping as shaping
from civic.api.agenda_serializers import (
    AgendaQuerySerializer,
    CallPageSerializer,
    CallSerializer,
    CandidatePageSerializer,
    CandidateQuerySerializer,
    CandidateSerializer,
    CommitteePageSerializer,
    CommitteeSerializer,
    MeetingPageSerializer,
    MeetingSerializer,
)
from civic.api.views import INVALID, REFUSALS
from civic.processes.kinds import Visibility
from civic.proposals.models import Standing
from civic.proposals.paging import BadCursor, Order, cut, page_by_id
from tenants.models import Institution

LIST_ANSWERS: dict[int, Any] = {**INVALID, 401: REFUSALS[401], 429: REFUSALS[429]}
LATEST = Order("meetings", "starts_at", is_time=True)
Shape = Callable[[Any, Institution], dict[str, Any]]


class CommitteeList(APIView):
    @extend_schema(
        operation_id="list_committees",
        parameters=[AgendaQuerySerializer],
        responses={200: CommitteePageSerializer, **LIST_ANSWERS},
    )
    def get(self, request: Request) -> Response:
        """All committees, the latest first; also those that were dissolved, with the reason."""
        return _by_id(request, AgendaQuerySerializer, Committee.objects.all(), shaping.listed_committee)


class CommitteeDetail(APIView):
    @extend_schema(operation_id="read_committee", responses={200: CommitteeSerializer, **REFUSALS})
    def get(self, request: Request, number: int) -> Response:
        """One committee, and who sits on it today, as far as they agreed to be named."""
        found = get_object_or_404(Committee, pk=number)
        return Response(shaping.committee(found, _institution(request), timezone.now()))


class CallList(APIView):
    @extend_schema(
        operation_id="list_calls",
        parameters=[AgendaQuerySerializer],
        responses={200: CallPageSerializer, **LIST_ANSWERS},
    )
    def get(self, request: Request) -> Response:
        """Calls for volunteers that have begun, the latest first."""
        return _by_id(request, AgendaQuerySerializer, calls_shown(timezone.now()), shaping.listed_call)


class CallDetail(APIView):
    @extend_schema(operation_id="read_call", responses={200: CallSerializer, **REFUSALS})
    def get(self, request: Request, number: int) -> Response:
        """One call, whether you may volunteer, and everything that is needed to check its draw."""
        now = timezone.now()
        found = get_object_or_404(calls_shown(now), pk=number)
        return Response(shaping.call(found, request.user, _institution(request), now))


class MeetingList(APIView):
    @extend_schema(
        operation_id="list_meetings",
        parameters=[AgendaQuerySerializer],
        responses={200: MeetingPageSerializer, **LIST_ANSWERS},
    )
    def get(self, request: Request) -> Response:
        """Meetings, the latest first."""
        asked = _asked(AgendaQuerySerializer, request)
        try:
            rows = meetings_shown().filter(LATEST.after(asked["cursor"])).order_by(*LATEST.columns)
        except BadCursor:
            raise _bad_cursor() from None
        size = asked["size"]
        page = cut(list(rows[: size + 1]), size, lambda row: LATEST.cursor(row.starts_at, row.pk))
        return _page(page.rows, page.next, shaping.listed_meeting, request)


class MeetingDetail(APIView):
    @extend_schema(operation_id="read_meeting", responses={200: MeetingSerializer, **REFUSALS})
    def get(self, request: Request, number: int) -> Response:
        """The public part of a meeting: agenda, both votes once the final one is closed, and the minutes."""
        found = get_object_or_404(meetings_shown(), pk=number)
        return Response(shaping.meeting(found, _institution(request)))


class CandidateList(APIView):
    @extend_schema(
        operation_id="list_candidates",
        parameters=[CandidateQuerySerializer],
        responses={200: CandidatePageSerializer, **LIST_ANSWERS},
    )
    def get(self, request: Request) -> Response:
        """What came before the committee, the latest first."""
        rows = candidates_visible_to(request.user).filter(
            item__standing=Standing.OPEN, item__visibility=Visibility.PUBLIC
        )
        return _by_id(request, CandidateQuerySerializer, rows, shaping.listed_candidate)


class CandidateDetail(APIView):
    @extend_schema(operation_id="read_candidate", responses={200: CandidateSerializer, **REFUSALS})
    def get(self, request: Request, number: int) -> Response:
        """One candidate; its research sheet once everybody, or you as a member, may read it."""
        found = get_object_or_404(candidates_visible_to(request.user), pk=number)
        return Response(shaping.candidate(found, request.user, _institution(request), timezone.now()))


def _by_id(request: Request, asks: Any, rows: "QuerySet[Any]", shape: Shape) -> Response:
    asked = _asked(asks, request)
    if asked.get("state"):
        rows = rows.filter(state=asked["state"])
    try:
        page = page_by_id(rows, asked["cursor"], asked["size"])
    except BadCursor:
        raise _bad_cursor() from None
    return _page(page.rows, page.next, shape, request)


def _page(rows: list[Any], following: str, shape: Shape, request: Request) -> Response:
    institution = _institution(request)
    return Response({"results": [shape(one, institution) for one in rows], "next": following or None})


def _asked(serializer: Any, request: Request) -> dict[str, Any]:
    wished = serializer(data=request.query_params)
    wished.is_valid(raise_exception=True)
    return dict(wished.validated_data)


def _bad_cursor() -> ValidationError:
    return ValidationError({"cursor": [_("This cursor does not belong to this list.")]})


def _institution(request: Request) -> Institution:
    return request._request.tenant  # type: ignore[attr-defined]
