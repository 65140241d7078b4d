"""Proposals leave the platform as a table, and it is recorded who took how many."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from civic.people.rules import is_moderator
from platform_core.access import YES, Verdict, no, require
from platform_core.accounts.models import User
from platform_core.events.actions import record


def may_export(person: Any) -> Verdict:
    """The table holds people's names: for those who look after the whole."""
    if not is_moderator(person):
        return no("not_allowed", _("Only moderators and administrators take the whole list."))
    return YES


def record_export(*, rows: int, filters: dict[str, Any], by: User, at: datetime) -> None:
    """Raises Refused."""
    require(may_export(by))
    record("proposals.list.exported", None, at=at, actor=by, rows=rows, filters=filters)
