"""The institution begins an item itself: a question it asks, or a debate the committee chose."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from civic.journeys.steps import owe_from_the_beginning
from civic.people.models import Department
from civic.people.rules import is_moderator
from civic.processes.models import Process
from civic.processes.queries import current_version
from civic.proposals.actions import Writing, link_items, submit_proposal
from civic.proposals.models import Origin, Proposal
from platform_core.access import YES, Verdict, no, require
from platform_core.accounts.models import User


def may_begin_item(person: User, process: Process) -> Verdict:
    """Moderators and administrators, in a process that is open."""
    if not is_moderator(person):
        return no("not_allowed", _("Only moderators and administrators begin this."))
    return takes_items(process)


def takes_items(process: Process) -> Verdict:
    """Whether the institution can begin something in it now, whoever does it."""
    if not process.is_open or process.current_version_id is None:
        return no("process_closed", _("Nothing new begins here at the moment."))
    return YES


@transaction.atomic
def begin_item(
    *,
    process: Process,
    writing: Writing,
    department: Department | None,
    sources: Iterable[Proposal] = (),
    by: User,
    at: datetime,
) -> Proposal:
    """Publish it under the rules `process` has now, linked with what it grew out of. Raises Refused."""
    process.refresh_from_db()
    require(may_begin_item(by, process))
    item = submit_proposal(
        author=None,
        writing=writing,
        version=current_version(process.key),
        at=at,
        origin=Origin.INSTITUTION,
        department=department,
        by=by,
    )
    for source in sources:
        link_items(earlier=source, later=item, by=by, at=at)
    owe_from_the_beginning(item, at)
    return item
