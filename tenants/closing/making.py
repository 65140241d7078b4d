"""Making the static site of an institution: asked for by an operator, made by workers a few seconds at a time."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from platform_core.access import YES, Verdict, no, require
from platform_core.events.actions import record
from tenants import events
from tenants.closing import reading
from tenants.closing.models import SiteArchive, SiteState
from tenants.closing.writing import write_site
from tenants.connection import connection
from tenants.context import public
from tenants.models import Institution, Standing

log = logging.getLogger("madang.tenants")
LOCK_FAMILY = 4711
# Nobody has worked on it for so long: whoever did is gone.
LEFT_ALONE = timedelta(minutes=1)


def may_make_site(institution: Institution) -> Verdict:
    if institution.standing != Standing.READ_ONLY:
        return no(
            "not_read_only",
            _("A static site is made of an institution that is read-only: nothing changes while it is read."),
            requirement=Standing.READ_ONLY.value,
            actual=institution.standing,
        )
    return YES


def has_site(institution: Institution) -> Verdict:
    """Whether its static site shows it as it is now: made since writing stopped."""
    made = SiteArchive.objects.filter(institution=institution, state=SiteState.DONE).first()
    since = institution.standing_changed_at
    if made is None or (since is not None and made.asked_at < since):
        return no(
            "no_site",
            _("Its static site has not been made since it became read-only."),
            _("Make the site first."),
        )
    return YES


def ask_for_site(
    *, institution: Institution, masks_names: bool, at: datetime, by: models.Model | None = None
) -> SiteArchive:
    """Begin, or begin again. Raises Refused unless it is read-only."""
    with public(), transaction.atomic():
        locked = Institution.objects.select_for_update().get(pk=institution.pk)
        require(may_make_site(locked))
        begun = {"state": SiteState.MAKING, "masks_names": masks_names, "asked_at": at, "touched_at": at}
        empty = {"finished_at": None, "files": 0, "size": 0, "digest": "", "error": ""}
        archive, _new = SiteArchive.objects.update_or_create(institution=locked, defaults={**begun, **empty})
        archive.addresses.all().delete()
        reading.begin(archive)
        record(events.SITE_ASKED, institution, at=at, actor=by, masks_names=masks_names)
    return archive


def go_on(*, institution: Institution, at: datetime, by: models.Model | None = None) -> bool:
    """After an error was mended: from where it stopped. False when it has not stopped."""
    with public(), transaction.atomic():
        locked = Institution.objects.select_for_update().get(pk=institution.pk)
        require(may_make_site(locked))
        stopped = SiteArchive.objects.filter(institution=locked, state=SiteState.FAILED)
        if not stopped.update(state=SiteState.MAKING, error="", touched_at=at):
            return False
        reading.try_broken_again(SiteArchive.objects.get(institution=locked))
        return True


def make_on(*, institution: Institution, now: Callable[[], datetime], seconds: float) -> bool:
    """Work on it for about so long; whether more is to be done. Two workers at once: the second does nothing."""
    with public(), _alone(institution) as is_alone:
        archive = SiteArchive.objects.filter(institution=institution, state=SiteState.MAKING).first()
        if archive is None or not is_alone:
            return False
        archive.institution = institution
        if not may_make_site(institution).allowed:
            return False
        SiteArchive.objects.filter(pk=archive.pk).update(touched_at=now())
        try:
            return _make(archive, now, now() + timedelta(seconds=seconds))
        except Exception as error:
            log.exception("The static site of %s could not be made", institution.schema_name)
            SiteArchive.objects.filter(pk=archive.pk).update(
                state=SiteState.FAILED, error=f"{type(error).__name__}: {error}"[:2000]
            )
            return False


def _make(archive: SiteArchive, now: Callable[[], datetime], until: datetime) -> bool:
    if not reading.read_on(archive, until=until, now=now):
        return True
    reading.check_whole(archive)
    at = now()
    written = write_site(archive, at=at)
    with transaction.atomic():
        SiteArchive.objects.filter(pk=archive.pk).update(
            state=SiteState.DONE,
            finished_at=at,
            touched_at=at,
            files=written.files,
            size=written.size,
            digest=written.digest,
        )
        archive.addresses.all().delete()
        record(events.SITE_MADE, archive.institution, at=at, files=written.files, digest=written.digest)
    return False


def left_alone(at: datetime) -> list[int]:
    """Institutions whose site is being made by nobody at the moment."""
    with public():
        waiting = SiteArchive.objects.filter(state=SiteState.MAKING, touched_at__lt=at - LEFT_ALONE)
        return list(waiting.order_by("pk").values_list("institution_id", flat=True))


@contextmanager
def _alone(institution: Institution) -> Iterator[bool]:
    """A lock that dies with its connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK_FAMILY, institution.pk])
        got = bool(cursor.fetchone()[0])
    try:
        yield got
    finally:
        if got and connection.is_usable() and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK_FAMILY, institution.pk])
