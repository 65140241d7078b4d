"""Who may tick, plan and note. Reading is for everybody who works here."""

from typing import Any

from django.utils.translation import gettext as _

from civic.guide.chapters import point as point_of
from civic.guide.models import OwnPoint, Signal, Tick
from civic.people.rules import is_administrator, is_moderator, is_staff
from platform_core.access import YES, Verdict, first_no, no


def may_tick(person: Any, point: str) -> Verdict:
    """Whoever works here, except what data ticks by itself."""
    if not is_staff(person):
        return no("not_staff", _("The desk is for people who work here."))
    return _exists_and_is_ours(point)


def may_untick(person: Any, tick: Tick, reason: str) -> Verdict:
    """Whoever ticked it, and moderators; with a reason that stays beside it."""
    is_mine = tick.done_by_id == getattr(person, "pk", None)
    if not (is_mine or is_moderator(person)):
        return no("not_allowed", _("Only whoever ticked it, or a moderator, takes it back."))
    if not reason.strip():
        return no("reason_needed", _("Say why; it stays beside the point."))
    return YES


def may_keep_log(person: Any) -> Verdict:
    if not is_moderator(person):
        return no("not_allowed", _("Moderators and administrators keep the log."))
    return YES


def may_decide_signal(person: Any, signal: Signal) -> Verdict:
    return first_no(may_keep_log(person), _undecided(signal))


def may_plan(person: Any) -> Verdict:
    if not is_administrator(person):
        return no("not_allowed", _("Administrators write the plan of the year; everybody here can read it."))
    return YES


def may_add_own(person: Any) -> Verdict:
    """Points and cases of the institution itself."""
    if not is_moderator(person):
        return no("not_allowed", _("Moderators and administrators add to the guide."))
    return YES


def _undecided(signal: Signal) -> Verdict:
    if signal.decided_at is not None:
        return no("decided", _("Somebody has looked at this already."))
    return YES


def _exists_and_is_ours(point: str) -> Verdict:
    if point.startswith("own:"):
        number = point.removeprefix("own:")
        known = number.isascii() and number.isdigit() and len(number) < 19
        if known and OwnPoint.objects.filter(pk=int(number), removed_at=None).exists():
            return YES
        return no("unknown_point", _("There is no such point in the checklist."))
    try:
        found = point_of(point)
    except KeyError:
        return no("unknown_point", _("There is no such point in the checklist."))
    if found.probe:
        return no("ticked_by_data", _("This point ticks itself: it follows from what has been done."))
    return YES
