"""What becomes of a bill that is not paid: it is said early and often, it takes from staff before it takes from the
site, and from citizens it takes nothing before the contract itself is over. Paid, all of it is undone at once.

Each step is taken once (DunningNotice), on the institution's own calendar, and told to its administrators, to whoever
pays its bills and to the operators. Time is told: nothing here sleeps or looks at the clock.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from billing import events
from billing.allowing import STAFF_READ_ONLY, settle_entitlements
from billing.calendar import day_of
from billing.ending import closed_at_end, runs_paid
from billing.invoicing import facts
from billing.letters import write_about
from billing.models import DunningNotice, Invoice, InvoiceState
from billing.telling import tell_both
from tenants.actions import make_read_only, reopen
from tenants.context import public
from tenants.entitlements import staff_may_write
from tenants.models import Institution, Standing
from tenants.rules import may_move

SITE_READ_ONLY = "site_read_only"
UNPAID = gettext_lazy("Bill %s is unpaid.")
# Days after the day on which it was due.
DUE_SOON, REMINDED, WARNED, WARNED_AGAIN, STAFF_FROM = -7, 1, 14, 23, 30
# The site at the earliest; never before the term is over that was paid for.
SITE_FROM = 60
SITE_ANNOUNCED = 14
# What is taken, and by which step it is said so long before.
ANNOUNCED_BY = {STAFF_READ_ONLY: "last_warning", SITE_READ_ONLY: "site_announced"}
SAID_BEFORE = timedelta(days=7)


# What an operator reads of a step that was taken.
STEP_WORDS: dict[str, str | Promise] = {
    "due_soon": gettext_lazy("Reminded a week before it was due"),
    "reminder": gettext_lazy("Reminded: it is unpaid"),
    "warning": gettext_lazy("Announced that staff will only read"),
    "last_warning": gettext_lazy("Announced once more that staff will only read"),
    STAFF_READ_ONLY: gettext_lazy("Staff only read from here on"),
    "site_announced": gettext_lazy("Announced that the site will be read-only"),
    SITE_READ_ONLY: gettext_lazy("The site is read-only from here on"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """`name` is written down and told; from `on` it is due."""

    name: str
    on: date


def steps_of(invoice: Invoice) -> list[Step]:
    """In their order. Every step that takes something is announced by the two before it."""
    after = {
        "due_soon": DUE_SOON,
        "reminder": REMINDED,
        "warning": WARNED,
        "last_warning": WARNED_AGAIN,
        STAFF_READ_ONLY: STAFF_FROM,
    }
    site = site_closes_on(invoice)
    return [
        *(Step(name, invoice.due_on + timedelta(days=days)) for name, days in after.items()),
        Step("site_announced", site - timedelta(days=SITE_ANNOUNCED)),
        Step(SITE_READ_ONLY, site),
    ]


def site_closes_on(invoice: Invoice) -> date:
    """The day after the last term that is paid; of a first bill, after the term it is for."""
    paid = Invoice.objects.filter(
        institution=invoice.institution,
        state=InvoiceState.PAID,
        period_starts_on__lt=invoice.period_ends_on,
    ).aggregate(until=models.Max("period_ends_on"))["until"]
    return max(invoice.due_on + timedelta(days=SITE_FROM), paid or invoice.period_ends_on)


def dun(*, at: datetime) -> int:
    """Take every step that is due on bills that are not paid; returns how many were taken."""
    with public():
        soon = at.date() + timedelta(days=1 - DUE_SOON)
        unpaid = Invoice.objects.filter(state=InvoiceState.DUE, due_on__lte=soon, institution__isnull=False)
        found = list(unpaid.order_by("pk").values_list("pk", flat=True))
    return sum(_dun_one(pk, at) for pk in found)


def _dun_one(pk: int, at: datetime) -> int:
    with public(), transaction.atomic():
        invoice = Invoice.objects.select_for_update(of=("self",)).select_related("institution").get(pk=pk)
        institution = invoice.institution
        if invoice.state != InvoiceState.DUE or institution is None:
            return 0
        taken = list(_take(invoice, institution, at))
        if taken:
            # Found late, several steps are due at once: one letter, about the last of them.
            write_about(invoice=invoice, step=taken[-1], steps=steps_of(invoice), at=at)
        return len(taken)


def _take(invoice: Invoice, institution: Institution, at: datetime) -> Iterator[str]:
    """Nothing is taken away that was not announced before: after a clock that stood still, the warnings come first and
    what takes something follows on later days.
    """
    today = day_of(institution, at)
    notices = dict(invoice.notices.values_list("step", "at"))
    for step in steps_of(invoice):
        if today < step.on or step.name in notices:
            continue
        if not _was_announced(step, notices, institution, today):
            break
        DunningNotice.objects.create(invoice=invoice, step=step.name, at=at)
        notices[step.name] = at
        if step.name == STAFF_READ_ONLY:
            settle_entitlements(institution=institution, at=at)
        elif step.name == SITE_READ_ONLY and institution.standing == Standing.OPEN:
            make_read_only(institution=institution, reason=str(UNPAID) % invoice.label, at=at)
        tell_both(events.DUNNING, institution, at=at, step=step.name, **facts(invoice))
        yield step.name


def _was_announced(step: Step, notices: dict[str, datetime], institution: Institution, today: date) -> bool:
    """Seven days before, at least."""
    if step.name not in ANNOUNCED_BY:
        return True
    said = notices.get(ANNOUNCED_BY[step.name])
    return said is not None and day_of(institution, said) + SAID_BEFORE <= today


def ahead_of(invoice: Invoice, today: date) -> Step | None:
    """What will be taken next while it stays unpaid, on its first possible day; None when all of it was."""
    institution = invoice.institution
    notices = dict(invoice.notices.values_list("step", "at"))
    for step in steps_of(invoice):
        if step.name in ANNOUNCED_BY and step.name not in notices and institution is not None:
            said = notices.get(ANNOUNCED_BY[step.name])
            soonest = (day_of(institution, said) if said else today) + SAID_BEFORE
            return Step(step.name, max(step.on, soonest))
    return None


def relieve(*, institution: Institution, at: datetime) -> bool:
    """A bill was paid, or an order carried out: staff write again, and the site that was closed for want of it is open.
    False when nothing opens.

    What an operator closed for another reason stays closed, and what is about to be erased.
    """
    with public(), transaction.atomic():
        before = Institution.objects.select_for_update().get(pk=institution.pk)
        settle_entitlements(institution=institution, at=at)
        now = Institution.objects.get(pk=institution.pk)
        opened = staff_may_write(now).allowed and not staff_may_write(before).allowed
        if _may_open(now, at):
            opened |= reopen(institution=institution, at=at)
        if opened:
            tell_both(events.FREED, institution, at=at)
    return opened


def _may_open(institution: Institution, at: datetime) -> bool:
    """The office closed it, and what it was closed for is settled."""
    if institution.standing != Standing.READ_ONLY or not may_move(institution, Standing.OPEN, "").allowed:
        return False
    unpaid = Invoice.objects.filter(
        institution=institution, state=InvoiceState.DUE, notices__step=SITE_READ_ONLY
    )
    if unpaid.exists():
        return False
    return _closed_for_a_bill(institution) or (closed_at_end(institution) and runs_paid(institution, at))


def _closed_for_a_bill(institution: Institution) -> bool:
    """Its standing is what a step of dunning made it, in the same moment."""
    if institution.standing_changed_at is None:
        return False
    ours = DunningNotice.objects.filter(invoice__institution=institution, step=SITE_READ_ONLY)
    return ours.filter(at=institution.standing_changed_at).exists()
