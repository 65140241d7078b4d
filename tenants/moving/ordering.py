"""Exports that are ordered, written by a worker, fetched by whoever may, and thrown away after some days."""

import logging
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

from django.conf import settings
from django.core import signing
from django.db import models, transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from platform_core.access import YES, Verdict, no, require
from platform_core.access.sealing import BrokenSeal, seal, unseal
from platform_core.accounts.models import User
from platform_core.events.actions import record
from platform_core.outbound.actions import queue_letter
from tenants.context import institution_context, public
from tenants.models import Institution, Standing
from tenants.moving import events
from tenants.moving.archive.sealing import SHORTEST_PASSPHRASE
from tenants.moving.exporting import write_export
from tenants.moving.models import Export

log = logging.getLogger("madang.tenants")
State = Export.State
# A worker that has said nothing for so long is taken for dead; the export begins anew.
SILENCE = timedelta(minutes=5)
# A task that nobody took on by then may be lost.
PATIENCE = timedelta(seconds=30)
SECONDS_BETWEEN_NEWS = 1.0
LINK_SECONDS = 3600
BROKEN = gettext_lazy("It could not be written. The platform's operators see why; order it again later.")


def may_order_export(institution: Institution) -> Verdict:
    """One at a time; of an institution that is there."""
    if institution.standing == Standing.PREPARING:
        return no("not_there_yet", _("It has not been opened yet."))
    with public():
        if Export.objects.filter(institution=institution, state__in=[State.WAITING, State.RUNNING]).exists():
            return no("under_way", _("An export is being written already."))
    return YES


def order_export(
    *, institution: Institution, reason: str, passphrase: str, by: User, by_operator: bool, at: datetime
) -> Export:
    """Written in the institution's own history as well, whoever orders it. Raises Refused."""
    require(_may_with(passphrase))
    with public(), transaction.atomic():
        locked = Institution.objects.select_for_update().get(pk=institution.pk)
        require(may_order_export(locked))
        export = Export.objects.create(
            institution=locked,
            by_operator=by_operator,
            by_id=by.pk,
            by_name=by.name,
            reason=reason,
            passphrase=seal(passphrase) if passphrase else "",
            has_secrets=bool(passphrase),
            ordered_at=at,
            touched_at=at,
        )
        record(events.EXPORT_ORDERED, locked, at=at, actor=by if by_operator else None, reason=reason)
        with institution_context(locked):
            record(
                events.EXPORT_ORDERED,
                None,
                at=at,
                actor=None if by_operator else by,
                reason=reason,
                operator=by.name if by_operator else "",
            )
    return export


def _may_with(passphrase: str) -> Verdict:
    if passphrase and len(passphrase) < SHORTEST_PASSPHRASE:
        return no("short", _("At least %d characters.") % SHORTEST_PASSPHRASE)
    return YES


def exports_of(institution: Institution) -> "list[Export]":
    """The newest ten."""
    with public():
        return list(Export.objects.filter(institution=institution).order_by("-pk")[:10])


def carry_out(*, pk: int) -> bool:
    """Write export `pk`, unless it is written, or somebody is at it: False then. What fails is kept with it."""
    with public():
        taken = Export.objects.filter(pk=pk, state=State.WAITING).update(
            state=State.RUNNING, turn=F("turn") + 1, touched_at=Now(), done=0, total=0
        )
        if not taken:
            return False
        export = Export.objects.select_related("institution").get(pk=pk)
        try:
            path = path_of(export)
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.unlink(missing_ok=True)
            passphrase = unseal(export.passphrase) if export.passphrase else ""
            write_export(
                institution=export.institution,
                path=path,
                at=timezone.now(),  # noqa: TID251 - a worker's own clock
                passphrase=passphrase,
                progress=_News(export),
            )
        except Exception as error:
            log.exception("Export %s of %s failed", export.pk, export.institution.schema_name)
            trouble = "" if isinstance(error, BrokenSeal) else f"{type(error).__name__}: {error}"[:2000]
            _mine(export).update(state=State.FAILED, trouble=trouble, passphrase="", touched_at=Now())
            raise
        _finish(export, path)
    return True


