"""Finding the debate or the opinion that an address names. Absent and not yours are the same 404."""

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from civic.debates.models import Debate, Opinion
from civic.debates.queries import debate_seen_by, opinion_seen_by
from civic.journeys.catching_up import catch_up
from civic.proposals.paging import LARGEST_ID
from platform_core.web.finding import or_404


def find_debate(request: HttpRequest, pk: int) -> Debate:
    """One the viewer may see, with its item and numbers. Raises Http404."""
    found = or_404(debate_seen_by(request.user, pk))
    return or_404(debate_seen_by(request.user, pk)) if catch_up(found.item, timezone.now()) else found


def find_opinion(request: HttpRequest, debate: int, pk: int) -> Opinion:
    """One of that debate. Raises Http404."""
    found = opinion_seen_by(request.user, pk) if debate <= LARGEST_ID else None
    if found is None or found.debate_id != debate:
        raise Http404
    return found


def address_of(name: str, opinion: Opinion) -> str:
    return reverse(f"portal:{name}", args=[opinion.debate_id, opinion.pk])


def place_of(opinion: Opinion) -> str:
    """Where it can be seen for sure: on its own page, or that of the opinion it replies to."""
    root: Any = opinion.parent_id or opinion.pk
    return f"{reverse('portal:debate_opinion', args=[opinion.debate_id, root])}#opinion-{opinion.pk}"
