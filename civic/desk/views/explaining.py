"""왜 안 되나요: what somebody may do, when, and why not.

Opened at the telephone, with a citizen at the other end who asks why the button is not there.
"""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from civic.desk.forms.explaining import STARTING, ExplainForm
from civic.desk.gate import staff_page
from civic.journeys.explaining import explain_persona, fresh_item
from civic.processes.calendars import calendar_here
from civic.processes.document import Rules
from civic.processes.engine import Item, stands_at
from civic.processes.models import ProcessVersion
from civic.processes.queries import current_version, rules_of
from civic.proposals.models import Proposal
from civic.proposals.rules import why_gone


@require_safe
@staff_page
def explain(request: HttpRequest) -> HttpResponse:
    form = ExplainForm(_asked(request), initial=STARTING)
    if not form.is_bound:
        return render(request, "desk/explain.html", {"form": form})
    if not form.is_valid():
        return render(request, "desk/explain.html", {"form": form}, status=422)
    return render(request, "desk/explain.html", {"form": form, **_answer(form, timezone.now())})


def _asked(request: HttpRequest) -> Any:
    """With a number alone (a link from a proposal) the usual person is asked about."""
    if "ask" in request.GET:
        return request.GET
    if number := request.GET.get("number"):
        return {**STARTING, "number": number}
    return None


def _answer(form: ExplainForm, now: datetime) -> dict[str, Any]:
    at, proposal = form.moment(now), form.cleaned_data["number"]
    version = _version(form.cleaned_data["version"], proposal)
    rules = rules_of(version.pk)
    item, moved = _item(rules, proposal, at)
    told = explain_persona(
        form.persona(),
        rules,
        item,
        at,
        is_author=form.cleaned_data["is_author"],
        gone=why_gone(proposal) if proposal is not None else None,
        restricted=form.cleaned_data["restricted"],
    )
    return {
        "told": told,
        "at": at,
        "version": version,
        "proposal": proposal,
        "stage": stands_at(rules, item, at).label(get_language() or "ko"),
        "moved": moved,
    }


def _version(chosen: ProcessVersion | None, proposal: Proposal | None) -> ProcessVersion:
    if chosen is not None:
        return chosen
    return proposal.process_version if proposal is not None else current_version()


def _item(rules: Rules, proposal: Proposal | None, at: datetime) -> tuple[Item, str]:
    """What is asked about, and a sentence where it had to be imagined otherwise than it is."""
    if proposal is None:
        return fresh_item(rules, at, calendar_here()), ""
    try:
        rules.stage(proposal.item.stage)
    except KeyError:
        said = _("These rules have no such stage: the answer is for one that begins at that moment.")
        return fresh_item(rules, at, calendar_here()), said
    return proposal.item, ""
