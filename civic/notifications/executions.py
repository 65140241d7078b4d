"""What is said about things being carried out: the same on the page of news and in the letter."""

from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from civic.answers.due import last_day


def headline(event: str, data: dict[str, Any]) -> str:
    match event:
        case "execution.execution.opened":
            return _("It is to be carried out: a plan is owed")
        case "execution.plan.became_overdue":
            return _("The plan that was promised is late")
        case "execution.update.became_due" if data.get("overdue"):
            return _("Nothing was told for more than a quarter: citizens see that now")
        case "execution.update.became_due":
            return _("An update for citizens is due this quarter")
        case "execution.plan.published":
            return _("The plan is there: how it will be carried out")
        case "execution.milestone.changed":
            return _milestone(data)
    return str(_("News about what is being done"))


def _milestone(data: dict[str, Any]) -> str:
    name = {"name": data.get("name", "")}
    match data.get("how"):
        case "done":
            return _("Done: %(name)s") % name
        case "dropped":
            return _("Will not be done: %(name)s") % name
        case _:
            return _("Postponed: %(name)s") % name


def details(data: dict[str, Any]) -> list[tuple[str, str]]:
    """What a reader needs beside the sentence, as name and value."""
    rows = []
    if data.get("due_at"):
        day = last_day(datetime.fromisoformat(data["due_at"]))
        rows.append((_("Due by"), date_format(day, "DATE_FORMAT")))
    if data.get("days"):
        before, after = (date_format(date.fromisoformat(one), "DATE_FORMAT") for one in data["days"])
        rows.append((_("New day"), _("%(after)s, before: %(before)s") % {"after": after, "before": before}))
    if data.get("reason"):
        rows.append((_("Reason"), data["reason"]))
    return rows
