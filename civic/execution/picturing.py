"""Photographs before and after, and documents: taken in harmless, shown beside what they belong to."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from civic.execution.models import Change, Execution, ExecutionFile, Moment, Part, ProgressNote
from platform_core.accounts.models import User
from platform_core.events.actions import record
from platform_core.files.keeping import kept, throw_away
from platform_core.files.limits import MAX_FILES
from platform_core.files.models import stored_columns
from platform_core.files.refusal import RefusedFile
from platform_core.files.taking import TakenIn

ROOM = "execution"
# Of one execution, over the years.
MOST_FILES = 200


def keep_file(
    *,
    execution: Execution,
    note: ProgressNote | None,
    taken: TakenIn,
    moment: str,
    alt: str,
    by: User,
    at: datetime,
) -> ExecutionFile:
    """Raises RefusedFile: `alt_missing` for a picture nobody described, `too_many_files`."""
    if taken.is_image and not alt.strip():
        raise RefusedFile("alt_missing", _("Please say in words what this photograph shows."))
    with kept(ROOM, taken.content, taken.extension) as stored_as, transaction.atomic():
        Execution.objects.select_for_update(no_key=True).get(pk=execution.pk)
        _refuse_too_many(execution, note)
        return ExecutionFile.objects.create(
            execution=execution,
            note=note,
            moment=moment if taken.is_image and moment in Moment.values else "",
            **stored_columns(taken, stored_as),
            width=taken.width,
            height=taken.height,
            alt=alt if taken.is_image else "",
            added_at=at,
        )


def _refuse_too_many(execution: Execution, note: ProgressNote | None) -> None:
    shown = ExecutionFile.objects.filter(execution=execution, removed_at=None)
    beside = shown.filter(note=note)
    if beside.count() >= MAX_FILES * 2 or shown.count() >= MOST_FILES:
        raise RefusedFile("too_many_files", _("There are as many files here as there can be."))


@transaction.atomic
def remove_file(*, file: ExecutionFile, reason: str, by: User, at: datetime, item: int) -> bool:
    """Take it away for good, with a public reason. False when it was taken away before."""
    if not ExecutionFile.objects.filter(pk=file.pk, removed_at=None).update(removed_at=at):
        return False
    Change.objects.create(
        execution_id=file.execution_id,
        part=Part.FILE,
        row=file.pk,
        name=file.alt or file.name,
        fields={"removed": [None, True]},
        reason=reason,
        at=at,
        by=by,
    )
    record("execution.file.removed", file, at=at, actor=by, proposal=item, name=file.name, reason=reason)
    throw_away([file.stored_as])
    return True
