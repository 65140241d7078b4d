"""What goals in numbers are measured by: each counted live from the year's data."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from civic.answers.models import Answer
from civic.debates.models import Debate, Opinion
from civic.execution.models import Execution
from civic.gatherings.models import Gathering
from civic.guide.models import LogEntry
from civic.guide.probes import About
from civic.proposals.models import Comment, Origin, Proposal, Support

Count = Callable[[datetime, datetime], int]


@dataclass(frozen=True, slots=True)
class Measure:
    label: Any
    count: Count


def _counted(model: Any, when: str, **which: Any) -> Count:
    return lambda since, until: model.objects.filter(
        **which, **{f"{when}__gte": since, f"{when}__lt": until}
    ).count()


def _proposals(since: datetime, until: datetime) -> int:
    found = Proposal.objects.filter(submitted_at__gte=since, submitted_at__lt=until)
    return found.exclude(origin=Origin.INSTITUTION).count()


def _in_time(since: datetime, until: datetime) -> int:
    found = Answer.objects.filter(published_at__gte=since, published_at__lt=until)
    return found.filter(published_at__lt=F("request__due_at")).count()


MEASURES: dict[str, Measure] = {
    "proposals": Measure(_("Proposals by citizens"), _proposals),
    "supports": Measure(_("Supports given"), _counted(Support, "given_at")),
    "comments": Measure(_("Comments"), _counted(Comment, "created_at")),
    "answers": Measure(_("Answers published"), _counted(Answer, "published_at")),
    "answers_in_time": Measure(_("Answers published in time"), _in_time),
    "debates": Measure(_("Debates opened"), _counted(Debate, "opened_at")),
    "opinions": Measure(_("Opinions in debates"), _counted(Opinion, "written_at")),
    "gatherings": Measure(
        _("Gatherings held"),
        _counted(Gathering, "ends_at", cancelled_at=None, published_at__isnull=False),
    ),
    "carried_out": Measure(_("Proposals carried out to the end"), _counted(Execution, "finished_at")),
    "log_entries": Measure(_("Lines in the monitoring log"), _counted(LogEntry, "at", removed_at=None)),
}


def actuals(measures: set[str], year: int) -> dict[str, int]:
    """How it stands; one query for each measure that is asked for, unknown ones left out."""
    about = About("year", year)
    return {key: MEASURES[key].count(about.since, about.until) for key in sorted(measures & set(MEASURES))}
