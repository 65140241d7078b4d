"""공개 추첨: a call is opened, its list published, the numbers entered, and the seats drawn.

The algorithm is verify_draw.py's, which everybody can download: there is no second one.
"""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from civic.agenda import verify_draw
from civic.agenda.lottery_rules import (
    Outside,
    Places,
    are_places_possible,
    are_sure_numbers,
    is_later_drawing,
    may_call,
    may_confirm,
    may_draw,
    may_enter_numbers,
    may_publish_list,
)
from civic.agenda.models import Call, Committee, Volunteer
from civic.agenda.rules import is_standing
from platform_core.access import no, require
from platform_core.access.verdict import Refused
from platform_core.accounts.models import User
from platform_core.events.actions import record
from platform_core.text.rich import render_markdown


@transaction.atomic
def open_call(
    *,
    committee: Committee,
    title: str,
    body: str,
    seat: str,
    places: Places,
    outside: Outside,
    opens_at: datetime,
    closes_at: datetime,
    term_months: int,
    kept_days: int,
    by: User,
    at: datetime,
) -> Call:
    """Publish the terms and the fingerprint of a secret that is made now. Raises Refused.

    An opening that has passed already means now.
    """
    require(may_call(by))
    require(is_standing(Committee.objects.select_for_update().get(pk=committee.pk)))
    opens_at = max(opens_at, at)
    require(are_places_possible(places))
    require(are_sure_numbers(outside))
    require(is_later_drawing(outside, opens_at, closes_at))
    secret = secrets.token_hex(32)
    call = Call(
        committee=committee,
        title=title,
        body_source=body,
        body_html=render_markdown(body),
        seat=seat,
        regions=list(places.regions),
        term_months=term_months,
        opens_at=opens_at,
        closes_at=closes_at,
        drawn_at=outside.drawn_at,
        secret=secret,
        kept_days=kept_days,
        created_at=at,
        created_by=by,
    )
    call.save()
    call.terms = {
        "call": str(call.pk),
        "committee": committee.name,
        "title": title,
        "seats": places.seats,
        "quotas": places.quotas,
        "outside": {**outside.published(), "drawn_at": instant(outside.drawn_at)},
        "secret_hash": verify_draw.secret_hash(secret),
    }
    call.save(update_fields=["terms"])
    record("agenda.call.opened", call, at=at, actor=by, terms=verify_draw.terms_digest(call.terms))
    return call


@transaction.atomic
def publish_list(*, call: Call, by: User | None, at: datetime) -> bool:
    """From now on nobody is added and nothing changed. Raises Refused. False when it was published before.

    `by` is None for the clock.
    """
    here = Call.objects.select_for_update().get(pk=call.pk)
    if here.frozen_at is not None:
        return False
    require(may_publish_list(by, here, at))
    rows = Volunteer.objects.filter(call=here).order_by("code").values("code", "sex", "age", "region")
    here.codes, here.frozen_at = list(rows), at
    here.save(update_fields=["codes", "frozen_at"])
    record(
        "agenda.list.published",
        here,
        at=at,
        actor=by,
        volunteers=len(here.codes),
        digest=verify_draw.list_digest(here.codes),
    )
    return True


@transaction.atomic
def enter_numbers(*, call: Call, numbers: str, source: str, by: User, at: datetime) -> None:
    """The numbers that were drawn elsewhere, and where anybody can read them. Raises Refused.

    Entered again before somebody else has confirmed them, the later ones stand.
    """
    here = Call.objects.select_for_update().get(pk=call.pk)
    require(may_enter_numbers(by, here, at))
    try:
        here.numbers = verify_draw.numbers_of(here.terms["outside"], numbers)
    except ValueError as error:
        raise Refused(
            no(
                "not_the_numbers",
                _("These are not numbers as they were announced."),
                _("Write them as whole numbers with a hyphen between them, such as 3-14-15-21-30-42."),
                actual=numbers,
            )
        ) from error
    here.numbers_source, here.numbers_by = source, by
    here.save(update_fields=["numbers", "numbers_source", "numbers_by"])
    record("agenda.numbers.entered", here, at=at, actor=by, numbers=here.numbers, source=source)


@transaction.atomic
def confirm_and_draw(*, call: Call, numbers: str, by: User, at: datetime) -> bool:
    """A second person has read the same numbers at their source: the draw is made. Raises Refused.

    False when it was made before.
    """
    here = Call.objects.select_for_update().get(pk=call.pk)
    if here.settled_at is not None:
        return False
    require(may_confirm(by, here, numbers))
    require(may_draw(here))
    here.seed = verify_draw.seed_of(here.terms, here.codes, here.secret, here.numbers)
    here.drawn, here.standing_by = verify_draw.draw(here.codes, here.seats, here.quotas, here.seed)
    here.confirmed_by, here.settled_at = by, at
    here.save(update_fields=["seed", "drawn", "standing_by", "confirmed_by", "settled_at"])
    record("agenda.draw.made", here, at=at, actor=by, seed=here.seed, drawn=len(here.drawn))
    return True


@transaction.atomic
def cancel_call(*, call: Call, reason: str, by: User, at: datetime) -> bool:
    """Nobody is drawn; the reason is public, for good. Raises Refused. False when it is over already."""
    here = Call.objects.select_for_update().get(pk=call.pk)
    if here.settled_at is not None or here.cancelled_at is not None:
        return False
    require(may_call(by))
    here.cancelled_at, here.cancelled_reason = at, reason
    here.save(update_fields=["cancelled_at", "cancelled_reason"])
    record("agenda.call.cancelled", here, at=at, actor=by, reason=reason)
    return True


def instant(moment: datetime) -> str:
    """As published: in UTC, to the second, so that two of them compare as text."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def published(call: Call) -> dict[str, Any]:
    """All that is public of a call, step by step; complete, and checkable, once it was drawn."""
    told: dict[str, Any] = {
        "format": verify_draw.FORMAT,
        "terms": call.terms,
        "terms_digest": verify_draw.terms_digest(call.terms),
    }
    if call.frozen_at is not None:
        told |= {
            "list_published_at": instant(call.frozen_at),
            "volunteers": call.codes,
            "list_digest": verify_draw.list_digest(call.codes),
        }
    if call.settled_at is not None:
        steps = call.successions.values_list("left", "came")
        told |= {
            "secret": call.secret,
            "numbers": call.numbers,
            "numbers_source": call.numbers_source,
            "seed": call.seed,
            "drawn": call.drawn,
            "standing_by": call.standing_by,
            "successions": [{"left": left, "came": came or None} for left, came in steps],
        }
    return told


def destroyed_from(call: Call) -> datetime:
    """When everything about those who were not drawn is destroyed: `kept_days` after the draw was made.

    Of a call that came to nothing, so many days after it was cancelled or its numbers were drawn.
    """
    return (call.settled_at or call.cancelled_at or call.drawn_at) + timedelta(days=call.kept_days)
