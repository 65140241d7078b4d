"""Files of a draft: taken in, kept under a name nobody can guess, and thrown away again."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from civic.proposals.models import Attachment, ProposalDraft
from platform_core.accounts.models import User
from platform_core.files.images import tidy_image
from platform_core.files.kinds import identify
from platform_core.files.limits import MAX_FILES
from platform_core.files.names import display_name, split_extension, storage_name
from platform_core.files.refusal import RefusedFile

ROOM = "attachments"


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A file found harmless: a picture written anew, a document as it came."""

    name: str
    content: bytes
    content_type: str
    extension: str
    width: int | None = None
    height: int | None = None

    @property
    def is_image(self) -> bool:
        return self.width is not None


def take_in(name: str, source: BinaryIO) -> TakenIn:
    """Judge and tidy an uploaded file. May take seconds: call it outside a transaction. Raises RefusedFile."""
    shown = display_name(name)
    kind = identify(shown, source)
    if kind.is_image:
        image = tidy_image(source)
        stem, _extension = split_extension(shown)
        return TakenIn(
            f"{stem}.{image.extension}",
            image.content,
            image.content_type,
            image.extension,
            image.width,
            image.height,
        )
    source.seek(0)
    return TakenIn(shown, source.read(), kind.content_type, kind.extensions[0])


def attach(*, draft: ProposalDraft, taken: TakenIn, by: User, alt: str = "") -> Attachment:
    """Keep it with the draft. Raises RefusedFile (`too_many_files`) when the draft has MAX_FILES already."""
    stored = default_storage.save(f"{ROOM}/{storage_name(taken.extension)}", ContentFile(taken.content))
    try:
        with transaction.atomic():
            ProposalDraft.objects.select_for_update().get(pk=draft.pk)
            if draft.attachments.count() >= MAX_FILES:
                raise RefusedFile(
                    "too_many_files", _("At most %(count)s files can be attached.") % {"count": MAX_FILES}
                )
            return Attachment.objects.create(
                key=uuid4(),
                draft=draft,
                uploaded_by=by,
                stored_as=stored,
                name=taken.name,
                content_type=taken.content_type,
                size=len(taken.content),
                is_image=taken.is_image,
                width=taken.width,
                height=taken.height,
                alt=alt if taken.is_image else "",
            )
    except BaseException:
        default_storage.delete(stored)
        raise


def describe(*, attachment: Attachment, alt: str) -> None:
    """Say in words what a picture shows."""
    Attachment.objects.filter(pk=attachment.pk, is_image=True).update(alt=alt)


def detach(*, attachment: Attachment) -> None:
    stored = attachment.stored_as
    attachment.delete()
    throw_away_files([stored])


def throw_away_files(stored: Iterable[str]) -> None:
    """After commit: a transaction that is rolled back must not have lost files."""
    for name in list(stored):
        transaction.on_commit(partial(default_storage.delete, name))
