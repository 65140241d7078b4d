"""What was being counted already is corrected: asked by one administrator, agreed by another, told to everybody."""

from collections import Counter as Tallied
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from civic.ballots.counting import turnout_of
from civic.ballots.models import Ballot
from civic.journeys.bring_along import Prospect, begin_bringing, open_items, outlook
from civic.processes.models import BringingAlong, Process, ProcessVersion, RuleCorrection
from civic.processes.rules import may_agree_to_correction, may_publish_rules
from platform_core.access import Refused, no, require
from platform_core.accounts.models import User
from platform_core.events.actions import record

# A recount looks at so many at a time.
PIECE = 500


def recount_preview(version: ProcessVersion, at: datetime) -> dict[str, Any]:
    """What a correction would change: {"items", "changed", "gates": {key: [before, after]}, "ballots", "votes"}.

    `gates`: how many frozen items would pass each gate that changes for any of them. `votes`: how many are in, on
    how many `ballots` that run; how they stand is looked at by nobody before the end.
    """
    items = changed = 0
    newly: Tallied[str] = Tallied()
    lost: Tallied[str] = Tallied()
    ballots: dict[int, Ballot] = {}
    for prospect in _frozen(version, at):
        items += 1
        changed += bool(prospect.passes or prospect.loses or prospect.expires or prospect.ballot)
        ballots |= {prospect.ballot.pk: prospect.ballot} if prospect.ballot else {}
        newly.update(gate.key for gate in prospect.passes)
        lost.update(gate.key for gate in prospect.loses)
    gates = {key: [lost[key], newly[key]] for key in sorted({*newly, *lost})}
    votes = sum(turnout_of(list(ballots.values())).values())
    return {"items": items, "changed": changed, "gates": gates, "ballots": len(ballots), "votes": votes}


def _frozen(version: ProcessVersion, at: datetime) -> Iterable[Prospect]:
    last = 0
    while True:
        piece = list(open_items(version.process, besides=version).filter(pk__gt=last)[:PIECE])
        if not piece:
            return
        last = piece[-1].pk
        yield from (one for one in outlook(piece, version.rules, at) if one.is_frozen)


@transaction.atomic
def ask_to_correct(*, process: Process, notice: str, by: User, at: datetime) -> RuleCorrection:
    """Ask that the rules in force hold for what is frozen under older ones. Raises Refused."""
    require(may_publish_rules(by))
    locked = Process.objects.select_for_update().get(pk=process.pk)
    version = locked.current_version
    if version is None:
        raise Refused(no("not_published", _("No rules have been published yet.")))
    waiting = version.corrections.filter(agreed_at=None, refused_at=None)
    if found := waiting.first():
        return found
    preview = recount_preview(version, at)
    if not preview["items"]:
        raise Refused(
            no("nothing_frozen", _("Nothing is frozen under earlier rules: there is nothing to correct."))
        )
    correction = RuleCorrection.objects.create(
        version=version, notice=notice, preview=preview, asked_at=at, asked_by=by
    )
    record("processes.correction.asked", correction, at=at, actor=by, version=version.pk, notice=notice)
    return correction


@transaction.atomic
def agree_to_correct(*, correction: RuleCorrection, by: User, at: datetime) -> BringingAlong:
    """The second administrator's yes: public from now on, and carried out bit by bit. Raises Refused."""
    held = RuleCorrection.objects.select_for_update(of=("self",)).get(pk=correction.pk)
    require(may_agree_to_correction(by, held))
    held.agreed_at, held.agreed_by = at, by
    held.save(update_fields=["agreed_at", "agreed_by"])
    record("processes.correction.agreed", held, at=at, actor=by, version=held.version_id, notice=held.notice)
    return begin_bringing(version=held.version, by=held.asked_by, at=at, correction=held)


@transaction.atomic
def refuse_to_correct(*, correction: RuleCorrection, by: User, at: datetime) -> bool:
    """Either of the two may end it: nothing changes. Raises Refused."""
    require(may_publish_rules(by))
    done = RuleCorrection.objects.filter(pk=correction.pk, agreed_at=None, refused_at=None).update(
        refused_at=at
    )
    if done:
        record("processes.correction.refused", correction, at=at, actor=by, version=correction.version_id)
    return bool(done)
