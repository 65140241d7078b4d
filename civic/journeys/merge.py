"""Similar proposals are joined; whoever supported the one decides whether the support goes along."""

from datetime import datetime

from django.db import transaction

from civic.agenda.candidates import join, part
from civic.journeys.advance import advance
from civic.journeys.support import give_support
from civic.processes.kinds import StageKind
from civic.proposals.merging import may_carry, may_merge, may_undo
from civic.proposals.models import CarriedSupport, Ending, Merger, MoveCause, Proposal
from civic.proposals.moving import Cause, End, as_it_is_now, come_into, held, note_move
from platform_core.access import require
from platform_core.accounts.models import User
from platform_core.events.actions import record


@transaction.atomic
def merge_proposals(
    *, kept: Proposal, merged: Proposal, reason: str, by: User, at: datetime
) -> Merger | None:
    """Close `merged`, which leads to `kept` from now on, with a reason everyone can read. Raises Refused.

    None when it has been joined meanwhile. Its supporters are told, and asked; nothing is counted for them.
    """
    # Always in the order of their numbers: two moderators who join them crosswise do not wait for each other.
    rows = {
        one.pk: held(one, alone=True)
        for one in sorted({kept.pk: kept, merged.pk: merged}.values(), key=_number)
    }
    into, joined = rows[kept.pk], rows[merged.pk]
    if Merger.objects.filter(merged=joined, undone_at=None).exists():
        return None
    require(may_merge(by, into, joined, at))
    merger = Merger.objects.create(
        kept=into, merged=joined, stage_key=joined.item.stage, reason=reason, at=at, by=by
    )
    why = Cause(MoveCause.MERGED, str(into.pk), reason)
    come_into(proposal=joined, stage=joined.rules.stages[-1], cause=why, at=at, by=by, end=End(Ending.MERGED))
    as_it_is_now(merged, joined)
    record("proposals.proposal.merged", into, at=at, actor=by, merged=joined.pk, reason=reason)
    join(kept=into, merged=joined, at=at)
    # So many ask for the same: a gate may look at that.
    advance(proposal=into, at=at, ends=False)
    as_it_is_now(kept, into)
    return merger


@transaction.atomic
def undo_merger(*, merger: Merger, reason: str, by: User, at: datetime) -> bool:
    """The proposal gathers again, until the day it would have. Raises Refused. False when it was undone meanwhile."""
    joined = held(Proposal(pk=merger.merged_id))
    current = Merger.objects.select_for_update().get(pk=merger.pk)
    if current.undone_at is not None:
        return False
    require(may_undo(by, current))
    Merger.objects.filter(pk=current.pk).update(undone_at=at)
    stage = joined.rules.stage(current.stage_key)
    back = {
        "stage": stage.kind,
        "stage_key": stage.key,
        "stage_entered_at": at,
        "visibility": stage.visibility,
        "closed_as": "",
        "closed_at": None,
        "closing_reason": "",
    }
    Proposal.objects.filter(pk=joined.pk, stage=StageKind.CLOSED, closed_as=Ending.MERGED).update(**back)
    for name, value in back.items():
        setattr(joined, name, value)
    note_move(joined, Cause(MoveCause.MERGED, "undone", reason), at, by)
    part(kept=current.kept, merged=joined, reason=reason, at=at)
    record(
        "proposals.merger.undone",
        Proposal(pk=current.kept_id),
        at=at,
        actor=by,
        merged=joined.pk,
        reason=reason,
    )
    return True


@transaction.atomic
def carry_support(*, merger: Merger, citizen: User, at: datetime) -> bool:
    """My support of the one counts for the other now. True if it does so newly. Raises Refused.

    Whoever supports both already changes nothing: one person is one support.
    """
    current = Merger.objects.select_for_update(no_key=True).get(pk=merger.pk)
    require(may_carry(citizen, current))
    _row, new = CarriedSupport.objects.get_or_create(merger=current, citizen=citizen, defaults={"at": at})
    return give_support(proposal=current.kept, citizen=citizen) and new


def _number(proposal: Proposal) -> int:
    return proposal.pk
