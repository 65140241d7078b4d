"""Who arranges pages, and what may stand there."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from civic.content.links import is_path
from civic.content.models import Arrangement, Banner, Edition, Level, Redirect
from civic.people.rules import is_administrator, is_moderator
from platform_core.access import YES, Verdict, no

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")
MOST_PAGES = 200
MOST_REDIRECTS = 2_000
MOST_BANNERS = 3
FURTHEST = timedelta(days=366)
# Where the rooms of the house itself are, and what no page of ours could take over.
OURS = ("/desk/", "/api/", "/static/", "/sign-", "/me/", "/preview/", "/media/")
MOST_STEPS = 10


def may_arrange(person: Any) -> Verdict:
    """Home, menu, footer, pages and redirects."""
    if not is_administrator(person):
        return no("not_allowed", _("Only administrators arrange pages and menus."))
    return YES


def may_warn(person: Any) -> Verdict:
    """A flood does not wait for the administrator."""
    if not is_moderator(person):
        return no("not_allowed", _("Only moderators and administrators put up a banner."))
    return YES


def may_begin(begins_at: datetime, at: datetime) -> Verdict:
    if begins_at < at:
        return no(
            "in_the_past",
            _("It cannot begin in the past."),
            _("Leave the moment empty to publish now, or choose a later one."),
        )
    if begins_at > at + FURTHEST:
        return no("too_far", _("That is more than a year ahead."), _("Choose an earlier moment."))
    return YES


def may_withdraw(edition: Edition, at: datetime) -> Verdict:
    if edition.withdrawn_at is not None or edition.begins_at <= at:
        return no(
            "has_begun",
            _("This edition has been in force already."),
            _("Restore an older one as a draft and publish that."),
        )
    return YES


def may_name_page(slug: str, arrangement: Arrangement | None = None) -> Verdict:
    if not SLUG.fullmatch(slug):
        return no(
            "bad_address",
            _("An address is made of small Latin letters, digits and hyphens."),
            _("For example: how-we-decide"),
        )
    others = Arrangement.objects.filter(slug=slug, removed_at=None)
    if arrangement is not None:
        others = others.exclude(pk=arrangement.pk)
    if others.exists():
        return no("address_taken", _("Another page has this address."), _("Choose another one."))
    return YES


def has_room_for_a_page() -> Verdict:
    if Arrangement.objects.filter(removed_at=None).exclude(slug="").count() >= MOST_PAGES:
        return no(
            "too_many_pages",
            _("There are %(most)s pages already.") % {"most": MOST_PAGES},
            _("Remove one that nobody needs any more."),
        )
    return YES


def may_redirect(old: str, new: str, known: Mapping[str, str]) -> Verdict:
    """`known`: old → new of those that are there."""
    if not is_path(old) or not is_path(new):
        return no(
            "not_a_path",
            _("Both are addresses of this site, beginning with “/”, without “?” and “#”."),
            _("For example: /board/notice.do"),
        )
    if old == "/" or old.startswith(OURS):
        return no("not_to_be_moved", _("This address belongs to the platform and stays where it is."))
    if _same(old) in {_same(one) for one in known}:
        return no("already_moved", _("This address leads on already."), _("Remove that redirect first."))
    if leads_back(old, new, known):
        return no("loop", _("That would lead in a circle."), _("Choose where it ends."))
    return YES


def leads_back(old: str, new: str, known: Mapping[str, str]) -> bool:
    """Whether following from `new` comes to `old`, or does not come to an end."""
    onward = {_same(one): other for one, other in known.items()}
    here = _same(new)
    for _step in range(MOST_STEPS):
        if here == _same(old):
            return True
        if here not in onward:
            return False
        here = _same(onward[here])
    return True


def _same(path: str) -> str:
    """With and without the slash at its end is one address."""
    return path.rstrip("/") or "/"


def has_room_for_a_redirect() -> Verdict:
    if Redirect.objects.count() >= MOST_REDIRECTS:
        return no("too_many_redirects", _("There are %(most)s redirects already.") % {"most": MOST_REDIRECTS})
    return YES


def may_show(banner: Banner, at: datetime) -> Verdict:
    """At most MOST_BANNERS at once: where everything is urgent nothing is."""
    if banner.level not in Level.values or not any(banner.words.values()):
        return no("no_words", _("A banner needs words."))
    if banner.ends_at <= max(banner.begins_at, at):
        return no("ends_first", _("It ends after it begins, and later than now."), _("Choose a later end."))
    if banner.ends_at > at + FURTHEST:
        return no("too_far", _("That is more than a year ahead."), _("Choose an earlier moment."))
    beside = Banner.objects.filter(ended_at=None, ends_at__gt=banner.begins_at, begins_at__lt=banner.ends_at)
    if beside.exclude(pk=banner.pk).count() >= MOST_BANNERS:
        return no(
            "too_many_banners",
            _("%(most)s banners stand there at that time already.") % {"most": MOST_BANNERS},
            _("End one of them first."),
        )
    return YES
