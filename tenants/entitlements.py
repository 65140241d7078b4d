"""What an institution may use: the one place that page, API, desk and task ask.

`Institution.entitlements` says what its plan allows and is written by billing only. `settings["switched_off"]` names
what the institution itself does without, and is written by its administrators. Both are in hand wherever an
institution is: nothing here asks the database.

What is not mentioned is allowed: a room built after a plan was sold is not taken away from whoever bought it.
"""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from platform_core.access import YES, Verdict, no
from tenants.context import here
from tenants.models import Institution

# Where an administrator reads what the plan holds and how to get more.
WAY = "/desk/plan/"
SWITCHED_OFF = "switched_off"
# Billing writes it while a bill has been left unpaid for long: staff read, citizens go on (billing/dunning).
STAFF_MAY_WRITE = "staff_may_write"

# Rooms: allowed or not. An institution may do without them, too.
ROOMS: dict[str, str | Promise] = {
    "debates": _("Debates"),
    "votes": pgettext_lazy("feature of a plan", "Votes"),
    "budgets": _("Participatory budgets"),
}
SWITCHES: dict[str, str | Promise] = {**ROOMS, "own_domain": _("An address of one's own")}
# Numbers: how much; None means without limit. Keys are those that first plans were written with.
AMOUNTS: dict[str, str | Promise] = {
    "staff": _("Staff seats"),
    "languages": _("Languages"),
    "storage_mb": _("Storage (MB)"),
    "mails_per_month": _("Letters per month"),
    "messages_per_month": _("Text messages per month"),
    "api_calls": _("API requests per month"),
    "api_per_minute": _("API requests per minute and person"),
}
# Services that wait once their month's amount is used up, and go on with the next month or a larger plan. None of them is
# anything a citizen does. Billing writes which of them wait (billing/limits.py).
PAUSED = "paused"
PAUSES: dict[str, str | Promise] = {
    "mails_per_month": _(
        "Letters of mere news and digests wait. Letters people need to come in, to take part, or that answer them, go out."
    ),
    "api_calls": _("Machines that nobody has logged in at wait. Citizens' own programs go on."),
}
# Counted and warned of like the others, and never stopped: nothing else is sent this way.
NEVER_WAIT: dict[str, str | Promise] = {
    "messages_per_month": _(
        "Text messages carry the codes people need to take part. They go out all the same, beyond the plan as well."
    ),
}
SUPPORT = "support"
SUPPORT_LEVELS: dict[str, str | Promise] = {
    "community": _("Guides and forum"),
    "weekday": _("Weekdays, within a day"),
    "hour": _("Every day, within an hour"),
}
FEATURES: dict[str, str | Promise] = {**SWITCHES, **AMOUNTS, SUPPORT: _("Support")}


def entitled(institution: Institution, feature: str, *, amount: int | None = None) -> Verdict:
    """Whether its plan allows `feature`, and of a number, whether it allows as much as `amount`.

    Refuses with `not_in_plan` or `plan_is_full`, and the way to get it. Raises KeyError for a feature nobody sells.
    """
    label = FEATURES[feature]
    allowed = institution.entitlements.get(feature)
    if feature in SWITCHES and allowed is False:
        return no("not_in_plan", _("The plan does not include this: %s.") % label, _WHAT_NEXT, WAY)
    if feature in AMOUNTS and amount is not None and allowed is not None and amount > allowed:
        sentence = _("The plan allows %(most)s (%(what)s).") % {"most": f"{allowed:,}", "what": label}
        return no("plan_is_full", sentence, _WHAT_NEXT, WAY, requirement=allowed, actual=amount)
    return YES


def in_use(institution: Institution, feature: str) -> Verdict:
    """Entitled to it, and not switched off by the institution itself (`switched_off`)."""
    may = entitled(institution, feature)
    if may.allowed and feature in switched_off(institution):
        return no(
            "switched_off",
            _("This institution has switched this off: %s.") % FEATURES[feature],
            _("An administrator can switch it on again."),
            WAY,
        )
    return may


def in_use_here(feature: str) -> Verdict:
    """Of the institution this connection stands in; yes in the public schema."""
    institution = here()
    return YES if institution is None else in_use(institution, feature)


def refused_rooms_here() -> dict[str, Verdict]:
    """Rooms that are not in use where this connection stands, each with its refusal."""
    return {room: may for room in ROOMS if not (may := in_use_here(room)).allowed}


def amount_of(institution: Institution, feature: str) -> int | None:
    """How much the plan allows; None without limit."""
    return institution.entitlements.get(feature) if feature in AMOUNTS else None


def switched_off(institution: Institution) -> frozenset[str]:
    return frozenset(institution.settings.get(SWITCHED_OFF, ())) & ROOMS.keys()


def paused(institution: Institution) -> list[str]:
    """Keys of PAUSES that wait just now."""
    return sorted(PAUSES.keys() & set(institution.entitlements.get(PAUSED, ())))


def goes_on(institution: Institution, feature: str) -> Verdict:
    """No while a service of PAUSES waits."""
    if feature not in paused(institution):
        return YES
    return no(
        "paused",
        _("This month's amount is used up: %s.") % AMOUNTS[feature],
        _("It goes on with the next month, or at once with a larger plan."),
        WAY,
        requirement=institution.entitlements.get(feature),
    )


def staff_may_write(institution: Institution) -> Verdict:
    """No once a bill has long been unpaid. It is asked of staff alone, never of a citizen."""
    if institution.entitlements.get(STAFF_MAY_WRITE, True):
        return YES
    return no(
        "bill_unpaid",
        _("A bill is unpaid, so the desk can only be read. Citizens go on as before."),
        _("Pay the bill: everything opens again at once."),
        WAY,
    )


def support_level(institution: Institution) -> str:
    """A key of SUPPORT_LEVELS."""
    level: Any = institution.entitlements.get(SUPPORT)
    return level if level in SUPPORT_LEVELS else "community"


_WHAT_NEXT = _("An administrator can ask for another plan.")
