"""Somebody reports what others wrote; rules look at what was just written. Both lay it into one queue."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from civic.journeys import taking_down
from civic.moderation import actions, rules
from civic.moderation.kinds import Cause, Kind, Signal
from civic.moderation.models import Case
from civic.moderation.things import Thing, kind_of, thing_of
from civic.moderation.watching import hides_after, notice
from civic.people.rules import is_staff
from platform_core.access import require
from platform_core.accounts.models import User


@transaction.atomic
def report(
    *, thing: Thing, ground: str, words: str, reporter: User | None, at: datetime, source: str = ""
) -> bool:
    """신고. False when the same person has reported it already: one voice for each. Raises Refused.

    `source`: of a stranger, a keyed hash of where they come from.
    """
    require(rules.may_report(reporter, thing, at))
    case = actions.open_case(thing=thing, cause=Cause.REPORTED, at=at)
    new = actions.add_report(case=case, ground=ground, words=words, reporter=reporter, source=source, at=at)
    if new and not case.is_held and _is_much(case):
        _hold(case, thing, (Signal.REPORTS.value,), at)
    return new


def look_over(thing: Thing, *, author: User | None, at: datetime) -> bool:
    """What was just written, or changed: noticed by the rules of the institution, and held where they say so.

    True when it waits hidden until somebody has read it. Called in the transaction that wrote it. Staff write
    in the institution's name: nobody reads that first.
    """
    if author is None or is_staff(author):
        return False
    found = notice(thing, at)
    if not found.signals and not found.waits:
        return False
    cause = Cause.SIGNAL if found.signals else Cause.READ_FIRST
    case = actions.open_case(thing=thing, cause=cause, at=at, signals=found.signals)
    if found.waits:
        _hold(case, thing, found.signals, at)
    return found.waits


def _is_much(case: Case) -> bool:
    most = hides_after(Kind(case.kind))
    return bool(most) and case.reports.exclude(reporter=None).count() >= most


def _hold(case: Case, thing: Thing, signals: tuple[str, ...], at: datetime) -> None:
    """Out of sight until somebody has read it; its author is told that it waits, and for what."""
    now = thing_of(kind_of(thing), thing.pk)
    if now is None:
        return
    reason = _("It waits until somebody here has read it.")
    if taking_down.hide(now, reason=reason, by=None, at=at, held=True):
        case.is_held = True
        case.signals = sorted({*case.signals, *signals})
        case.save(update_fields=["is_held", "signals"])
        thing.refresh_from_db(fields=["standing", "standing_reason"])
