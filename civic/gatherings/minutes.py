"""기록: what was said, what follows, pictures and papers. Public for ever, like the gathering itself."""

from collections.abc import Collection
from datetime import datetime
from functools import partial
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from civic.gatherings import rules
from civic.gatherings.models import Gathering, GatheringFile
from civic.gatherings.places import hold
from civic.proposals.models import Proposal
from platform_core.access import require
from platform_core.accounts.models import User
from platform_core.events.actions import record
from platform_core.files.names import storage_name
from platform_core.files.refusal import RefusedFile
from platform_core.files.taking import TakenIn
from platform_core.text.rich import render_markdown

ROOM = "gatherings"
MOST_FILES = 20


@transaction.atomic
def publish_minutes(
    *,
    gathering: Gathering,
    minutes: str,
    follows: str,
    written_there: Collection[Proposal] = (),
    by: User,
    at: datetime,
) -> bool:
    """Publish them, or a corrected text. Participants are told the first time only: True then. Raises Refused."""
    held = hold(gathering)
    require(rules.may_write_minutes(by, held, at))
    is_first = held.minutes_at is None
    held.minutes, held.minutes_html = minutes, render_markdown(minutes)
    held.follows, held.follows_html = follows, render_markdown(follows)
    held.minutes_at, held.minutes_by = held.minutes_at or at, by
    held.changed_at = at
    held.save()
    held.written_there.set(written_there)
    kind = "gatherings.minutes.published" if is_first else "gatherings.minutes.corrected"
    record(kind, held, at=at, actor=by)
    return is_first


def add_file(*, gathering: Gathering, taken: TakenIn, alt: str, by: User, at: datetime) -> GatheringFile:
    """Keep a file that `take_in` found harmless: pictures carry no place and no camera any more.

    Raises Refused, and RefusedFile (`no_words`, `too_many_files`).
    """
    if taken.is_image and not alt:
        raise RefusedFile("no_words", _("Say in words what the picture shows: some people cannot see it."))
    stored = default_storage.save(f"{ROOM}/{storage_name(taken.extension)}", ContentFile(taken.content))
    try:
        return _add(gathering, taken, stored, alt, by, at)
    except BaseException:
        default_storage.delete(stored)
        raise


@transaction.atomic
def _add(
    gathering: Gathering, taken: TakenIn, stored: str, alt: str, by: User, at: datetime
) -> GatheringFile:
    held = hold(gathering)
    require(rules.may_manage(by, held))
    if held.files.count() >= MOST_FILES:
        raise RefusedFile(
            "too_many_files", _("At most %(count)s files can be attached.") % {"count": MOST_FILES}
        )
    return GatheringFile.objects.create(
        key=uuid4(),
        gathering=held,
        stored_as=stored,
        name=taken.name,
        content_type=taken.content_type,
        size=len(taken.content),
        is_image=taken.is_image,
        width=taken.width,
        height=taken.height,
        alt=alt if taken.is_image else "",
        added_at=at,
        added_by=by,
    )


@transaction.atomic
def remove_file(*, file: GatheringFile, by: User) -> None:
    """Gone, also from the disk. Raises Refused."""
    require(rules.may_manage(by, file.gathering))
    stored = file.stored_as
    file.delete()
    transaction.on_commit(partial(default_storage.delete, stored))
