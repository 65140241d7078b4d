"""Who writes notices, and what a notice must be like."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from civic.notices.models import Notice
from civic.people.rules import is_moderator
from platform_core.access import YES, Verdict, no

# More than these at the top, and nobody reads what is new.
MOST_PINNED = 5


def may_write_notices(person: Any) -> Verdict:
    """Moderators and administrators: also change, hide and show them, and attach files."""
    if not is_moderator(person):
        return no("not_allowed", _("Only moderators and administrators write notices."))
    return YES


def may_set_dates(begins_at: datetime | None, ends_at: datetime | None) -> Verdict:
    if ends_at is None:
        return YES
    if begins_at is None:
        return no("no_beginning", _("A notice that ends needs a beginning."), _("Give the day it begins."))
    if ends_at <= begins_at:
        return no("ends_first", _("A notice ends after it begins."), _("Choose a later end."))
    return YES


def may_pin(notice: Notice) -> Verdict:
    """At most MOST_PINNED stand at the top; hidden and ended ones do not count."""
    others = Notice.objects.filter(is_pinned=True, hidden_at=None).exclude(pk=notice.pk)
    if notice.begins_at is not None:
        others = others.exclude(ends_at__lte=notice.begins_at)
    if others.count() >= MOST_PINNED:
        return no(
            "too_many_pinned",
            ngettext(
                "Only %(count)s notice can stand at the top.",
                "Only %(count)s notices can stand at the top.",
                MOST_PINNED,
            )
            % {"count": MOST_PINNED},
            _("Take another one down first."),
        )
    return YES
