"""What is carried out, in words: how it stands, what changed and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from civic.execution.duty import Duty, duty_of
from civic.execution.models import Change, Execution, MilestoneState, Part
from civic.execution.quarters import Quarter
from civic.execution.queries import execution_of
from civic.processes.kinds import StageKind
from civic.proposals.models import Proposal
from platform_core.i18n.money import money


@dataclass(frozen=True, slots=True)
class Mark:
    """Context of the badge tag: a word, its tone, its icon."""

    label: str
    tone: str
    icon: str


def marks_of(execution: Execution, at: datetime) -> list[Mark]:
    """How it stands, and what the public waits for."""
    if execution.finished_at is not None:
        return [Mark(_("Finished"), "good", "check-circle")]
    if execution.planned_at is None:
        first = (
            Mark(_("Plan late"), "overdue", "warning")
            if execution.owes_plan(at)
            else Mark(_("Plan being prepared"), "calm", "clock")
        )
    else:
        first = Mark(_("Being carried out"), "carrying_out", "hammer")
    silent = silent_words(execution, at)
    return [first, Mark(silent, "overdue", "warning")] if silent else [first]


def silent_words(execution: Execution, at: datetime) -> str:
    """“Not updated since …” once a whole quarter has passed without a word; otherwise ""."""
    if duty_of(execution, at) != Duty.OVERDUE:
        return ""
    return _("Not updated since %(day)s") % {"day": day_words(timezone.localtime(execution.told_at).date())}


def carried_out(proposal: Proposal, at: datetime) -> dict[str, str] | None:
    """What the page of an item says of it: where it is told, and how long nothing was. One query, of those adopted."""
    if proposal.stage not in (StageKind.CARRYING_OUT, StageKind.CLOSED):
        return None
    execution = execution_of(proposal)
    if execution is None:
        return None
    address = reverse("portal:execution", args=[proposal.pk])
    return {"url": address, "silent": silent_words(execution, at)}


def quarter_words(quarter: Quarter) -> str:
    return _("Quarter %(number)s of %(year)s") % {"number": quarter.number, "year": quarter.year}


def day_words(day: date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else ""


MILESTONE_MARKS = {
    MilestoneState.PLANNED: ("calm", "calendar"),
    MilestoneState.UNDER_WAY: ("carrying_out", "hammer"),
    MilestoneState.DONE: ("good", "check-circle"),
    MilestoneState.DROPPED: ("bad", "x-circle"),
}

_FIELDS = {
    "aims": gettext_lazy("Plan"),
    "department": gettext_lazy("Department in charge"),
    "contact": gettext_lazy("Contact"),
    "partners": gettext_lazy("Departments that take part"),
    "starts_on": gettext_lazy("Begins on"),
    "ends_on": gettext_lazy("Ends on"),
    "title": gettext_lazy("Title"),
    "due_on": pgettext_lazy("a day", "By"),
    "state": gettext_lazy("State"),
    "done_on": gettext_lazy("Done on"),
    "year": gettext_lazy("Year"),
    "source": gettext_lazy("Where the money comes from"),
    "amount": gettext_lazy("Amount"),
    "name": gettext_lazy("What is measured"),
    "unit": gettext_lazy("Unit"),
    "before": pgettext_lazy("of a measure", "Before"),
    "after": pgettext_lazy("of a measure", "After"),
    "measured_on": gettext_lazy("Measured on"),
}
_DAYS = frozenset({"starts_on", "ends_on", "due_on", "done_on", "measured_on"})


def change_rows(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """Context of portal/execution/changes.html: when, what, from what to what, why. No names: staff see those."""
    return [
        {
            "at": one.at,
            "title": _title(one),
            "fields": [
                {"label": _FIELDS[name], "before": _said(name, before), "after": _said(name, after)}
                for name, (before, after) in one.fields.items()
                if name in _FIELDS
            ],
            "reason": one.reason,
        }
        for one in changes
    ]


def _title(change: Change) -> str:
    words = {"part": Part(change.part).label, "name": change.name}
    if change.part == Part.ITEM:
        return _("Carried out together from now on: %(name)s") % words
    if "removed" in change.fields:
        return _("%(part)s taken away: %(name)s") % words
    if not change.fields:
        return _("%(part)s added: %(name)s") % words
    return _("%(part)s changed: %(name)s") % words if change.name else _("%(part)s changed") % words


def _said(name: str, value: Any) -> str:
    if value in (None, ""):
        return _("nothing")
    if name in _DAYS:
        return day_words(date.fromisoformat(value))
    if name == "state":
        return str(MilestoneState(value).label)
    if name == "amount":
        return money(value)
    return str(value)
