"""From clean rows to proposals: all of a file or nothing, new and changed ones only."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from civic.answers.models import Answer, AnswerRequest, Cause, State, Verdict
from civic.categories.models import Category
from civic.journeys.importing.cleaning import Clean, RefusedRow, clean_row
from civic.journeys.importing.reading import Table
from civic.people.models import Department
from civic.processes.kinds import StageKind
from civic.processes.models import ProcessVersion
from civic.processes.queries import current_version
from civic.proposals.models import Ending, Origin, Proposal, ProposalStat
from platform_core.events.actions import record
from platform_core.text.rich import excerpt, plain_text
from platform_core.text.search import search_terms

EXCERPT_LENGTH = 120
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Report:
    """What happened to each row. `changed` and `refused` hold (line, number, why)."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    answers: int = 0
    changed: list[tuple[int, str, str]] = field(default_factory=list)
    refused: list[tuple[int, str, str]] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.added + self.updated + self.unchanged + len(self.refused)


def import_table(table: Table, *, at: datetime, progress: Progress = lambda done, total: None) -> Report:
    """Bring a table in, in one transaction; a killed import leaves nothing behind.

    Imported proposals are closed records: their counts stay apart as `imported_support`, nobody is
    told, and no answer falls due.
    """
    report = Report()
    clean = _cleaned(table, report, progress)
    with transaction.atomic():
        _Writer(table.source, report, at).write(clean, progress)
        record(
            "proposals.import.finished",
            None,
            at=at,
            source=table.source,
            added=report.added,
            updated=report.updated,
            unchanged=report.unchanged,
            refused=len(report.refused),
        )
    return report


def _cleaned(table: Table, report: Report, progress: Progress) -> list[Clean]:
    clean: dict[str, Clean] = {}
    for done, row in enumerate(table.rows, start=1):
        try:
            item = clean_row(row)
            if item.number in clean:
                raise RefusedRow(
                    _("Number %(number)s stands in the file twice; line %(line)s was taken.")
                    % {"number": item.number, "line": clean[item.number].line}
                )
            clean[item.number] = item
            report.changed.extend((item.line, item.number, note) for note in item.notes)
        except RefusedRow as refusal:
            report.refused.append((row.line, row.get("number")[:60], str(refusal)))
        progress(done, len(table.rows) * 2)
    return list(clean.values())


class _Writer:
    """Holds what one run looks up once: existing numbers, departments, categories, the rules."""

    def __init__(self, source: str, report: Report, at: datetime) -> None:
        self.source = source
        self.report = report
        self.at = at
        self.version: ProcessVersion = current_version()
        self.existing = {p.source_number: p for p in Proposal.objects.filter(source=source)}
        self.departments = {d.name: d for d in Department.objects.all()}
        self.categories = {c.name: c for c in Category.objects.all()}

    def write(self, items: Iterable[Clean], progress: Progress) -> None:
        items = list(items)
        for done, item in enumerate(items, start=1):
            known = self.existing.get(item.number)
            if known is None:
                self._add(item)
            elif known.body_source == _mark(item):
                self.report.unchanged += 1
            else:
                self._update(known, item)
            progress(len(items) + done, len(items) * 2)

    def _add(self, item: Clean) -> None:
        proposal = Proposal.objects.create(
            source=self.source,
            source_number=item.number,
            origin=Origin.IMPORT,
            process_version=self.version,
            **self._fields(item),
        )
        ProposalStat.objects.create(proposal=proposal, last_activity_at=item.submitted_at)
        self._answer(proposal, item)
        self.report.added += 1

    def _update(self, proposal: Proposal, item: Clean) -> None:
        changed = []
        for name, value in self._fields(item).items():
            # A file without answers must not take away what a file with answers brought.
            if name in {"closed_as", "department"} and not (item.answer_html or item.reason_html):
                continue
            if name == "imported_support" and item.support is None:
                continue
            # Nor one without categories the one that a moderator has found since.
            if name == "category" and not item.category:
                continue
            setattr(proposal, name, value)
            changed.append(name)
        # Nothing else: a moderator may have hidden it since this file was begun.
        proposal.save(update_fields=changed)
        self._answer(proposal, item)
        self.report.updated += 1

    def _fields(self, item: Clean) -> dict[str, Any]:
        closes_at = item.submitted_at + timedelta(days=self.version.rules.window_days)
        return {
            "title": item.title,
            "body_html": item.body_html,
            "body_source": _mark(item),
            "excerpt": excerpt(item.body_html, EXCERPT_LENGTH),
            "category": self._category(item.category),
            "department": self._department(item.department) if item.department else None,
            "stage": StageKind.CLOSED,
            "stage_entered_at": closes_at,
            "submitted_at": item.submitted_at,
            "closes_at": closes_at,
            "closed_at": closes_at,
            "closed_as": Ending.ANSWERED if item.answer_html or item.reason_html else Ending.KEPT,
            "search_terms": search_terms(item.title, plain_text(item.body_html)),
            "imported_support": item.support or 0,
        }

    def _answer(self, proposal: Proposal, item: Clean) -> None:
        """The day it was answered is not in such files: it is kept as the day it was proposed, and not shown."""
        body = item.answer_html or item.reason_html
        if not body:
            return
        department = self._department(item.department)
        request, _made = AnswerRequest.objects.update_or_create(
            proposal=proposal,
            cause=Cause.IMPORT,
            defaults={
                "department": department,
                "opened_at": item.submitted_at,
                "due_at": item.submitted_at,
                "state": State.ANSWERED,
                "closed_at": item.submitted_at,
            },
        )
        Answer.objects.update_or_create(
            request=request,
            defaults={
                "verdict": Verdict.ADOPTED,
                "body_html": body,
                "reason_html": item.reason_html if item.answer_html else "",
                "department": department,
                "published_at": item.submitted_at,
            },
        )
        self.report.answers += 1

    def _department(self, name: str) -> Department:
        name = name or _("Department not recorded")
        if name not in self.departments:
            code = "import-" + sha256(name.encode()).hexdigest()[:12]
            # Known by its code where somebody has renamed it since the last run.
            self.departments[name], _made = Department.objects.get_or_create(
                code=code, defaults={"name": name, "is_active": False}
            )
        return self.departments[name]

    def _category(self, name: str) -> Category | None:
        if not name:
            return None
        if name not in self.categories:
            key = "import-" + sha256(name.encode()).hexdigest()[:12]
            self.categories[name], _made = Category.objects.get_or_create(
                key=key, defaults={"name": name, "is_shown": False}
            )
        return self.categories[name]


def _mark(item: Clean) -> str:
    """Imports have no typed source; its place remembers what was imported, to notice a change."""
    return f"import:{item.digest}"
