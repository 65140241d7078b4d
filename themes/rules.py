"""Who changes what an institution looks like, and what a theme must be like to be worn."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from platform_core.access import YES, Verdict, no
from platform_core.access.staff import has_role
from themes.documents import findings_in
from themes.models import Theme, ThemeDraft
from themes.tokens import BadToken

MOST_DRAFTS = 20
# A moment further ahead is more likely a slip of the finger than a plan.
FURTHEST_AHEAD = timedelta(days=366)


def may_change_theme(person: Any) -> Verdict:
    """Administrators: drafts, publishing, moments ahead, going back."""
    if not has_role(person, "administrator"):
        return no("not_allowed", _("Only administrators change the theme."))
    return YES


def may_start_draft() -> Verdict:
    if ThemeDraft.objects.count() >= MOST_DRAFTS:
        sentence = ngettext(
            "There can be %(count)s draft at a time.", "There can be %(count)s drafts at a time.", MOST_DRAFTS
        )
        return no(
            "too_many_drafts", sentence % {"count": MOST_DRAFTS}, _("Throw away one that nobody needs.")
        )
    return YES


def may_begin_at(begins_at: datetime, at: datetime) -> Verdict:
    if begins_at <= at:
        return no("in_the_past", _("This moment has passed."), _("Choose a later one, or publish at once."))
    if begins_at - at > FURTHEST_AHEAD:
        return no(
            "too_far_ahead", _("A theme can be scheduled up to a year ahead."), _("Choose an earlier day.")
        )
    if Theme.objects.filter(published_at=begins_at).exists():
        return no(
            "moment_taken",
            _("Another theme begins at that very moment."),
            _("Choose another time, or call that one off."),
        )
    return YES


def may_unschedule(theme: Theme, at: datetime) -> Verdict:
    if not theme.is_ahead(at):
        return no("begun", _("This theme has begun already."), _("Bring back an earlier one instead."))
    return YES


def may_return_to(theme: Theme, at: datetime) -> Verdict:
    if theme.is_ahead(at):
        return no("not_begun", _("This theme has not begun yet."), _("It begins by itself."))
    return YES


def may_be_worn(document: dict[str, Any]) -> Verdict:
    """Only what everybody can read: the first pair that fails is named."""
    try:
        found = findings_in(document)
    except BadToken as error:
        return no("no_theme", str(error), _("Change it in the editor."))
    if found:
        return no(
            "unreadable",
            found[0].sentence,
            _("Use the suggestion, or choose another colour."),
            actual=found[0].key,
        )
    return YES
