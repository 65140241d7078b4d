"""The institution's own days off (휴무일): who names them, and the verbs.

A day off counts for every date worked out after it was named. A date already promised to people stays.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from civic.people.rules import is_administrator
from civic.processes.calendars import calendar_here
from civic.processes.closures import forget_closures
from civic.processes.models import ClosureDay
from civic.processes.working_days import is_working_day
from platform_core.access import YES, Verdict, no, require
from platform_core.accounts.models import User
from platform_core.events.actions import record

MOST_CLOSURES = 366  # still to come
FARTHEST = timedelta(days=3 * 366)


def closures() -> QuerySet[ClosureDay]:
    return ClosureDay.objects.select_related("added_by")


def may_manage_closures(person: Any) -> Verdict:
    if not is_administrator(person):
        return no("not_allowed", _("Only administrators name the days on which nobody works here."))
    return YES


def may_add_closure(person: Any, day: date, at: datetime) -> Verdict:
    """A working day after today, in the institution's zone."""
    allowed = may_manage_closures(person)
    if not allowed.allowed:
        return allowed
    today = timezone.localtime(at).date()
    if day <= today:
        return no(
            "day_has_come",
            _("This day has come already; dates were counted with it."),
            _("Choose a day after today."),
        )
    if day - today > FARTHEST:
        return no("day_too_far", _("This day is more than three years away."), _("Choose an earlier day."))
    if not is_working_day(day, country=calendar_here().country):
        return no(
            "day_off_already",
            _("Nobody works on this day anyway: it is a weekend or a public holiday."),
            _("Choose a working day."),
        )
    if ClosureDay.objects.filter(day__gt=today).count() >= MOST_CLOSURES:
        return no(
            "too_many_closures",
            _("No more than %(most)s days off can lie ahead.") % {"most": MOST_CLOSURES},
            _("Remove one first."),
        )
    return YES


def may_remove_closure(person: Any, closure: ClosureDay, at: datetime) -> Verdict:
    allowed = may_manage_closures(person)
    if not allowed.allowed:
        return allowed
    if closure.day <= timezone.localtime(at).date():
        return no("day_has_come", _("This day has come already; dates were counted with it."))
    return YES


@transaction.atomic
def add_closure(*, day: date, reason: str, by: User, at: datetime) -> ClosureDay | None:
    """None when the day is one already. Raises Refused."""
    require(may_add_closure(by, day, at))
    closure, new = ClosureDay.objects.get_or_create(
        day=day, defaults={"reason": reason, "added_at": at, "added_by": by}
    )
    if not new:
        return None
    record("processes.closure.added", closure, at=at, actor=by, day=day.isoformat(), reason=reason)
    _forget()
    return closure


@transaction.atomic
def remove_closure(*, closure: ClosureDay, reason: str, by: User, at: datetime) -> bool:
    """People work on it after all. False when it was removed before. Raises Refused."""
    require(may_remove_closure(by, closure, at))
    known = ClosureDay.objects.select_for_update().filter(pk=closure.pk).first()
    if known is None:
        return False
    record("processes.closure.removed", known, at=at, actor=by, day=known.day.isoformat(), reason=reason)
    known.delete()
    _forget()
    return True


def _forget() -> None:
    """Now, for what this transaction works out; after commit, for what others had read meanwhile."""
    forget_closures()
    transaction.on_commit(forget_closures)
