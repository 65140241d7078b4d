"""기록: what was said, what follows, pictures and papers. Public for ever, like the gathering itself."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from civic.gatherings import rules
from civic.gatherings.models import Gathering, GatheringFile
from civic.gatherings.places import hold
from civic.proposals.models import Proposal
from platform_core.access import require
from platform_core.accounts.models import User
from platform_core.events.actions import record
from platform_core.files.keeping import kept, throw_away
from platform_core.files.models import described_columns
from platform_core.files.refusal import RefusedFile, too_many_files
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
    with kept(ROOM, taken.content, taken.extension) as stored_as, transaction.atomic():
        held = hold(gathering)
        require(rules.may_manage(by, held))
        if held.files.count() >= MOST_FILES:
            raise too_many_files(MOST_FILES)
        columns = described_columns(taken, stored_as, alt)
        return GatheringFile.objects.create(gathering=held, **columns, added_at=at, added_by=by)


@transaction.atomic
def remove_file(*, file: GatheringFile, by: User) -> None:
    """Gone, also from the disk. Raises Refused."""
    require(rules.may_manage(by, file.gathering))
    file.delete()
    throw_away([file.stored_as])
