"""Proposing again what fell short.

For somebody who believes that next time more people will agree: their own words come back as a draft.
"""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.portal.finding import find_proposal, me
from civic.portal.page import sign_in_and_return
from civic.processes.models import Process
from civic.proposals.actions import save_draft
from civic.proposals.models import Proposal, ProposalDraft
from civic.proposals.rules import may_repropose
from platform_core.access import require


def repetition(request: HttpRequest, number: int) -> HttpResponse:
    """A draft with the same words; asked for twice, the same draft. A GET only leads back."""
    page = reverse("portal:proposal", args=[number])
    if request.method != "POST":
        return redirect(page)
    found = find_proposal(request, number)
    if not request.user.is_authenticated:
        return sign_in_and_return(request, page)
    if found.author_id != request.user.pk:
        raise Http404
    require(may_repropose(request.user, found, timezone.now()))
    draft = _draft_again(request, found)
    messages.success(request, _("Your words are here as a draft. Change what you like, then publish."))
    return redirect(f"{reverse('portal:propose')}?draft={draft.pk}")


def _draft_again(request: HttpRequest, found: Proposal) -> ProposalDraft:
    known = ProposalDraft.objects.filter(author=me(request), repeats=found).first()
    if known is not None:
        return known
    return save_draft(
        author=me(request),
        title=found.title,
        body=found.body_source,
        category=found.category if found.category and found.category.is_shown else None,
        process=Process.objects.filter(versions=found.process_version_id, is_open=True).first(),
        repeats=found,
        at=timezone.now(),
    )
