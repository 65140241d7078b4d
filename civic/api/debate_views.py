"""Debates for machines: read them, and give an opinion by the same rules as on the pages."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotAuthenticated, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from civic.api import debate_shaping as shaping
from civic.api.debate_serializers import (
    DebatePageSerializer,
    DebateQuerySerializer,
    DebateSerializer,
    GivenSerializer,
    OpinionInputSerializer,
    OpinionPageSerializer,
    OpinionQuerySerializer,
)
from civic.api.rooms import require_room
from civic.api.views import INVALID, REFUSALS, REFUSED
from civic.debates.kinds import Sort, State
from civic.debates.models import Debate, Opinion
from civic.debates.queries import (
    debate_seen_by,
    list_debates,
    numbers_seen_by,
    opinion_seen_by,
    opinions_of,
    replies_of,
    sees_votes,
)
from civic.debates.rules import may_opine
from civic.journeys.catching_up import catch_up
from civic.journeys.debate import opine
from civic.proposals.paging import BadCursor, Page
from platform_core.access import require
from tenants.models import Institution


class DebateList(APIView):
    @extend_schema(
        operation_id="list_debates",
        parameters=[DebateQuerySerializer],
        responses={
            200: DebatePageSerializer,
            **INVALID,
            401: REFUSALS[401],
            429: REFUSALS[429],
            **REFUSED,
        },
    )
    def get(self, request: Request) -> Response:
        """Debates that have been opened, the latest first. Sides as far as everybody may know them.

        Refused with `not_in_plan` or `switched_off` where there is no such room, and never was.
        """
        require_room("debates", Debate.objects.filter(opened_at__isnull=False))
        asked = _asked(DebateQuerySerializer, request)
        at, state = timezone.now(), asked.get("state")
        try:
            page = list_debates(
                at=at, state=State(state) if state else None, cursor=asked["cursor"], size=asked["size"]
            )
        except BadCursor:
            raise _bad_cursor() from None
        # What one may know after taking part stands with the debate itself: here it would cost a query each.
        rows = [
            shaping.listed(one, viewer=STRANGER, at=at, institution=_institution(request))
            for one in page.rows
        ]
        return Response({"results": rows, "next": page.next or None})


class DebateDetail(APIView):
    @extend_schema(operation_id="read_debate", responses={200: DebateSerializer, **REFUSALS})
    def get(self, request: Request, number: int) -> Response:
        """One debate, with its briefing, how it stands, and whether you may give an opinion."""
        found, at = _found(request, number), timezone.now()
        return Response(shaping.whole(found, viewer=request.user, at=at, institution=_institution(request)))


class DebateOpinions(APIView):
    @extend_schema(
        operation_id="list_opinions",
        parameters=[OpinionQuerySerializer],
        responses={200: OpinionPageSerializer, **INVALID, **REFUSALS},
    )
    def get(self, request: Request, number: int) -> Response:
        """First-level opinions by cursor, or the replies to one of them."""
        found, asked = _found(request, number), _asked(OpinionQuerySerializer, request)
        shows_sides = sees_votes(request.user, found, timezone.now())
        if not shows_sides and (asked["side"] or asked["sort"] == Sort.BALANCED):
            raise ValidationError({"side": [_("Who stands on which side is not shown yet.")]})
        try:
            page = _page(request, found, asked)
        except BadCursor:
            raise _bad_cursor() from None
        rows = [_opinion(request, one, found, shows_sides) for one in page.rows]
        return Response({"results": rows, "next": page.next or None})

    @extend_schema(
        operation_id="give_opinion",
        request=OpinionInputSerializer,
        responses={201: GivenSerializer, **INVALID, **REFUSALS, **REFUSED},
    )
    def post(self, request: Request, number: int) -> Response:
        """Say where you stand, or reply. The same words sent again within a minute are one opinion."""
        found = _found(request, number)
        given = OpinionInputSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        asked, at = given.validated_data, timezone.now()
        if not request.user.is_authenticated:
            verdict = may_opine(request.user, found, None, at)
            if verdict.code != "sign_in":
                require(verdict)
            raise NotAuthenticated(_("Sign in, or send a token."))
        parent = _reply_to(request, found, asked["parent"]) if asked["parent"] else None
        said = opine(
            debate=found, author=request.user, side=asked["side"], body=asked["body"], parent=parent, at=at
        )
        now = _found(request, number)
        known = numbers_seen_by(request.user, now, at)
        return Response(
            {
                "opinion": _opinion(request, said, now, known.are_shown),
                "numbers": shaping.numbers(known, now),
            },
            status=201,
        )


STRANGER = AnonymousUser()


def _asked(serializer: Any, request: Request) -> dict[str, Any]:
    wished = serializer(data=request.query_params)
    wished.is_valid(raise_exception=True)
    return dict(wished.validated_data)


def _found(request: Request, number: int) -> Debate:
    """The same 404 for absent, hidden, being prepared and another institution's."""
    found = debate_seen_by(request.user, number)
    if found is None or found.opened_at is None:
        raise Http404
    return _found(request, number) if catch_up(found.item, timezone.now()) else found


def _page(request: Request, found: Debate, asked: dict[str, Any]) -> Page[Opinion]:
    if asked.get("parent"):
        parent = _reply_to(request, found, asked["parent"])
        return replies_of(parent, cursor=asked["cursor"], size=asked["size"])
    return opinions_of(
        found, sort=Sort(asked["sort"]), side=asked["side"], cursor=asked["cursor"], size=asked["size"]
    )


def _reply_to(request: Request, found: Debate, number: int) -> Opinion:
    parent = opinion_seen_by(request.user, number)
    if parent is None or parent.debate_id != found.pk:
        raise Http404
    return parent


def _opinion(request: Request, one: Opinion, debate: Debate, shows_sides: bool) -> dict[str, Any]:
    return shaping.opinion(
        one,
        debate=debate,
        viewer=request.user,
        shows_sides=shows_sides,
        institution=_institution(request),
    )


def _bad_cursor() -> ValidationError:
    return ValidationError({"cursor": [_("This cursor does not belong to this list.")]})


def _institution(request: Request) -> Institution:
    return request._request.tenant  # type: ignore[attr-defined]
