"""Gatherings as their pages show them."""

import json
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from civic.gatherings.kinds import Access
from civic.gatherings.models import Gathering
from civic.gatherings.queries import Counts
from civic.gatherings.rules import is_open_for_signups

# What would end a script element or begin another; JSON reads them back as they were.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
SCHEMA = "https://schema.org"


def row_of(gathering: Gathering, counts: Counts | None, at: datetime) -> dict[str, Any]:
    """One of the list."""
    begins = localtime(gathering.begins_at)
    return {
        "gathering": gathering,
        "url": reverse("portal:gathering", args=[gathering.pk]),
        "month": date_format(begins, "YEAR_MONTH_FORMAT"),
        "access": [fact.label for fact in Access if gathering.offers(fact)],
        **facts_of(gathering, at),
        "room": room_words(gathering, counts or Counts(), at),
    }


def facts_of(gathering: Gathering, at: datetime) -> dict[str, Any]:
    """When it is, on the institution's clock, and how it stands."""
    begins, ends = localtime(gathering.begins_at), localtime(gathering.ends_at)
    return {
        "begins": begins,
        "ends": ends,
        "one_day": begins.date() == ends.date(),
        "standing": _standing(gathering, at),
    }


def _standing(gathering: Gathering, at: datetime) -> dict[str, str] | None:
    """A badge: word, tone and icon. None when there is nothing to say."""
    if gathering.is_cancelled:
        return {"label": _("Cancelled"), "kind": "bad"}
    if gathering.published_at is None:
        return {"label": _("Being prepared"), "kind": "info"}
    if gathering.minutes_at is not None:
        return {"label": _("With minutes"), "kind": "good"}
    if gathering.is_over(at):
        return {"label": _("Over"), "kind": "closed"}
    if at >= gathering.begins_at:
        return {"label": _("Going on now"), "kind": "good"}
    return None


def room_words(gathering: Gathering, counts: Counts, at: datetime) -> str:
    """How much room there is, in words; empty when nobody needs to know."""
    if not is_open_for_signups(gathering, at).allowed:
        return ""
    if gathering.capacity is None:
        return _("Sign-up is open")
    free = gathering.capacity - counts.held
    if not is_full(gathering, counts):
        return _("%(free)s of %(all)s places free") % {"free": free, "all": gathering.capacity}
    return _("Full: waiting list") if gathering.keeps_waiting_list else _("Full")


def is_full(gathering: Gathering, counts: Counts) -> bool:
    """Whoever signs up now waits in turn."""
    return gathering.capacity is not None and (counts.held >= gathering.capacity or counts.waiting > 0)


def shown_access(gathering: Gathering) -> list[dict[str, str]]:
    """Every fact, also those nobody has found out: not known is said, too."""
    words = {
        "yes": {"label": _("yes"), "icon": "check-circle"},
        "no": {"label": _("no"), "icon": "x-circle"},
        "": {"label": _("not known: please ask"), "icon": "info"},
    }
    return [{"name": str(fact.label), **words[gathering.access.get(fact.value, "")]} for fact in Access]


def shown_files(gathering: Gathering) -> list[dict[str, Any]]:
    """Context of portal/parts/files.html."""
    return [
        {
            "key": one.pk,
            "name": one.name,
            "url": reverse("portal:gathering_file", args=[one.key, one.name]),
            "size": one.size,
            "is_image": one.is_image,
            "alt": one.alt,
            "width": one.width,
            "height": one.height,
        }
        for one in gathering.files.order_by("pk")
    ]


def jsonld(gathering: Gathering, address: str, organiser: str) -> SafeString:
    """What search engines read of it (schema.org Event), safe inside a script element."""
    status = "EventCancelled" if gathering.is_cancelled else "EventScheduled"
    place = {"@type": "Place", "name": gathering.place, "address": gathering.address or gathering.place}
    online = {"@type": "VirtualLocation", "url": gathering.stream_url}
    where = [one for one, is_there in ((place, gathering.place), (online, gathering.stream_url)) if is_there]
    told = {
        "@context": SCHEMA,
        "@type": "Event",
        "name": gathering.title,
        "url": address,
        "startDate": localtime(gathering.begins_at).isoformat(),
        "endDate": localtime(gathering.ends_at).isoformat(),
        "eventStatus": f"{SCHEMA}/{status}",
        "eventAttendanceMode": f"{SCHEMA}/{_mode(gathering)}",
        "location": where,
        "organizer": {"@type": "Organization", "name": organiser},
        "isAccessibleForFree": True,
    }
    if gathering.capacity:
        told["maximumAttendeeCapacity"] = gathering.capacity
    return mark_safe(json.dumps(told, ensure_ascii=False).translate(_ESCAPES))  # noqa: S308


def _mode(gathering: Gathering) -> str:
    if gathering.stream_url:
        return "MixedEventAttendanceMode" if gathering.place else "OnlineEventAttendanceMode"
    return "OfflineEventAttendanceMode"
