"""Staff decide about what somebody wrote: one way, whether it was reported, noticed by a rule or found.

Held in this order, by everybody: the case, then what it is about.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from civic.journeys import taking_down
from civic.moderation import actions, rules
from civic.moderation.kinds import HIDING, LONGEST_RESTRAINT_DAYS, RESTRAINABLE, Act, Cause, Ground
from civic.moderation.models import Case, Decision
from civic.moderation.things import Thing, thing_of
from civic.proposals.models import Standing
from civic.restraints.actions import restrain
from civic.restraints.models import Restraint
from platform_core.access import YES, Refused, Verdict, no, require
from platform_core.accounts.models import User


@dataclass(frozen=True, slots=True)
class Ruling:
    """What is decided and why. `words` is what the author reads; `days` and `deeds` are of a restriction."""

    act: Act
    ground: str = ""
    words: str = ""
    days: int = 0
    deeds: tuple[str, ...] = ()


@transaction.atomic
def judge(*, case: Case, ruling: Ruling, by: User, at: datetime) -> Decision | None:
    """None when a colleague closed it meanwhile, or it was so already. Raises Refused."""
    held = actions.hold_case(case.pk)
    if not held.is_open:
        return None
    require(rules.may_judge(by, held, ruling.act, at))
    require(_says_why(ruling))
    thing = thing_of(held.kind, held.thing)
    if thing is None:
        return None
    return _carry_out(held, thing, ruling, by, at)


@transaction.atomic
def judge_thing(*, thing: Thing, ruling: Ruling, by: User, at: datetime) -> Decision | None:
    """As `judge`, for what staff found themselves: the case is the open one, or begins and ends here."""
    require(rules.may_moderate(by))
    if not _changes(thing, ruling.act):
        return None
    case = actions.open_case(thing=thing, cause=Cause.STAFF, at=at)
    decision = judge(case=case, ruling=ruling, by=by, at=at)
    if decision is None:
        # It was so already: no case is left behind of nothing.
        Case.objects.filter(pk=case.pk, closed_at=None, cause=Cause.STAFF, report_count=0).delete()
    return decision


def judge_many(*, cases: Iterable[Case], ruling: Ruling, by: User, at: datetime) -> tuple[int, int]:
    """Each for itself: (how many were decided, how many a colleague has or had)."""
    done = left = 0
    for case in cases:
        try:
            decided = judge(case=case, ruling=ruling, by=by, at=at) is not None
        except Refused as refusal:
            if refusal.verdict.code not in ("claimed", "top_role_only"):
                raise
            decided = False
        done, left = done + decided, left + (not decided)
    return done, left


def _carry_out(case: Case, thing: Thing, ruling: Ruling, by: User, at: datetime) -> Decision | None:
    restraint = _restrained(case, ruling, by, at) if ruling.act == Act.RESTRICT else None
    # Its number is part of what the author is told, so it is written before what it brings about.
    mark = transaction.savepoint()
    was_held = case.is_held
    decision = actions.write_decision(
        case=case,
        act=ruling.act,
        ground=ruling.ground,
        words=ruling.words,
        by=by,
        at=at,
        restraint=restraint,
    )
    if not _bring_about(thing, ruling, decision, by, at, was_held=was_held):
        transaction.savepoint_rollback(mark)
        return None
    transaction.savepoint_commit(mark)
    return decision


def _bring_about(
    thing: Thing, ruling: Ruling, decision: Decision, by: User, at: datetime, *, was_held: bool
) -> bool:
    """False when nothing had to be changed that the decision is about."""
    hidden = thing.standing == Standing.HIDDEN
    if ruling.act in HIDING:
        if not hidden:
            return taking_down.hide(thing, reason=ruling.words, by=by, at=at, decision=decision.pk)
        return _hide_for_another_reason(thing, ruling, decision, by, at)
    if ruling.act == Act.SHOW or (ruling.act == Act.KEEP and was_held):
        # Of what only waited to be read nobody is told that it is shown again.
        return taking_down.show(thing, by=by, at=at, reason=ruling.words, decision=decision.pk)
    return True


def _hide_for_another_reason(
    thing: Thing, ruling: Ruling, decision: Decision, by: User, at: datetime
) -> bool:
    """It is hidden already, because it waited or for a milder reason: the author is told the one that holds now."""
    if thing.standing_reason == ruling.words and ruling.act != Act.TAKEDOWN:
        return False
    type(thing).objects.filter(pk=thing.pk, standing=Standing.HIDDEN).update(standing_reason=ruling.words)
    return True


def _restrained(case: Case, ruling: Ruling, by: User, at: datetime) -> Restraint:
    if case.author is None:
        raise Refused(no("no_author", _("Whoever wrote this has left: there is nobody to restrict.")))
    return restrain(
        person=case.author,
        deeds=ruling.deeds,
        is_quiet=False,
        ground=ruling.ground,
        reason=ruling.words,
        by=by,
        at=at,
        until=at + timedelta(days=ruling.days),
    )


def _says_why(ruling: Ruling) -> Verdict:
    if ruling.act in (Act.KEEP, Act.SHOW):
        return YES
    if ruling.ground not in Ground.values or not ruling.words.strip():
        return no("reason_needed", _("Please say which rule it breaks: its author is told."))
    if ruling.act == Act.RESTRICT:
        known = set(ruling.deeds) <= {str(deed) for deed in RESTRAINABLE}
        if not ruling.deeds or not known or not 0 < ruling.days <= LONGEST_RESTRAINT_DAYS:
            return no("terms_needed", _("Say what is restricted, and for how many days."))
    return YES


def _changes(thing: Thing, act: Act) -> bool:
    """Whether there is something to decide, before a case is opened for it."""
    if thing.standing == Standing.WITHDRAWN:
        return False
    if act in HIDING:
        return thing.standing == Standing.OPEN
    return act != Act.SHOW or thing.standing == Standing.HIDDEN
