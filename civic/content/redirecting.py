"""Old addresses that lead on."""

from datetime import datetime

from django.db import transaction

from civic.content import rules
from civic.content.models import Redirect
from platform_core.access import require
from platform_core.accounts.models import User
from platform_core.events.actions import record


@transaction.atomic
def add_redirect(*, old: str, new: str, by: User, at: datetime) -> Redirect:
    """Raises Refused (`not_a_path`, `not_to_be_moved`, `already_moved`, `loop`, `too_many_redirects`)."""
    require(rules.may_arrange(by))
    require(rules.has_room_for_a_redirect())
    require(rules.may_redirect(old, new, _known()))
    made = Redirect.objects.create(old=old, new=new, created_at=at, created_by=by)
    record("content.redirect.added", made, at=at, actor=by, old=old, new=new)
    return made


def lead_on(*, old: str, new: str, by: User, at: datetime) -> Redirect:
    """As add_redirect, for a page that goes: what led from its address, or from the new one, gives way."""
    Redirect.objects.filter(old__in=[old, new]).delete()
    return add_redirect(old=old, new=new, by=by, at=at)


@transaction.atomic
def remove_redirect(*, redirect: Redirect, by: User, at: datetime) -> bool:
    """False when it was gone. Raises Refused."""
    require(rules.may_arrange(by))
    gone, _each = Redirect.objects.filter(pk=redirect.pk).delete()
    if gone:
        record("content.redirect.removed", None, at=at, actor=by, old=redirect.old, new=redirect.new)
    return bool(gone)


def led_from(path: str) -> str:
    """Where a path leads that is no more; "" when nobody said. One query, asked only when nothing is found."""
    bare = path.rstrip("/")
    new = Redirect.objects.filter(old__in=[path, bare, f"{bare}/"]).values_list("new", flat=True).first()
    return new or ""


def _known() -> dict[str, str]:
    return dict(Redirect.objects.values_list("old", "new"))
