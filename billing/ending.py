"""The end of a contract that was cancelled: said in advance, then said again, and two weeks later the site can only be
read. A new contract that is paid opens it in the same moment (billing/dunning.py, relieve).
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy

from billing import events
from billing.calendar import day_of
from billing.letters import write_about_end
from billing.models import Invoice, InvoiceState, Subscription, SubscriptionState
from billing.telling import tell_both
from platform_core.events.models import Event
from tenants.actions import make_read_only
from tenants.models import Institution, Standing

# After a contract that was cancelled: time to export, or to change one's mind.
READING_AFTER_END = timedelta(days=14)
# Days before the end, and before the site closes.
ANNOUNCED = (30, 7)
# Nothing is closed that was not said so long before, however long the clock stood still.
SAID_BEFORE = timedelta(days=7)
ENDED_REASON = gettext_lazy("The contract has ended.")


def closes_on(held: Subscription) -> date:
    assert held.term_ends_on is not None
    return held.term_ends_on + READING_AFTER_END


def told_of_end(held: Subscription) -> dict[str, Any]:
    """What an event says of it."""
    assert held.term_last_day is not None
    return {"last_day": held.term_last_day.isoformat(), "closes_on": closes_on(held).isoformat()}


def announce_end(held: Subscription, today: date, at: datetime) -> int:
    """That it will end, and that the site will close: each day of ANNOUNCED once. Called under the subscription's lock."""
    ends = held.term_ends_on
    assert ends is not None
    what, day, known = "end", ends, date.min
    if held.state == SubscriptionState.ENDED:
        # That it has ended says so already (tell_end): said again before the site closes, not within the hour.
        what, day, known = "close", closes_on(held), ends
    soon = [days for days in ANNOUNCED if day - timedelta(days=days) > known]
    reached = [days for days in soon if day - timedelta(days=days) <= today < day]
    if not reached:
        return 0
    facts: dict[str, Any] = {"what": what, "days": min(reached), **told_of_end(held)}
    if _said(held.institution).filter(kind=events.ENDING, data=facts).exists():
        return 0
    tell_both(events.ENDING, held.institution, at=at, **facts)
    write_about_end(held, what=what, closes_on=closes_on(held), days=min(reached))
    return 1


def end(held: Subscription, at: datetime) -> None:
    """Under the lock. The site stays open until `closes_on`."""
    Subscription.objects.filter(pk=held.pk).update(state=SubscriptionState.ENDED)
    tell_end(held, at)


def tell_end(held: Subscription, at: datetime) -> None:
    tell_both(events.ENDED, held.institution, at=at, **told_of_end(held))
    write_about_end(held, what="ended", closes_on=closes_on(held), days=0)


def close_after_end(held: Subscription, today: date, at: datetime) -> int:
    """What citizens wrote stays to be read; nobody writes any more."""
    institution = held.institution
    if today < closes_on(held) or institution.standing != Standing.OPEN:
        return 0
    said = _said(institution).filter(data__contains=told_of_end(held))
    if not said.filter(kind__in=(events.ENDING, events.ENDED), at__lte=at - SAID_BEFORE).exists():
        return 0
    # Once for each end: what an operator opened by hand since then is theirs.
    if said.filter(kind=events.CLOSED).exists():
        return 0
    if not make_read_only(institution=institution, reason=str(ENDED_REASON), at=at):
        return 0
    tell_both(events.CLOSED, institution, at=at, **told_of_end(held))
    return 1


def closed_at_end(institution: Institution) -> bool:
    """Its standing is what the end of its contract made it, in the same moment."""
    since = institution.standing_changed_at
    return since is not None and _said(institution).filter(kind=events.CLOSED, at=since).exists()


def runs_paid(institution: Institution, at: datetime) -> bool:
    """A contract runs, and the bill for today is paid."""
    today = day_of(institution, at)
    paid = Invoice.objects.filter(
        institution=institution,
        state=InvoiceState.PAID,
        period_starts_on__lte=today,
        period_ends_on__gt=today,
    )
    running = Subscription.objects.filter(institution=institution, state=SubscriptionState.ACTIVE)
    return running.exists() and paid.exists()


def _said(institution: Institution) -> Any:
    return Event.objects.filter(subject_type="tenants.institution", subject_id=institution.pk)
