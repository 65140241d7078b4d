"""A call told in words: its quotas, its steps, and where a code stands."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from civic.agenda.lottery import destroyed_from
from civic.agenda.models import AgeBand, Call, Sex
from civic.portal.moment import Moment

NAMES = {"sex": dict(Sex.choices), "age": dict(AgeBand.choices)}


def quota_rows(call: Call) -> list[dict[str, Any]]:
    """One for each quota, the heaviest first: its name and the most places for each value."""
    titles = {"sex": _("Sex"), "age": _("Age"), "region": _("Where they live")}
    return [
        {
            "title": titles.get(name, name),
            "places": [(str(NAMES.get(name, {}).get(value, value)), most) for value, most in places.items()],
        }
        for name, places in call.quotas
    ]


def place_of(call: Call, code: str) -> str:
    """What the draw said of it; "" before the draw."""
    if code in call.drawn:
        return _("drawn, number %(number)s") % {"number": call.drawn.index(code) + 1}
    if code in call.standing_by:
        return _("standing by, number %(number)s") % {"number": call.standing_by.index(code) + 1}
    return ""


def steps_of(call: Call, at: datetime) -> list[Moment]:
    """What happened and what is still to come, each with its day."""
    if call.cancelled_at is not None:
        return [
            Moment("megaphone", _("The call was opened"), call.opens_at),
            Moment(
                "x-circle",
                _("The call was cancelled"),
                call.cancelled_at,
                text=call.cancelled_reason,
                tone="bad",
            ),
        ]
    outside = call.terms["outside"]
    return [
        Moment(
            "megaphone",
            _("The call is opened, with its terms and the fingerprint of a secret"),
            call.opens_at,
        ),
        Moment("users", _("People can volunteer until"), call.closes_at, coming=at < call.closes_at),
        Moment(
            "list",
            _("The list of codes is published"),
            call.frozen_at or call.closes_at,
            coming=call.frozen_at is None,
        ),
        Moment(
            "star",
            _("The numbers are drawn elsewhere"),
            call.drawn_at,
            text=f"{outside['source']} {call.numbers if call.settled_at else ''}".strip(),
            url=call.numbers_source if call.settled_at and call.numbers_source.startswith("https://") else "",
            url_label=_("Where the numbers can be read"),
            coming=at < call.drawn_at,
        ),
        Moment(
            "scales",
            _("Two people confirm the numbers, and the seats are drawn"),
            call.settled_at,
            coming=call.settled_at is None,
        ),
        Moment(
            "trash",
            _("Everything that volunteers stated is destroyed"),
            call.destroyed_at or destroyed_from(call),
            coming=call.destroyed_at is None,
        ),
    ]
