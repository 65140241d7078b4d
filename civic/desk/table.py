"""Proposals as rows of a table: columns straight from the database, words looked up once."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from civic.answers.due import last_day
from civic.answers.models import Answer, AnswerRequest, Verdict
from civic.processes.document.shipped import said_here
from civic.processes.engine import Item, stands_at
from civic.processes.queries import rules_of
from civic.proposals.models import Ending, Proposal, Standing
from platform_core.access.place import institution_here
from platform_core.accounts.public_names import named

BATCH = 1000
COLUMNS = (
    "pk",
    "title",
    "author__name",
    "author__email",
    "author__withdrawn_at",
    "author__stopped_at",
    "author__age_band",
    "category__name",
    "department__name",
    "process_version__process__name",
    "process_version_id",
    "stage",
    "stage_key",
    "stage_ends_at",
    "closed_as",
    "standing",
    "submitted_at",
    "closes_at",
    "stat__support_count",
    "imported_support",
    "stat__comment_count",
)


def heads() -> list[str]:
    return [
        _("Number"),
        _("Title"),
        _("Author"),
        _("Category"),
        _("Department"),
        _("Process"),
        _("Stage"),
        _("Closed because"),
        _("Shown or hidden"),
        _("Proposed on"),
        _("Support closes on"),
        _("Supports"),
        _("Supports brought from elsewhere"),
        _("Comments"),
        _("Answer owed by"),
        _("Decision"),
        _("Answered on"),
        _("Address"),
    ]


def rows(proposals: "QuerySet[Proposal]", *, at: datetime, address: str) -> Iterator[list[Any]]:
    """By number, a batch at a time: three queries each. `address` ends where the number begins."""
    words = _Words(at, address)
    last = 0
    while batch := list(proposals.filter(pk__gt=last).order_by("pk").values_list(*COLUMNS)[:BATCH]):
        last = batch[-1][0]
        numbers = [row[0] for row in batch]
        answers = _latest_answers(numbers)
        due = _due_dates(numbers)
        for row in batch:
            yield words.cells(row, due.get(row[0]), answers.get(row[0]))


def _latest_answers(numbers: list[int]) -> dict[int, tuple[str, datetime]]:
    given = Answer.objects.filter(request__proposal__in=numbers).order_by("pk")
    columns = given.values_list("request__proposal_id", "verdict", "published_at")
    return {number: (verdict, at) for number, verdict, at in columns}


def _due_dates(numbers: list[int]) -> dict[int, datetime]:
    owed = AnswerRequest.objects.filter(proposal__in=numbers, state="open")
    return dict(owed.values_list("proposal_id", "due_at"))


@dataclass
class _Words:
    """Translated once for the whole table, not once for each of a hundred thousand rows."""

    at: datetime
    address: str
    zone: Any = field(default_factory=timezone.get_current_timezone)
    first: str = field(default_factory=lambda: str(institution_here().default_language))
    stages: dict[tuple[int, str], str] = field(default_factory=dict)
    endings: dict[str, str] = field(default_factory=lambda: _labels(Ending))
    standings: dict[str, str] = field(default_factory=lambda: _labels(Standing))
    verdicts: dict[str, str] = field(default_factory=lambda: _labels(Verdict))

    def cells(
        self, row: tuple[Any, ...], due_at: datetime | None, answer: tuple[str, datetime] | None
    ) -> list[Any]:
        number, title, *author = row[:7]
        category, department = row[7:9]
        process = said_here(row[9], self.first)
        version, stage, stage_key, stage_ends_at, ending, standing = row[10:16]
        submitted_at, closes_at, *counts = row[16:]
        item = Item(stage_key or stage, closes_at, stage_ends_at)
        return [
            number,
            title,
            _author(*author),
            category,
            department,
            process,
            self._stage(version, item),
            self.endings.get(ending, ending),
            self.standings.get(standing, standing),
            self._day(submitted_at),
            last_day(closes_at) if closes_at else "",
            *counts,
            last_day(due_at) if due_at else "",
            self.verdicts.get(answer[0], "") if answer else "",
            self._day(answer[1]) if answer else "",
            f"{self.address}{number}/",
        ]

    def _stage(self, version: int, item: Item) -> str:
        """As Proposal.stands_at judges it."""
        stage = stands_at(rules_of(version), item, self.at)
        key = (version, stage.key)
        if key not in self.stages:
            self.stages[key] = stage.label(get_language() or "ko")
        return self.stages[key]

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()


def _author(
    name: str | None,
    email: str | None,
    withdrawn_at: datetime | None,
    stopped_at: datetime | None,
    age_band: int | None,
) -> str:
    """As everybody reads it: a table for a report needs no more."""
    if name is None or email is None:
        return ""
    return named(name, email=email, withdrawn_at=withdrawn_at, stopped_at=stopped_at, age_band=age_band)


def _labels(choices: Any) -> dict[str, str]:
    return {value: str(label) for value, label in choices.choices} | {"": ""}
