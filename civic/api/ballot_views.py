"""Votes for machines: read them, and vote by the same rules as on the pages."""

from datetime import datetime
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotAuthenticated, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from civic.abuse.noting import note_deed
from civic.api.ballot_serializers import (
    BallotPageSerializer,
    BallotQuerySerializer,
    BallotSerializer,
    PaperInputSerializer,
)
from civic.api.noting import whence_of
from civic.api.rooms import require_room
from civic.api.serializers import verdict_as_data
from civic.api.views import INVALID, REFUSALS, REFUSED
from civic.ballots.choosing import most_choices
from civic.ballots.counting import count_of, turnout_of
from civic.ballots.models import Ballot, Option
from civic.ballots.queries import ballot_seen_by, list_ballots, options_for, vote_of
from civic.ballots.rules import may_vote, sees_result
from civic.journeys.ballot import vote, withdraw_vote
from civic.journeys.balloting import lines_of
from civic.journeys.catching_up import catch_up
from civic.processes.kinds import Deed
from civic.proposals.paging import BadCursor
from platform_core.access import require
from platform_core.accounts.models import User
from tenants.models import Institution


class BallotList(APIView):
    @extend_schema(
        operation_id="list_votes",
        parameters=[BallotQuerySerializer],
        responses={
            200: BallotPageSerializer,
            **INVALID,
            401: REFUSALS[401],
            429: REFUSALS[429],
            **REFUSED,
        },
    )
    def get(self, request: Request) -> Response:
        """Votes that have been opened, the latest first.

        Refused with `not_in_plan` or `switched_off` where there is no such room, and never was.
        """
        require_room("votes", Ballot.objects.filter(opened_at__isnull=False))
        wished = BallotQuerySerializer(data=request.query_params)
        wished.is_valid(raise_exception=True)
        asked, at = wished.validated_data, timezone.now()
        try:
            page = list_ballots(at=at, is_over=asked["over"], cursor=asked["cursor"], size=asked["size"])
        except BadCursor:
            raise ValidationError({"cursor": [_("This cursor does not belong to this list.")]}) from None
        turnout = turnout_of(page.rows)
        rows = [_listed(one, turnout.get(one.pk, 0), at, _institution(request)) for one in page.rows]
        return Response({"results": rows, "next": page.next or None})


class BallotDetail(APIView):
    @extend_schema(operation_id="read_vote", responses={200: BallotSerializer, **REFUSALS})
    def get(self, request: Request, number: int) -> Response:
        """One vote: what can be chosen, by which rules, how it stands as far as you may know, and what you chose."""
        return Response(_whole(request, _found(request, number)))


class BallotPaper(APIView):
    @extend_schema(
        operation_id="cast_vote",
        request=PaperInputSerializer,
        responses={200: BallotSerializer, **INVALID, **REFUSALS, **REFUSED},
    )
    def put(self, request: Request, number: int) -> Response:
        """Vote, or change your vote where that is allowed. The same paper sent again changes nothing."""
        found = _found(request, number)
        given = PaperInputSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        person = _person(request, found)
        whence = whence_of(request)
        if vote(ballot=found, person=person, chosen=given.validated_data["choices"], whence=whence):
            note_deed(deed=Deed.VOTE, item=found.item_id, person=person.pk, whence=whence, at=timezone.now())
        return Response(_whole(request, _found(request, number)))

    @extend_schema(operation_id="withdraw_vote", request=None, responses={204: None, **REFUSALS, **REFUSED})
    def delete(self, request: Request, number: int) -> Response:
        """Take your vote back, where that is allowed."""
        found = _found(request, number)
        withdraw_vote(ballot=found, person=_person(request, found))
        return Response(status=204)


def _person(request: Request, found: Ballot) -> User:
    """Whoever is signed in. What is over is over for strangers too: nobody signs in only to be told so."""
    if isinstance(request.user, User):
        return request.user
    verdict = may_vote(request.user, found, [], None, timezone.now())
    if verdict.code != "sign_in":
        require(verdict)
    raise NotAuthenticated(_("Sign in, or send a token."))


def _found(request: Request, number: int) -> Ballot:
    """The same 404 for absent, hidden, being drafted and another institution's."""
    found = ballot_seen_by(request.user, number)
    if found is None or found.opened_at is None:
        raise Http404
    return _found(request, number) if catch_up(found.item, timezone.now()) else found


def _listed(ballot: Ballot, turnout: int, at: datetime, institution: Institution) -> dict[str, Any]:
    return {
        "number": ballot.pk,
        "question": ballot.question,
        "lead": ballot.lead,
        "how": ballot.kind,
        "state": ballot.state_at(at).value,
        "proposal": ballot.item_id,
        "is_joint": ballot.is_joint,
        "opened_at": ballot.opened_at,
        "closes_at": ballot.closes_at,
        "shown": ballot.shown,
        "turnout": turnout,
        "address": institution.address(f"/votes/{ballot.pk}/"),
    }


def _whole(request: Request, ballot: Ballot) -> dict[str, Any]:
    at, institution, viewer = timezone.now(), _institution(request), request.user
    options = list(ballot.options.all())
    mine = vote_of(viewer, ballot)
    count = count_of(ballot) if sees_result(viewer, ballot, at) else None
    lines = lines_of(ballot, options, count) if count and ballot.counted_at else []
    won = {one.project.number: one.taken for one in lines}
    turnout = turnout_of([ballot]).get(ballot.pk, 0)
    return {
        **_listed(ballot, turnout, at, institution),
        "most_choices": most_choices(ballot, len(options)),
        "exactly": ballot.exactly,
        "sum": ballot.sum,
        "ties": ballot.ties,
        "takes_blank": ballot.takes_blank,
        "may_change": ballot.may_change,
        "may_withdraw": ballot.may_withdraw,
        "blank": count.empty if count else None,
        "invalid": count.invalid if count else None,
        "options": [
            {
                **_option(one, institution),
                "votes": count.of(one.pk) if count else None,
                "votes_in_boxes": count.box_votes.get(one.pk, 0) if count else None,
                "won": won.get(one.pk),
            }
            for one in options_for(viewer, ballot, options)
        ],
        "may_vote": verdict_as_data(may_vote(viewer, ballot, options, None, at)),
        "my_paper": list(mine.chosen) if mine and mine.chosen is not None else None,
    }


def _option(one: Option, institution: Institution) -> dict[str, Any]:
    path = reverse("portal:ballot_picture", args=[one.picture_key]) if one.stored_as else ""
    return {
        "number": one.pk,
        "title": one.label,
        "description": one.description,
        "cost": one.cost,
        "place": one.place,
        "department": one.department.name if one.department else None,
        "proposal": one.proposal_id,
        "picture": institution.address(path) if path else None,
        "alt": one.alt,
    }


def _institution(request: Request) -> Institution:
    return request._request.tenant  # type: ignore[attr-defined]
