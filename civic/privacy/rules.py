"""Who does a privacy officer's work, and when."""

from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from civic.people.rules import is_administrator, is_staff
from civic.privacy.models import DataRequest, LookReview, State, Wish
from civic.privacy.officers import is_privacy_officer
from platform_core.access import YES, Verdict, no

DONE_ALREADY = "request_closed"


def may_read_looks(person: Any) -> Verdict:
    if is_privacy_officer(person, fresh=True):
        return YES
    return no("not_allowed", _("Who looked at whom is read by the privacy officer and by administrators."))


def may_sign_month(person: Any, month: date, at: datetime) -> Verdict:
    """`month` is its first day. Once, and when nothing can be added to it any more."""
    allowed = may_read_looks(person)
    if not allowed.allowed:
        return allowed
    if month >= localdate(at).replace(day=1):
        return no(
            "month_not_over",
            _("This month is not over."),
            _("It can be signed from the first day of the next."),
        )
    if LookReview.objects.filter(month=month).exists():
        return no("signed_already", _("This month has been signed already."))
    return YES


def may_name_officer(person: Any) -> Verdict:
    if is_administrator(person):
        return YES
    return no("not_allowed", _("Only administrators name the privacy officer."))


def may_handle_requests(person: Any) -> Verdict:
    if is_privacy_officer(person, fresh=True):
        return YES
    return no(
        "not_allowed",
        _("What people ask about their data is handled by the privacy officer and by administrators."),
    )


def may_ask(person: Any, wish: Wish) -> Verdict:
    """Once at a time for each wish: the clock of the first goes on."""
    if not getattr(person, "is_authenticated", False):
        return no("sign_in", _("Please log in first."))
    if DataRequest.objects.filter(user=person, wish=wish, state=State.OPEN).exists():
        return no("asked_already", _("You have asked for this already, and the answer is owed by its date."))
    return may_stop(person) if wish == Wish.STOP else YES


def may_answer(person: Any, asked: DataRequest) -> Verdict:
    allowed = may_handle_requests(person)
    if not allowed.allowed:
        return allowed
    if asked.user_id is not None and asked.user_id == person.pk:
        return no("not_oneself", _("Nobody answers oneself."), _("Ask a colleague."))
    if asked.state != State.OPEN:
        return no(DONE_ALREADY, _("This has been answered already."))
    return YES


def may_stop(person: Any) -> Verdict:
    """Whoever has a task here gives it back first: work is done under their name."""
    if person.stopped_at is not None:
        return no("stopped_already", _("Nothing is done with your data already."))
    if is_staff(person):
        return no(
            "works_here",
            _("You have a task here, which is done under your name."),
            _("Let an administrator take the task back first."),
        )
    return YES
