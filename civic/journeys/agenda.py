"""The committee has decided: what it chose becomes a debate, what it refused is told why. And its clock."""

import logging
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from civic.agenda.concluding import NO_PLAN, Plan, has_own_stage, write_conclusion
from civic.agenda.lottery import publish_list
from civic.agenda.models import AgendaItem, Call, Candidate, Conclusion
from civic.agenda.rules import local_day, may_keep_members
from civic.agenda.volunteering import destroy_volunteers
from civic.journeys.advance import follow_committee
from civic.journeys.begin import begin_item
from civic.journeys.debate import prepare_debate
from civic.processes.kinds import Outcome, StageKind
from civic.proposals.actions import Writing
from civic.proposals.models import Proposal
from civic.proposals.moving import held
from platform_core.access import Refused, no, require
from platform_core.accounts.models import User
from platform_core.events.actions import record
from platform_core.text.graphemes import shorten

log = logging.getLogger("madang.agenda")
LONGEST_TITLE = 100


@transaction.atomic
def conclude_item(
    *,
    item: AgendaItem,
    conclusion: Conclusion,
    reason: str,
    by: User,
    at: datetime,
    plan: Plan = NO_PLAN,
) -> bool:
    """Write what the votes came to, and let follow what follows. Raises Refused, and then nothing has changed.

    False when it was concluded so before.
    """
    held(item.candidate.item)  # first, as whoever moves it does
    if not write_conclusion(item=item, conclusion=conclusion, reason=reason, plan=plan, by=by, at=at):
        return False
    here = AgendaItem.objects.get(pk=item.pk)
    proposal = here.candidate.item
    if conclusion == Conclusion.REFUSED and has_own_stage(proposal):
        follow_committee(proposal=proposal, outcome=Outcome.REFUSED, reason=reason, by=by, at=at)
    if conclusion == Conclusion.ACCEPTED and is_due(here, at):
        begin_debate(item=here, by=by, at=at)
    return True


def is_due(item: AgendaItem, at: datetime) -> bool:
    """Without a first day it is begun by hand: others of its meeting may still have to go along with it."""
    return item.along_with_id is None and item.opens_on is not None and item.opens_on <= local_day(at)


@transaction.atomic
def begin_debate(*, item: AgendaItem, by: User, at: datetime) -> Proposal | None:
    """What was chosen is discussed from now on; returns who holds the debate. None when it was begun before.

    Raises Refused: whoever may not begin an item or prepare a debate there, and what has gone meanwhile.
    """
    require(may_keep_members(by))
    held(item.candidate.item)
    here = AgendaItem.objects.select_for_update().get(pk=item.pk)
    if here.begun_at is not None:
        return None
    if here.conclusion != Conclusion.ACCEPTED or here.along_with_id is not None:
        raise Refused(no("not_chosen", _("Only what the committee has chosen becomes a debate.")))
    chosen = here.candidate.item
    holds_it = _go_on(here, chosen, by, at) if has_own_stage(chosen) else _begin_anew(here, by, at)
    together = AgendaItem.objects.filter(along_with=here) | AgendaItem.objects.filter(pk=here.pk)
    Candidate.objects.filter(pk__in=together.values("candidate")).update(outcome=holds_it)
    AgendaItem.objects.filter(pk__in=list(together.values_list("pk", flat=True))).update(begun_at=at)
    record("agenda.debate.begun", here.candidate, at=at, actor=by, proposal=holds_it.pk, item=here.pk)
    return holds_it


def _go_on(item: AgendaItem, chosen: Proposal, by: User, at: datetime) -> Proposal:
    """By its own rules. The debate is prepared first, so that it is this one that opens."""
    to = chosen.rules.stage(chosen.rules.stage(chosen.item.stage).way(Outcome.ACCEPTED))
    if to.kind == StageKind.DEBATING:
        prepare_debate(item=chosen, stage_key=to.key, form=item.form, question=item.question, by=by, at=at)
    if not follow_committee(proposal=chosen, outcome=Outcome.ACCEPTED, reason=item.reason, by=by, at=at):
        raise Refused(no("candidate_gone", _("This candidate is no longer before the committee.")))
    return chosen


def _begin_anew(item: AgendaItem, by: User, at: datetime) -> Proposal:
    """An item of the institution, which names all that it grew out of."""
    if item.process is None:
        raise Refused(no("process_needed", _("Say in which process the debate is held.")))
    sources = [item.candidate.item, *(one.candidate.item for one in item.brings.order_by("pk"))]
    lead = sources[0]
    writing = Writing(shorten(item.question, LONGEST_TITLE), _body(item, sources), lead.category)
    begun = begin_item(
        process=item.process, writing=writing, department=lead.department, sources=sources, by=by, at=at
    )
    prepare_debate(item=begun, form=item.form, question=item.question, by=by, at=at)
    return begun


def _body(item: AgendaItem, sources: list[Proposal]) -> str:
    named = "\n".join(f"- No. {one.pk}: {one.title}" for one in sources)
    from_these = _("The agenda committee chose this question from these proposals:")
    return "\n\n".join(part for part in (item.question, item.reason, from_these, named) if part)


def keep_agenda_time(*, at: datetime) -> int:
    """What is due by the clock: lists published, volunteers destroyed, debates begun; returns of how many."""
    done = sum(
        _publish(call, at) for call in Call.objects.filter(closes_at__lte=at, drawn_at__gt=at, frozen_at=None)
    )
    kept = Call.objects.filter(destroyed_at=None, drawn_at__lte=at) | Call.objects.filter(
        destroyed_at=None, cancelled_at__isnull=False
    )
    done += sum(destroy_volunteers(call=call, at=at) > 0 for call in kept)
    due = AgendaItem.objects.filter(
        conclusion=Conclusion.ACCEPTED, begun_at=None, along_with=None, opens_on__lte=local_day(at)
    )
    return done + sum(_begin(item, at) for item in due.select_related("concluded_by"))


def _publish(call: Call, at: datetime) -> bool:
    return call.cancelled_at is None and publish_list(call=call, by=None, at=at)


def _begin(item: AgendaItem, at: datetime) -> bool:
    """In the name of whoever wrote the conclusion. What cannot be begun waits at the desk, and is said there."""
    if item.concluded_by is None:
        return False
    try:
        return begin_debate(item=item, by=item.concluded_by, at=at) is not None
    except Refused as refusal:
        log.warning("Agenda item %s cannot be begun: %s", item.pk, refusal.verdict.code)
        return False
