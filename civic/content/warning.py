"""Banners above every page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from civic.content import rules
from civic.content.links import is_link, is_path
from civic.content.models import Banner
from civic.content.queries import forget_content
from platform_core.access import no, require
from platform_core.accounts.models import User
from platform_core.events.actions import record


@dataclass(frozen=True, slots=True)
class Warned:
    """`words` by language; `link` a path of this site or an https address, or empty."""

    level: str
    words: Mapping[str, str]
    begins_at: datetime
    ends_at: datetime
    link: str = ""


@transaction.atomic
def put_up(*, warning: Warned, by: User, at: datetime) -> Banner:
    """Raises Refused."""
    banner = Banner(created_at=at, created_by=by)
    _write(banner, warning, by, at)
    record("content.banner.put_up", banner, at=at, actor=by, level=banner.level, words=dict(warning.words))
    return banner


@transaction.atomic
def change_banner(*, banner: Banner, warning: Warned, seen: datetime, by: User, at: datetime) -> bool:
    """`seen`: its changed_at as the form was opened. False when nothing differs. Raises Refused (`changed_meanwhile`)."""
    require(rules.may_warn(by))
    held = Banner.objects.select_for_update(no_key=True).get(pk=banner.pk)
    if held.changed_at != seen:
        now = next(filter(None, held.words.values()), "")
        sentence = _("Somebody else changed it meanwhile. It says now: “%(words)s”.") % {"words": now}
        require(no("changed_meanwhile", sentence, _("Compare, and save again.")))
    before = (held.level, held.words, held.link, held.begins_at, held.ends_at)
    if before == (
        warning.level, dict(warning.words), warning.link, warning.begins_at, warning.ends_at
    ):  # fmt: skip
        return False
    _write(held, warning, by, at)
    record("content.banner.changed", held, at=at, actor=by, level=held.level, words=dict(warning.words))
    return True


def _write(banner: Banner, warning: Warned, by: User, at: datetime) -> None:
    require(rules.may_warn(by))
    if warning.link and not (is_path(warning.link) or is_link(warning.link)):
        require(no("bad_link", _("A link begins with “/” or with “https://”.")))
    banner.level, banner.words, banner.link = warning.level, dict(warning.words), warning.link
    banner.begins_at, banner.ends_at = warning.begins_at, warning.ends_at
    banner.changed_at, banner.changed_by = at, by
    require(rules.may_show(banner, at))
    banner.save()
    _told()


@transaction.atomic
def end_banner(*, banner: Banner, by: User, at: datetime) -> bool:
    """Taken down now. False when it was over. Raises Refused."""
    require(rules.may_warn(by))
    held = Banner.objects.select_for_update(no_key=True).get(pk=banner.pk)
    if held.ended_at is not None or held.ends_at <= at:
        return False
    held.ended_at, held.ended_by = at, by
    held.save(update_fields=["ended_at", "ended_by"])
    record("content.banner.ended", held, at=at, actor=by)
    _told()
    return True


def _told() -> None:
    forget_content()
    transaction.on_commit(forget_content)
