"""Proposals that were joined: where this one went, what came into it, and my support that may go along."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.journeys.merge import carry_support
from civic.portal.finding import find_proposal, me, name_of
from civic.portal.page import sign_in_and_return
from civic.processes.kinds import Visibility
from civic.proposals.merging import has_carried, may_carry, merger_of, mergers_into
from civic.proposals.models import Ending, Proposal
from civic.proposals.queries import is_seen_by


def joined(person: Any, proposal: Proposal) -> dict[str, Any]:
    """Context of portal/parts/joined.html: one query where something can have been joined, three where it was."""
    if proposal.closed_as == Ending.MERGED:
        return {"went_into": _went_into(person, proposal)}
    if not proposal.rules.merging:
        return {}
    rows = [
        {
            "number": one.merged_id,
            "title": one.merged.title,
            "author": name_of(one.merged.author),
            "carried": one.carried_count,  # type: ignore[attr-defined]
        }
        for one in mergers_into(proposal)
        if _may_be_named(person, one.merged, proposal)
    ]
    return {"came_into": rows}


def _went_into(person: Any, proposal: Proposal) -> dict[str, Any] | None:
    merger = merger_of(proposal)
    if merger is None or not is_seen_by(person, merger.kept):
        return None
    return {
        "number": merger.kept_id,
        "title": merger.kept.title,
        "reason": merger.reason,
        "has_carried": has_carried(person, merger),
        "may_carry": may_carry(person, merger),
    }


def _may_be_named(person: Any, joined_one: Proposal, page: Proposal) -> bool:
    """Neither what was hidden meanwhile, nor on a page for everybody what is found only by its address."""
    is_for_fewer = page.visibility == Visibility.PUBLIC != joined_one.visibility
    return is_seen_by(person, joined_one) and not is_for_fewer


def carried_support(request: HttpRequest, number: int) -> HttpResponse:
    """A GET, such as after logging in, only leads back to the proposal."""
    page = reverse("portal:proposal", args=[number])
    if request.method != "POST":
        return redirect(page)
    found = find_proposal(request, number)
    merger = merger_of(found)
    if merger is None:
        return redirect(page)
    if not request.user.is_authenticated:
        return sign_in_and_return(request, page)
    if carry_support(merger=merger, citizen=me(request), at=timezone.now()):
        messages.success(request, _("Thank you. Your support counts here now."))
    else:
        messages.info(request, _("You support this one already. Nothing was changed."))
    return redirect("portal:proposal", merger.kept_id)
