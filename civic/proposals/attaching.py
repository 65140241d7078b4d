"""Files of a draft or a proposal: taken in, kept under a name nobody can guess, and thrown away again.

A published proposal keeps a file for as long as any of its versions shows it.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from civic.proposals.models import Attachment, Proposal, ProposalDraft
from platform_core.accounts.models import User
from platform_core.files.keeping import kept, throw_away
from platform_core.files.limits import MAX_FILES
from platform_core.files.models import described_columns
from platform_core.files.refusal import too_many_files
from platform_core.files.taking import TakenIn

ROOM = "attachments"


def attach(*, draft: ProposalDraft, taken: TakenIn, by: User, alt: str = "") -> Attachment:
    """Keep it with the draft. Raises RefusedFile (`too_many_files`) when the draft has MAX_FILES already."""

    def count() -> int:
        ProposalDraft.objects.select_for_update().get(pk=draft.pk)
        return draft.attachments.count()

    return _keep(taken, count, draft=draft, uploaded_by=by, alt=alt)


def attach_waiting(
    *, proposal: Proposal, taken: TakenIn, by: User, alt: str = "", leaving: Collection[UUID] = ()
) -> Attachment:
    """Keep it with the proposal until its author saves; until then nobody else sees it.

    Raises RefusedFile (`too_many_files`) when it has MAX_FILES already, without those that are `leaving`.
    """

    def count() -> int:
        locked = Proposal.objects.select_for_update(of=("self",), no_key=True).get(pk=proposal.pk)
        return sum(one.key not in leaving for one in [*files_of(locked), *waiting_files(locked)])

    return _keep(taken, count, proposal=proposal, first_version=None, uploaded_by=by, alt=alt)


def _keep(taken: TakenIn, count: Callable[[], int], *, alt: str, **facts: Any) -> Attachment:
    """`count` locks the owner and says how many it has."""
    with kept(ROOM, taken.content, taken.extension) as stored_as, transaction.atomic():
        if count() >= MAX_FILES:
            raise too_many_files(MAX_FILES)
        return Attachment.objects.create(**described_columns(taken, stored_as, alt), **facts)


def files_of(proposal: Proposal, version: int | None = None) -> QuerySet[Attachment]:
    """What `version` of it shows; without one, what it shows now."""
    number = proposal.version if version is None else version
    shown = proposal.attachments.filter(first_version__lte=number)
    return shown.filter(Q(last_version=None) | Q(last_version__gte=number))


def waiting_files(proposal: Proposal) -> QuerySet[Attachment]:
    """What its author has uploaded and not yet saved."""
    return proposal.attachments.filter(first_version=None)


@dataclass(frozen=True, slots=True)
class FileChanges:
    """What an author wants of the files of a published proposal, by their keys."""

    leaving: frozenset[UUID] = frozenset()
    alts: Mapping[UUID, str] = field(default_factory=dict)


NO_CHANGES = FileChanges()


def settle_files(*, proposal: Proposal, changes: FileChanges) -> None:
    """Files that waited are shown from this version on, those that leave are not; call it under the row's lock.

    What no earlier version shows is thrown away. Raises RefusedFile (`too_many_files`).
    """
    for one in [*files_of(proposal), *waiting_files(proposal)]:
        if one.key in changes.leaving:
            _leave(one, proposal.version)
        elif one.key in changes.alts:
            describe(attachment=one, alt=changes.alts[one.key])
    waiting_files(proposal).update(first_version=proposal.version)
    if files_of(proposal).count() > MAX_FILES:
        raise too_many_files(MAX_FILES)


def _leave(attachment: Attachment, version: int) -> None:
    if attachment.first_version is None or attachment.first_version == version:
        detach(attachment=attachment)
    else:
        Attachment.objects.filter(pk=attachment.pk).update(last_version=version - 1)


def forget_waiting(*, before: datetime) -> int:
    """Throw away what was uploaded to a proposal before then and never saved; returns how many."""
    left = list(Attachment.objects.filter(first_version=None, draft=None, created_at__lt=before))
    for one in left:
        detach(attachment=one)
    return len(left)


def describe(*, attachment: Attachment, alt: str) -> None:
    """Say in words what a picture shows."""
    Attachment.objects.filter(pk=attachment.pk, is_image=True).update(alt=alt)


def detach(*, attachment: Attachment) -> None:
    attachment.delete()
    throw_away([attachment.stored_as])