def _finish(export: Export, path: Path) -> None:
    now = timezone.now()  # noqa: TID251 - a worker's own clock
    with transaction.atomic():
        done = _mine(export).update(
            state=State.DONE,
            done=F("total"),
            made_at=now,
            touched_at=now,
            size=path.stat().st_size,
            passphrase="",
            trouble="",
            kept_until=now + timedelta(days=settings.EXPORT_DAYS),
        )
        if not done:
            return
        record(events.EXPORT_MADE, export.institution, at=now, bytes=path.stat().st_size)
        if not export.by_operator:
            _tell(export)


def _tell(export: Export) -> None:
    institution = export.institution
    with institution_context(institution), translation.override(institution.default_language):
        user = User.objects.filter(pk=export.by_id or 0, is_active=True).first()
        if user is None:
            return
        queue_letter(
            to=user.email,
            user=user,
            subject=_("The export of %(name)s is ready") % {"name": institution.name},
            body=_("It can be fetched for %(days)d days, by administrators who are signed in.")
            % {"days": settings.EXPORT_DAYS},
            action_label=_("To the export"),
            action_url=institution.address("/desk/leaving/"),
            dedupe_key=f"export:{export.key}",
        )


def link_word(export: Export) -> str:
    """What a link to the file must carry; good for an hour."""
    return signing.dumps(str(export.key), salt=f"madang.export.{export.institution_id}")


def fetched(
    *, institution: Institution, key: str, word: str, at: datetime, by: models.Model | None, by_operator: bool
) -> tuple[Export, Path] | None:
    """The finished file, for a link that is still good; None otherwise. It is written down who took it."""
    try:
        if signing.loads(word, salt=f"madang.export.{institution.pk}", max_age=LINK_SECONDS) != key:
            return None
    except signing.BadSignature:
        return None
    with public():
        export = Export.objects.filter(institution=institution, key=key, state=State.DONE).first()
        if export is None or not path_of(export).exists():
            return None
        record(events.EXPORT_FETCHED, institution, at=at, actor=by if by_operator else None, export=str(key))
    with institution_context(institution):
        record(events.EXPORT_FETCHED, None, at=at, actor=None if by_operator else by, export=str(key))
    return export, path_of(export)


def path_of(export: Export) -> Path:
    """In a folder of the institution's own, so that an erasure finds all of them."""
    return folder_of(export.institution) / f"{export.key}.zip"


def folder_of(institution: Institution) -> Path:
    return Path(settings.EXPORTS_ROOT) / institution.schema_name


def late_exports(*, at: datetime) -> list[int]:
    """What a worker should be writing by now, and is not."""
    with public():
        silent = Export.objects.filter(state=State.RUNNING, touched_at__lt=at - SILENCE)
        silent.update(state=State.WAITING)
        late = Export.objects.filter(state=State.WAITING, touched_at__lt=at - PATIENCE).order_by("pk")
        return list(late.values_list("pk", flat=True))


def throw_away_old(*, at: datetime) -> int:
    """Files whose days are over; returns how many."""
    with public():
        old = list(
            Export.objects.select_related("institution")
            .filter(state=State.DONE, kept_until__lte=at)
            .order_by("pk")
        )
        for export in old:
            path_of(export).unlink(missing_ok=True)
            Export.objects.filter(pk=export.pk).update(state=State.GONE, touched_at=at)
    return len(old)


def _mine(export: Export) -> "QuerySet[Export]":
    """Only while no other worker has taken it on."""
    return Export.objects.filter(pk=export.pk, turn=export.turn, state=State.RUNNING)


class _News:
    """Says how far it has come, once a second at most. From the institution's place into the public schema."""

    def __init__(self, export: Export) -> None:
        self._export, self._last = export, monotonic()

    def __call__(self, done: int, total: int) -> None:
        if monotonic() - self._last < SECONDS_BETWEEN_NEWS:
            return
        self._last = monotonic()
        with public():
            _mine(self._export).update(done=done, total=total, touched_at=Now())
