"""Letters of the office: to whoever pays an institution's bills, and to the operators. Sent from the public schema.

Its administrators are written to by the house itself (civic/notifications/bills.py), which knows who they are.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from billing.calendar import day_of
from billing.models import Invoice, Party, Subscription
from billing.money import told
from platform_core.accounts.models import User
from platform_core.outbound.actions import queue_letter
from tenants.context import public
from tenants.models import Institution

MOST_OPERATORS = 50
# Address, language, whether an operator.
Reader = tuple[str, str, bool]


def write_about(*, invoice: Invoice, step: str, steps: Iterable[object], at: datetime) -> None:
    """What was done or will be about an unpaid bill, in the caller's transaction; once for each step."""
    institution = invoice.institution
    assert institution is not None
    # Said late, nothing is taken within a week of it (billing/dunning.py).
    soonest = day_of(institution, at) + timedelta(days=7)
    ahead = {getattr(one, "name", ""): max(getattr(one, "on", soonest), soonest) for one in steps}
    for reader in readers(institution):
        with translation.override(reader[1]):
            subject, body = words_about(
                step,
                name=institution.name,
                label=invoice.label,
                total=told(invoice.total, invoice.currency),
                due_on=invoice.due_on,
                staff_on=ahead.get("staff_read_only"),
                site_on=ahead.get("site_read_only"),
            )
            _queue(institution, reader, subject, body, key=f"bill-{invoice.pk}-{step}")


def write_about_end(held: Subscription, *, what: str, closes_on: date, days: int) -> None:
    """That a cancelled contract will end (`what` is end), has ended, or its site will close (close); once for each."""
    institution, last_day = held.institution, held.term_last_day
    assert last_day is not None
    for reader in readers(institution):
        with translation.override(reader[1]):
            subject, body = words_about_end(
                what, name=institution.name, last_day=last_day, closes_on=closes_on
            )
            _queue(institution, reader, subject, body, key=f"end-{institution.pk}-{last_day}-{what}-{days}")


def _queue(institution: Institution, reader: Reader, subject: str, body: str, *, key: str) -> None:
    """In the reader's language, which is the one at hand; once for each `key` and address."""
    address, language, is_ours = reader
    queue_letter(
        to=address,
        subject=f"{institution.name}: {subject}" if is_ours else subject,
        body=body,
        action_label="" if is_ours else _("Plan and bills"),
        action_url="" if is_ours else institution.address("/desk/plan/"),
        why=_("You run the platform.") if is_ours else _("You receive the bills of this institution."),
        language=language,
        dedupe_key=f"{key}-{address}"[:150],
    )


def words_about_end(what: str, *, name: str, last_day: date, closes_on: date) -> tuple[str, str]:
    """Subject and body in the language at hand."""
    facts = {"name": name, "ends": date_format(last_day), "closes": date_format(closes_on)}
    back = _("A new order can be placed any time. Once its bill is paid, everything is open again at once.")
    if what == "close":
        return _("The site becomes read-only on %(closes)s") % facts, (
            _(
                "The contract of %(name)s ended on %(ends)s. From %(closes)s on the site can be read, not written."
            )
            % facts
            + f"\n\n{back}"
        )
    if what == "ended":
        subject = _("The contract has ended: the site becomes read-only on %(closes)s") % facts
    else:
        subject = _("The contract ends on %(ends)s") % facts
    body = (
        _(
            "The contract of %(name)s was cancelled: it ends on %(ends)s. Until %(closes)s everything works; from then on "
            "the site can be read, not written. What citizens wrote is kept."
        )
        % facts
    )
    return subject, f"{body}\n\n{back}"


def readers(institution: Institution) -> list[Reader]:
    with public():
        party = Party.objects.filter(institution=institution).first()
        operators = User.objects.filter(is_active=True).order_by("pk")[:MOST_OPERATORS]
        ours = [(one.email, one.language or "ko", True) for one in operators]
    theirs = (
        [(party.contact_email, institution.default_language, False)] if party and party.contact_email else []
    )
    return [*theirs, *ours]


def words_about(
    step: str,
    *,
    name: str,
    label: str,
    total: str,
    due_on: date,
    staff_on: date | None,
    site_on: date | None,
) -> tuple[str, str]:
    """Subject and body in the language at hand."""
    facts = {
        "name": name,
        "label": label,
        "total": total,
        "due": date_format(due_on),
        "staff": date_format(staff_on) if staff_on else "",
        "site": date_format(site_on) if site_on else "",
    }
    bill = _("Bill %(label)s of %(name)s over %(total)s was due on %(due)s.") % facts
    citizens = _("Whatever citizens do goes on: an unpaid bill never costs them their words.")
    match step:
        case "due_soon":
            return _("Bill %(label)s is due on %(due)s") % facts, _(
                "Bill %(label)s of %(name)s over %(total)s is due on %(due)s."
            ) % facts
        case "reminder":
            return _("Bill %(label)s is unpaid") % facts, bill
        case "warning" | "last_warning":
            announced = (
                _("If it is not paid by then, staff can only read at the desk from %(staff)s on.") % facts
            )
            return _("Bill %(label)s: staff can only read from %(staff)s on") % facts, (
                f"{bill}\n\n{announced}\n\n{citizens}"
            )
        case "staff_read_only":
            done = _("Staff can only read at the desk from today. Paid, it opens again at once.")
            return _(
                "Staff can only read: bill %(label)s is unpaid"
            ) % facts, f"{bill}\n\n{done}\n\n{citizens}"
        case "site_announced":
            ahead = (
                _("The term that was paid for is over. From %(site)s on the site can be read, not written.")
                % facts
            )
            return _("The site becomes read-only on %(site)s") % facts, f"{bill}\n\n{ahead}"
    closed = _("The site can be read, not written. Everything is kept; paid, it opens again at once.")
    return _("The site is read-only: bill %(label)s is unpaid") % facts, f"{bill}\n\n{closed}"
