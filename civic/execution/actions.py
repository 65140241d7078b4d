"""Telling the public how far it is."""

from datetime import datetime

from django.db import transaction

from civic.execution.models import Execution, ProgressKind, ProgressNote
from civic.execution.opening import open_execution
from civic.proposals.models import Proposal
from platform_core.accounts.models import User
from platform_core.events.actions import record
from platform_core.text.rich import render_markdown


@transaction.atomic
def report_progress(
    *, proposal: Proposal, kind: ProgressKind, body: str, by: User | None, at: datetime
) -> ProgressNote:
    """Say in public what is planned, being done, or came of it; `proposal` is held.

    The first overview is the plan, where none was published.
    """
    execution = open_execution(item=proposal, at=at)
    html = render_markdown(body)
    note = ProgressNote.objects.create(
        proposal=proposal, execution=execution, kind=kind, body_html=html, at=at, by=by
    )
    execution.told_at = max(execution.told_at, at)
    if kind == ProgressKind.OVERVIEW and execution.planned_at is None:
        execution.aims_source, execution.aims_html, execution.planned_at = body, html, at
    execution.save(update_fields=["told_at", "aims_source", "aims_html", "planned_at"])
    record("execution.progress.reported", note, at=at, actor=by, proposal=proposal.pk, note=kind.value)
    return note


def told_at_by_its_rows(execution: Execution) -> datetime:
    """What `told_at` must be: the latest of its beginning, its plan and its notes."""
    latest = execution.notes.order_by("-at").values_list("at", flat=True).first()
    return max(one for one in (execution.opened_at, execution.planned_at, latest) if one is not None)
