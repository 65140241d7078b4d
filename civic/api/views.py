"""The door for machines: the same rules, verbs and verdict codes as the pages."""

from collections.abc import Callable
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import NotAuthenticated, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from civic.api import shaping
from civic.api.models import ApiToken
from civic.api.noting import whence_of
from civic.api.serializers import (
    ListQuerySerializer,
    PersonSerializer,
    ProposalPageSerializer,
    ProposalSerializer,
    RefusalSerializer,
    SupportedSerializer,
)
from civic.categories.models import Category
from civic.journeys.catching_up import catch_up
from civic.journeys.support import give_support, withdraw_support
from civic.processes.kinds import StageKind
from civic.proposals.models import Proposal
from civic.proposals.paging import LARGEST_ID, BadCursor
from civic.proposals.queries import Sort, Wish, list_proposals, proposals_visible_to
from civic.proposals.rules import may_support, may_withdraw_support
from civic.proposals.set_aside import count_seen_by
from platform_core.access import Verdict, require

REFUSALS = {
    401: OpenApiResponse(RefusalSerializer, description="Not signed in, or an unknown token."),
    404: OpenApiResponse(RefusalSerializer, description="Not there, or not yours to see."),
    429: OpenApiResponse(RefusalSerializer, description="Too many requests."),
}
INVALID = {400: OpenApiResponse(RefusalSerializer, description="A parameter cannot be used; see `fields`.")}
REFUSED = {
    403: OpenApiResponse(RefusalSerializer, description="Not open to you; or the institution is suspended."),
    409: OpenApiResponse(RefusalSerializer, description="Not now: the code says why."),
}


class ProposalList(APIView):
    @extend_schema(
        operation_id="list_proposals",
        parameters=[ListQuerySerializer],
        responses={200: ProposalPageSerializer, **INVALID, 401: REFUSALS[401], 429: REFUSALS[429]},
    )
    def get(self, request: Request) -> Response:
        """Open proposals, by cursor."""
        wished = ListQuerySerializer(data=request.query_params)
        wished.is_valid(raise_exception=True)
        asked = wished.validated_data
        at = timezone.now()
        try:
            page = list_proposals(_wish(asked), at=at, cursor=asked["cursor"], size=asked["size"])
        except BadCursor:
            raise ValidationError({"cursor": [_("This cursor does not belong to this list.")]}) from None
        categories = dict(Category.objects.values_list("pk", "key"))
        institution = request._request.tenant  # type: ignore[attr-defined]
        followed = shaping.followed_by(row.version_id for row in page.rows)
        rows = [
            shaping.listed(row, at=at, categories=categories, followed=followed, institution=institution)
            for row in page.rows
        ]
        return Response({"results": rows, "next": page.next or None})


def _wish(asked: dict[str, Any]) -> Wish:
    category, process = asked.get("category"), asked.get("process")
    return Wish(
        sort=Sort(asked["sort"]),
        stage=StageKind(asked["stage"]) if asked.get("stage") else None,
        category=category.pk if category else None,
        process=process.pk if process else None,
        words=asked["q"],
    )


class ProposalDetail(APIView):
    @extend_schema(operation_id="read_proposal", responses={200: ProposalSerializer, **REFUSALS})
    def get(self, request: Request, number: int) -> Response:
        """One proposal, its answers, and whether you may support it."""
        proposal = _found(request, number)
        institution = request._request.tenant  # type: ignore[attr-defined]
        return Response(
            shaping.whole(proposal, viewer=request.user, at=timezone.now(), institution=institution)
        )


class ProposalSupport(APIView):
    @extend_schema(
        operation_id="give_support", request=None, responses={200: SupportedSerializer, **REFUSALS, **REFUSED}
    )
    def put(self, request: Request, number: int) -> Response:
        """Support it. The same answer for a repeat, so a lost answer is simply asked again."""
        proposal = _found(request, number)
        citizen = _citizen(request, proposal, may_support)
        changed = give_support(proposal=proposal, citizen=citizen, whence=whence_of(request))
        return Response(
            {"supported": True, "changed": changed, "online": count_seen_by(request.user, proposal)}
        )

    @extend_schema(
        operation_id="withdraw_support",
        request=None,
        responses={200: SupportedSerializer, **REFUSALS, **REFUSED},
    )
    def delete(self, request: Request, number: int) -> Response:
        """Take your support back, while the window is open."""
        proposal = _found(request, number)
        citizen = _citizen(request, proposal, may_withdraw_support)
        changed = withdraw_support(proposal=proposal, citizen=citizen)
        return Response(
            {"supported": False, "changed": changed, "online": count_seen_by(request.user, proposal)}
        )


class Me(APIView):
    @extend_schema(
        operation_id="read_me", responses={200: PersonSerializer, 401: REFUSALS[401], 429: REFUSALS[429]}
    )
    def get(self, request: Request) -> Response:
        """Who this token speaks for."""
        person = _person(request)
        token = request.auth.name if isinstance(request.auth, ApiToken) else None
        return Response({"name": person.name, "token": token})


def _found(request: Request, number: int) -> Proposal:
    """The same 404 for absent, hidden and another institution's."""
    visible = proposals_visible_to(request.user).select_related("stat", "author", "category", "department")
    found = get_object_or_404(visible, pk=min(number, LARGEST_ID))
    return get_object_or_404(visible, pk=found.pk) if catch_up(found, timezone.now()) else found


def _citizen(request: Request, proposal: Proposal, may: Callable[..., Verdict]) -> Any:
    """As _person; but what is closed is closed for strangers too, and nobody is sent to sign in for it."""
    if not request.user.is_authenticated:
        verdict = may(request.user, proposal, timezone.now())
        if verdict.code != "sign_in":
            require(verdict)
    return _person(request)


def _person(request: Request) -> Any:
    if not request.user.is_authenticated:
        raise NotAuthenticated(_("Sign in, or send a token."))
    return request.user
