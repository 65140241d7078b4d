"""What administrators are told of their institution's plan: a bill that is unpaid, a limit that is near, a trial that ends."""

from datetime import date
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from civic.notifications.audience import staff_in
from civic.people.models import Role
from platform_core.events.models import Event
from platform_core.events.registry import listens_to
from platform_core.outbound.actions import queue_letter
from platform_core.outbound.sender import home_address, sender_language
from tenants.entitlements import AMOUNTS, NEVER_WAIT, PAUSES

# Written by the office, whose room this one does not know (platform_core/docs/EVENTS.md).
DUNNED, WARNED, TRIAL, ISSUED, FREED, PAUSED, RESUMED, ENDING, ENDED = (
    "billing.invoice.dunned",
    "billing.usage.warned",
    "billing.trial.ending",
    "billing.invoice.issued",
    "billing.staff.freed",
    "billing.usage.paused",
    "billing.usage.resumed",
    "billing.subscription.ending",
    "billing.subscription.ended",
)
# What is told of a house that nobody writes in any more is parked with it, and no news when it is open again.
CLOSED = "site_read_only"


@listens_to(DUNNED, WARNED, TRIAL, ISSUED, FREED, PAUSED, RESUMED, ENDING, ENDED)
def write_about_the_plan(event: Event) -> None:
    if event.data.get("step") == CLOSED:
        return
    for person in staff_in(Role.ADMINISTRATOR):
        language = person.language or sender_language()
        with translation.override(language):
            subject, body = _letter(event.kind, event.data)
            queue_letter(
                to=person.email,
                user=person,
                subject=subject,
                body=body,
                action_label=_("Plan and bills"),
                action_url=home_address(
                    reverse("billing:plan", urlconf="platform_core.project.urls_institution")
                ),
                why=_("You are an administrator of this institution."),
                language=language,
                dedupe_key=f"plan-{event.pk}-{person.pk}",
            )


def _letter(kind: str, data: dict[str, Any]) -> tuple[str, str]:
    if kind == WARNED:
        what = {"what": AMOUNTS[data["meter"]], "percent": data["percent"]}
        facts = {**what, "used": intcomma(data["used"]), "limit": intcomma(data["limit"])}
        body = (
            _(
                "%(used)s of %(limit)s are used this month (%(what)s). Nothing that citizens do is stopped by it. "
                "A larger plan can be ordered any time."
            )
            % facts
        )
        goes_on = NEVER_WAIT.get(data["meter"])
        return (
            _("%(percent)s %% of the plan is used: %(what)s") % facts,
            f"{body}\n\n{goes_on}" if goes_on else body,
        )
    if kind == PAUSED:
        what = {"what": AMOUNTS[data["meter"]]}
        goes_on = _("It goes on by itself with the next month, or at once with a larger plan.")
        return _("Something waits: %(what)s") % what, f"{PAUSES[data['meter']]}\n\n{goes_on}"
    if kind == RESUMED:
        what = {"what": AMOUNTS[data["meter"]]}
        return _("It goes on again: %(what)s") % what, _("Nothing waits any more.")
    if kind == TRIAL:
        facts = {"end": _day(data["ends_on"]), "staff": _day(data["staff_read_from"])}
        return (
            _("The trial ends on %(end)s") % facts,
            _(
                "Order a plan by then. Otherwise staff can only read at the desk from %(staff)s on; citizens go on as before."
            )
            % facts,
        )
    if kind in (ENDING, ENDED):
        return _about_end(data)
    if kind == FREED:
        return _("Everything is open again"), _(
            "Nothing is closed for a bill or a contract any more. Thank you."
        )
    return _about_bill(kind, data)


def _about_end(data: dict[str, Any]) -> tuple[str, str]:
    facts = {"ends": _day(data["last_day"]), "closes": _day(data["closes_on"])}
    words = _(
        "The contract was cancelled: it ends on %(ends)s. Until %(closes)s everything works; from then on the site can be "
        "read, not written. What citizens wrote is kept."
    )
    back = _("A new order can be placed any time. Once its bill is paid, everything is open again at once.")
    if data.get("what") == "end":
        subject = _("The contract ends on %(ends)s") % facts
    else:
        subject = _("The site becomes read-only on %(closes)s: the contract has ended") % facts
    return subject, f"{words % facts}\n\n{back}"


def _about_bill(kind: str, data: dict[str, Any]) -> tuple[str, str]:
    facts = {"label": data["invoice"], "due": _day(data["due_on"])}
    goes_on = _("Whatever citizens do goes on.")
    if kind == ISSUED:
        return _("Bill %(label)s was written") % facts, _("It is due on %(due)s.") % facts
    match data["step"]:
        case "due_soon":
            return _("Bill %(label)s is due on %(due)s") % facts, _("Please see to it that it is paid.")
        case "reminder":
            return _("Bill %(label)s is unpaid") % facts, _("It was due on %(due)s.") % facts
        case "warning" | "last_warning":
            days = {"warning": 16, "last_warning": 7}[data["step"]]
            ahead = _("If it stays unpaid, staff can only read at the desk in %(days)s days.") % {
                "days": days
            }
            return _("Bill %(label)s is unpaid") % facts, f"{ahead} {goes_on}"
        case "staff_read_only":
            done = _("Staff can only read at the desk until it is paid; then everything opens at once.")
            return _("Staff can only read: bill %(label)s is unpaid") % facts, f"{done} {goes_on}"
    return _("The site becomes read-only in two weeks: bill %(label)s is unpaid") % facts, _(
        "The term that was paid for is over. Paid, everything stays open."
    )


def _day(iso: str) -> str:
    return str(date_format(date.fromisoformat(iso)))
