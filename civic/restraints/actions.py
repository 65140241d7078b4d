"""Restraining somebody, and lifting it. Whoever calls has asked the rule."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from civic.restraints.models import Aside, AsideKind, Restraint
from platform_core.accounts.models import User
from platform_core.events.actions import record


@transaction.atomic
def restrain(
    *,
    person: User,
    deeds: Iterable[str],
    is_quiet: bool,
    ground: str,
    reason: str,
    by: User,
    at: datetime,
    until: datetime,
) -> Restraint:
    made = Restraint.objects.create(
        person=person,
        deeds=sorted(str(deed) for deed in deeds),
        is_quiet=is_quiet,
        ground=ground,
        reason=reason,
        begins_at=at,
        ends_at=until,
        by=by,
    )
    kind = "restraints.quiet.begun" if is_quiet else "restraints.restraint.begun"
    record(
        kind, made, at=at, actor=by, person=person.pk, ground=ground, reason=reason, until=until.isoformat()
    )
    return made


@transaction.atomic
def lift(*, restraint: Restraint, reason: str, by: User, at: datetime) -> bool:
    """False when it was lifted before."""
    done = Restraint.objects.filter(pk=restraint.pk, lifted_at=None).update(
        lifted_at=at, lifted_by=by, lifted_reason=reason
    )
    if done:
        kind = "restraints.quiet.lifted" if restraint.is_quiet else "restraints.restraint.lifted"
        record(kind, restraint, at=at, actor=by, person=restraint.person_id, reason=reason)
    return bool(done)


def forget_aside(*, kind: AsideKind, item: int, person: User) -> bool:
    """The person takes back what does not count any more: undoing does not bring it back."""
    gone, _kinds = Aside.objects.filter(kind=kind, item=item, person=person.pk).delete()
    return bool(gone)
