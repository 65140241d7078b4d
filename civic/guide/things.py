"""What a point is ticked for: one year, or one debate, gathering, question, candidate, meeting or item."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from civic.agenda.models import Candidate, Meeting
from civic.debates.models import Debate
from civic.gatherings.models import Gathering
from civic.guide.chapters import Per
from civic.guide.probes.finding import About
from civic.proposals.models import Proposal
from civic.questions.models import Question

LATEST = 12
# Plans are made for years somebody alive may see.
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True, slots=True)
class Thing:
    about: About
    title: str


def _titled(model: Any, title: str) -> Callable[[], "QuerySet[Any]"]:
    return lambda: model.objects.order_by("-pk").values_list("pk", title)


_ROWS: dict[Per, Callable[[], "QuerySet[Any]"]] = {
    Per.DEBATE: _titled(Debate, "question"),
    Per.GATHERING: _titled(Gathering, "title"),
    Per.QUESTION: _titled(Question, "topic"),
    Per.CANDIDATE: _titled(Candidate, "item__title"),
    Per.MEETING: _titled(Meeting, "title"),
    Per.ITEM: lambda: (
        Proposal.objects.filter(stage="carrying_out").order_by("-pk").values_list("pk", "title")
    ),
}


def thing(about: About) -> Thing | None:
    """None when there is no such thing; at most one query."""
    if about.kind == Per.YEAR:
        known = FIRST_YEAR <= about.number <= LAST_YEAR
        return Thing(about, _("The year %(year)s") % {"year": about.number}) if known else None
    if about.kind not in set(Per):
        return None
    if about.kind == Per.ITEM:
        row = Proposal.objects.filter(pk=about.number).values_list("pk", "title").first()
    else:
        row = _ROWS[Per(about.kind)]().filter(pk=about.number).first()
    return Thing(about, row[1]) if row else None


def latest(per: Per) -> list[Thing]:
    """The newest of a kind, to choose from; none for years. One query."""
    if per == Per.YEAR:
        return []
    return [Thing(About(per.value, pk), title) for pk, title in _ROWS[per]()[:LATEST]]
