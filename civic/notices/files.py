"""Files of a notice: taken in harmless, kept under a name nobody can guess, thrown away again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from civic.notices import rules
from civic.notices.actions import hold
from civic.notices.models import Notice, NoticeFile
from platform_core.access import require
from platform_core.accounts.models import User
from platform_core.events.actions import record
from platform_core.files.keeping import kept, throw_away
from platform_core.files.limits import MAX_FILES
from platform_core.files.models import described_columns
from platform_core.files.refusal import RefusedFile, too_many_files
from platform_core.files.taking import TakenIn

ROOM = "notices"


def add_file(*, notice: Notice, taken: TakenIn, alt: str, by: User, at: datetime) -> NoticeFile:
    """Keep a file that `take_in` found harmless. Raises Refused, RefusedFile (`no_words`, `too_many_files`)."""
    require(rules.may_write_notices(by))
    if taken.is_image and not alt:
        raise RefusedFile("no_words", _("Say in words what the picture shows: some people cannot see it."))
    with kept(ROOM, taken.content, taken.extension) as stored_as, transaction.atomic():
        held = hold(notice)
        if held.files.count() >= MAX_FILES:
            raise too_many_files(MAX_FILES)
        columns = described_columns(taken, stored_as, alt)
        file = NoticeFile.objects.create(notice=held, **columns, added_at=at, added_by=by)
        record("notices.file.added", held, at=at, actor=by, name=file.name)
        _touch(held, at)
        return file


@transaction.atomic
def remove_file(*, file: NoticeFile, by: User, at: datetime) -> bool:
    """Gone, also from the disk. False when it was gone before. Raises Refused."""
    require(rules.may_write_notices(by))
    held = hold(file.notice)
    gone, _each = NoticeFile.objects.filter(pk=file.pk).delete()
    if not gone:
        return False
    record("notices.file.removed", held, at=at, actor=by, name=file.name)
    _touch(held, at)
    throw_away([file.stored_as])
    return True


def _touch(held: Notice, at: datetime) -> None:
    held.changed_at = at
    held.save(update_fields=["changed_at"])
