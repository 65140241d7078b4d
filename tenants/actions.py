"""Verbs about institutions: the only writers of Institution after it was ordered.

Each is written in the public schema, with its event, in one transaction. `by` is an operator
(a user of the public schema) or None for the machine.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.module_loading import import_string

from platform_core.access import require
from platform_core.events.actions import record
from platform_core.events.models import Event
from tenants import events
from tenants.context import institution_context, public
from tenants.models import Institution, Standing
from tenants.queries import forget_hosts, words_of
from tenants.rules import may_move

# After each of these nobody writes there until it is opened again.
CLOSING = (events.READ_ONLY, events.SUSPENDED, events.ARCHIVED)


class ChangedMeanwhile(Exception):
    """Somebody else saved after the caller had looked. `now` is what is said now."""

    def __init__(self, now: Any) -> None:
        super().__init__("It was changed after it was read.")
        self.now = now


def rename(
    *,
    institution: Institution,
    name: str,
    at: datetime,
    by: models.Model | None = None,
    seen: str | None = None,
) -> bool:
    """Give it another name; returns False when it has it already.

    With `seen`, the name it is thought to have, raises ChangedMeanwhile if it is called otherwise by now.
    """
    with public(), transaction.atomic():
        now = Institution.objects.select_for_update().get(pk=institution.pk).name
        if seen is not None and now not in (seen, name):
            raise ChangedMeanwhile(now)
        return _change(institution, events.RENAMED, at, by, {"name": name}, was=now)


def describe(
    *,
    institution: Institution,
    tagline: str,
    words: dict[str, Any],
    at: datetime,
    by: models.Model | None = None,
    seen: dict[str, Any] | None = None,
) -> bool:
    """What its home page says: `words` (headline, lead, contact) replace those of the same name in `settings`.

    False when it says so already. With `seen`, what its page was thought to say (tenants.queries.words_of),
    raises ChangedMeanwhile if it says something else by now.
    """
    with public(), transaction.atomic():
        locked = Institution.objects.select_for_update().get(pk=institution.pk)
        now = words_of(locked, words)
        if seen is not None and now not in (seen, {"tagline": tagline, **words}):
            raise ChangedMeanwhile(now)
        changes = {"tagline": tagline, "settings": {**locked.settings, **words}}
        return _change(institution, events.DESCRIBED, at, by, changes)


def keep_setting(
    *, institution: Institution, name: str, value: Any, at: datetime, by: models.Model | None = None
) -> bool:
    """Keep `value` (plain JSON) under `name` in its settings, where every request finds it without asking.

    False when it stands there already.
    """
    with public(), transaction.atomic():
        locked = Institution.objects.select_for_update().get(pk=institution.pk)
        changes = {"settings": {**locked.settings, name: value}}
        return _change(institution, events.WORDED, at, by, changes, name=name)


def speak_languages(
    *, institution: Institution, languages: list[str], at: datetime, by: models.Model | None = None
) -> bool:
    """Its pages are in these, the first of them first. False when they are already."""
    changes = {"languages": languages}
    return _change(institution, events.LANGUAGES, at, by, changes, languages=languages)


def set_facts(
    *,
    institution: Institution,
    kind: str,
    time_zone: str,
    country: str,
    at: datetime,
    by: models.Model | None = None,
) -> bool:
    """What kind it is, on which clock it works and whose holidays it keeps. False when it is so already."""
    changes = {"kind": kind, "time_zone": time_zone, "country": country}
    return _change(institution, events.PLACED, at, by, changes, facts=changes)


def set_entitlements(
    *, institution: Institution, entitlements: dict[str, Any], at: datetime, by: models.Model | None = None
) -> bool:
    """What its plan allows. Called by billing."""
    return _change(institution, events.ENTITLED, at, by, {"entitlements": entitlements})


def make_read_only(
    *, institution: Institution, reason: str, at: datetime, by: models.Model | None = None
) -> bool:
    """The contract ended or nobody paid: what citizens wrote stays a public record, and nobody writes any more.

    Writing stops within seconds; tasks and letters are parked (platform_core/access/standings.py). False when it
    is read-only already. Raises Refused, as the three below do, when tenants.rules.may_move says so.
    """
    return _move(institution, Standing.READ_ONLY, events.READ_ONLY, at, by, reason)


def suspend(*, institution: Institution, reason: str, at: datetime, by: models.Model | None = None) -> bool:
    """Nothing of it is shown to anybody; a neutral page stands at its address. False when it is suspended already."""
    return _move(institution, Standing.SUSPENDED, events.SUSPENDED, at, by, reason)


def archive(*, institution: Institution, reason: str, at: datetime, by: models.Model | None = None) -> bool:
    """Files are served in its place. False when it is archived already."""
    return _move(institution, Standing.ARCHIVED, events.ARCHIVED, at, by, reason)


def reopen(
    *, institution: Institution, at: datetime, by: models.Model | None = None, reason: str = ""
) -> bool:
    """All of it works again, and what was parked goes on. False when it is open already.

    settings.REOPENING_STEPS are called inside it, in the same transaction: before any clock judges what is over.
    """
    with public(), transaction.atomic():
        since = closed_since(institution)
        if not _move(institution, Standing.OPEN, events.REOPENED, at, by, reason):
            return False
        if since is not None and since < at:
            with institution_context(institution):
                for path in settings.REOPENING_STEPS:
                    import_string(path)(institution, since=since, until=at)
        return True


def closed_since(institution: Institution) -> datetime | None:
    """Since when people cannot write there, whatever it has been since then; None while they can."""
    with public():
        stopped: datetime | None = None
        told = Event.objects.filter(
            subject_type="tenants.institution",
            subject_id=institution.pk,
            kind__in=[events.OPENED, events.REOPENED, *CLOSING],
        )
        for kind, at in told.order_by("-pk").values_list("kind", "at"):
            if kind not in CLOSING:
                break
            stopped = at
        return stopped


def _move(
    institution: Institution, to: Standing, kind: str, at: datetime, by: models.Model | None, reason: str
) -> bool:
    """Judged under the lock; whoever comes second finds it done."""
    with public(), transaction.atomic():
        locked = Institution.objects.select_for_update().get(pk=institution.pk)
        if locked.standing == to:
            return False
        require(may_move(locked, to, reason))
        changes = {
            "standing": to,
            "standing_reason": "" if to == Standing.OPEN else reason.strip(),
            "standing_changed_at": at,
        }
        return _change(institution, kind, at, by, changes, reason=reason.strip(), was=locked.standing)


def _change(
    institution: Institution,
    kind: str,
    at: datetime,
    by: models.Model | None,
    changes: dict[str, Any],
    only_if: dict[str, Any] | None = None,
    **told: Any,
) -> bool:
    """A guarded update: the second comer, or one who changes nothing, gets False."""
    with public(), transaction.atomic():
        found = Institution.objects.filter(pk=institution.pk, **(only_if or {})).exclude(**changes)
        if not found.update(**changes):
            return False
        record(kind, institution, at=at, actor=by, **told)
        transaction.on_commit(forget_hosts)
    for name, value in changes.items():
        setattr(institution, name, value)
    return True
