from datetime import datetime

from django.db import transaction

from civic.execution.models import ProgressKind, ProgressNote
from civic.proposals.models import Proposal
from platform_core.accounts.models import User
from platform_core.events.actions import record
from platform_core.text.rich import render_markdown


@transaction.atomic
def report_progress(
    *, proposal: Proposal, kind: ProgressKind, body: str, by: User | None, at: datetime
) -> ProgressNote:
    """Say in public what is planned, being done, or came of it."""
    note = ProgressNote.objects.create(
        proposal=proposal, kind=kind, body_html=render_markdown(body), at=at, by=by
    )
    record("execution.progress.reported", note, at=at, actor=by, proposal=proposal.pk, note=kind.value)
    return note
