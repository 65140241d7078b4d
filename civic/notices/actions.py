"""Writing, changing, hiding and showing notices."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from civic.notices import rules
from civic.notices.models import Notice, State
from platform_core.access import require
from platform_core.accounts.models import User
from platform_core.events.actions import record
from platform_core.text.rich import render_markdown

WORDS = ("title", "body")


@dataclass(frozen=True, slots=True)
class Wording:
    """What staff write. `body` is light Markdown; no `begins_at`: kept as a draft. Instants are aware."""

    title: str
    body: str
    is_pinned: bool = False
    begins_at: datetime | None = None
    ends_at: datetime | None = None


@transaction.atomic
def write_notice(*, wording: Wording, by: User, at: datetime) -> Notice:
    """Raises Refused."""
    require(rules.may_write_notices(by))
    notice = Notice(**asdict(wording), created_at=at, created_by=by, changed_at=at)
    _check_and_render(notice)
    notice.save(force_insert=True)
    record("notices.notice.written", notice, at=at, actor=by)
    return notice


@transaction.atomic
def tell_by_the_platform(*, title: str, body: str, at: datetime) -> Notice:
    """What no member of staff decided and everybody should know. Staff may hide it as any other."""
    notice = Notice(title=title, body=body, begins_at=at, created_at=at, changed_at=at)
    _check_and_render(notice)
    notice.save(force_insert=True)
    record("notices.notice.written", notice, at=at)
    return notice


@transaction.atomic
def change_notice(*, notice: Notice, wording: Wording, by: User, at: datetime) -> bool:
    """False when nothing is different. Words that people could read already get the mark “edited”. Raises Refused."""
    held = hold(notice)
    require(rules.may_write_notices(by))
    changed = [name for name, value in asdict(wording).items() if getattr(held, name) != value]
    if not changed:
        return False
    was_read = held.begins_at is not None and held.begins_at <= at
    for name in changed:
        setattr(held, name, getattr(wording, name))
    _check_and_render(held)
    held.changed_at = at
    if was_read and any(name in WORDS for name in changed):
        held.edited_at, held.edited_by = at, by
    held.save()
    record("notices.notice.changed", held, at=at, actor=by, what=changed)
    return True


@transaction.atomic
def hide_notice(*, notice: Notice, reason: str, by: User, at: datetime) -> bool:
    """Nobody but moderators reads it any more. False when it was hidden before. Raises Refused."""
    held = hold(notice)
    require(rules.may_write_notices(by))
    if held.hidden_at is not None:
        return False
    held.hidden_at, held.hidden_by, held.hidden_reason, held.changed_at = at, by, reason, at
    held.save(update_fields=["hidden_at", "hidden_by", "hidden_reason", "changed_at"])
    record("notices.notice.hidden", held, at=at, actor=by, reason=reason)
    return True


@transaction.atomic
def show_notice(*, notice: Notice, by: User, at: datetime) -> bool:
    """Its dates count again. False when it was not hidden. Raises Refused, also when the top is full by now."""
    held = hold(notice)
    require(rules.may_write_notices(by))
    if held.state(at) != State.HIDDEN:
        return False
    if held.is_pinned:
        require(rules.may_pin(held))
    held.hidden_at, held.hidden_by, held.hidden_reason, held.changed_at = None, None, "", at
    held.save(update_fields=["hidden_at", "hidden_by", "hidden_reason", "changed_at"])
    record("notices.notice.shown", held, at=at, actor=by)
    return True


def hold(notice: Notice) -> Notice:
    """The bare row, locked."""
    return Notice.objects.select_for_update(no_key=True).get(pk=notice.pk)


def _check_and_render(notice: Notice) -> None:
    require(rules.may_set_dates(notice.begins_at, notice.ends_at))
    if notice.is_pinned and notice.hidden_at is None:
        require(rules.may_pin(notice))
    notice.body_html = render_markdown(notice.body)
