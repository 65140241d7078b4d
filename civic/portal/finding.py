"""Finding what an address names. Absent and not yours are the same 404."""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from civic.journeys.catching_up import catch_up
from civic.proposals.models import Comment, Proposal
from civic.proposals.queries import is_seen_by, proposal_seen_by, proposals_visible_to
from platform_core.accounts.models import User
from platform_core.accounts.public_names import public_name


def find_proposal(request: HttpRequest, number: int) -> Proposal:
    """One the viewer may see, with what its page shows of it. Raises Http404."""
    seen = proposals_visible_to(request.user).select_related("stat", "category", "department", "author")
    return up_to_date(request, get_object_or_404(seen, pk=number))


def up_to_date(request: HttpRequest, found: Proposal) -> Proposal:
    """What its time has brought about has happened, whether or not a worker runs. Raises Http404 as find_proposal."""
    if catch_up(found, timezone.now()) and not is_seen_by(request.user, found):
        raise Http404
    return found


def find_button(request: HttpRequest, number: int) -> Proposal:
    """As find_proposal, without its texts: for pressing a button beside it. Raises Http404."""
    found = proposal_seen_by(request.user, number)
    if found is None:
        raise Http404
    return up_to_date(request, found)


def find_comment(request: HttpRequest, number: int, comment: int) -> Comment:
    """One below that proposal. Raises Http404."""
    proposal = find_proposal(request, number)
    found = get_object_or_404(
        Comment.objects.select_related("author", "parent"), proposal=proposal, pk=comment
    )
    found.proposal = proposal
    return found


def me(request: HttpRequest) -> User:
    """The person who has logged in; doors make sure before they ask."""
    assert request.user.is_authenticated
    return request.user


def name_of(author: Any) -> str:
    """As the institution shows people to others."""
    return public_name(author)
