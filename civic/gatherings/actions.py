"""Preparing a gathering: writing, publishing, changing and cancelling it."""

from collections.abc import Collection
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from civic.debates.models import Debate
from civic.gatherings import rules
from civic.gatherings.models import Gathering
from civic.gatherings.places import hold, pass_on
from civic.people.models import Department
from civic.proposals.models import Proposal
from platform_core.access import require
from platform_core.accounts.models import User
from platform_core.events.actions import record
from platform_core.text.rich import render_markdown

# When one of these changes, everybody who signed up is told, and calendars are brought up to date.
TOLD = ("begins_at", "ends_at", "place", "address", "stream_url")
IN_CALENDARS = (*TOLD, "title", "description", "directions")


@dataclass(frozen=True, slots=True)
class Plan:
    """What staff write of a gathering. Instants are aware; `kept_until` is a day on the institution's calendar."""

    kind: str
    title: str
    description: str
    begins_at: datetime
    ends_at: datetime
    place: str = ""
    address: str = ""
    directions: str = ""
    access: dict[str, str] = field(default_factory=dict)
    access_words: str = ""
    stream_url: str = ""
    department: Department | None = None
    takes_signups: bool = True
    signup_opens_at: datetime | None = None
    signup_closes_at: datetime | None = None
    capacity: int | None = None
    keeps_waiting_list: bool = True
    offer_hours: int = 24
    questions: list[str] = field(default_factory=list)
    consent_text: str = ""
    consent_version: str = ""
    kept_until: date | None = None

    def facts(self) -> dict[str, Any]:
        return {one.name: getattr(self, one.name) for one in fields(self)}


@transaction.atomic
def write_gathering(
    *,
    plan: Plan,
    items: Collection[Proposal] = (),
    debates: Collection[Debate] = (),
    by: User,
    at: datetime,
) -> Gathering:
    """A new one, which staff alone see until it is published. Raises Refused."""
    require(rules.may_prepare(by))
    gathering = Gathering(**plan.facts(), created_at=at, created_by=by, changed_at=at)
    require(rules.may_manage(by, gathering))
    _check_and_render(gathering)
    gathering.save(force_insert=True)
    gathering.items.set(items)
    gathering.debates.set(debates)
    record("gatherings.gathering.prepared", gathering, at=at, actor=by)
    return gathering


@transaction.atomic
def change_gathering(
    *,
    gathering: Gathering,
    plan: Plan,
    items: Collection[Proposal] = (),
    debates: Collection[Debate] = (),
    by: User,
    at: datetime,
) -> Gathering:
    """Raises Refused. More places are offered to those who wait at once; fewer take nobody's place away.

    Whoever signed up agreed to a date of destruction: it never moves to a later day while somebody is on the list.
    """
    held = hold(gathering)
    require(rules.may_change(by, held, at))
    require(rules.may_keep_longer(held, plan.kept_until))
    before = {name: getattr(held, name) for name in IN_CALENDARS}
    for name, value in plan.facts().items():
        setattr(held, name, value)
    require(rules.may_manage(by, held))
    _check_and_render(held)
    changed = [name for name in IN_CALENDARS if getattr(held, name) != before[name]]
    held.changed_at = at
    held.sequence += bool(changed)
    held.save()
    held.items.set(items)
    held.debates.set(debates)
    if held.published_at is not None:
        record("gatherings.gathering.changed", held, at=at, actor=by, what=[n for n in changed if n in TOLD])
        pass_on(held=held, at=at)
    return held


@transaction.atomic
def publish_gathering(*, gathering: Gathering, by: User, at: datetime) -> bool:
    """Everybody sees it and, from its date, may sign up. False when they did before. Raises Refused."""
    held = hold(gathering)
    require(rules.may_change(by, held, at))
    if held.published_at is not None:
        return False
    held.published_at = held.changed_at = at
    held.save(update_fields=["published_at", "changed_at"])
    record("gatherings.gathering.published", held, at=at, actor=by)
    return True


@transaction.atomic
def cancel_gathering(*, gathering: Gathering, reason: str, by: User, at: datetime) -> bool:
    """It does not take place, and everybody is told why. False when it was cancelled before. Raises Refused."""
    held = hold(gathering)
    if held.is_cancelled:
        return False
    require(rules.may_cancel(by, held, at))
    held.cancelled_at, held.cancelled_by, held.cancelled_reason = at, by, reason
    held.sequence += 1
    held.changed_at = at
    held.save()
    record("gatherings.gathering.cancelled", held, at=at, actor=by, reason=reason)
    return True


def _check_and_render(gathering: Gathering) -> None:
    require(
        rules.may_set_dates(gathering, last_day=gathering.kept_until, end_day=localdate(gathering.ends_at))
    )
    gathering.description_html = render_markdown(gathering.description)
