"""Cards, briefing, documents, notes and links of a debate, from what one statement read of it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from civic.debates.models import Debate, Part
from civic.portal.debate_head import video_host

BEFORE = (Part.BACKGROUND, Part.FACTS, Part.EXPERIMENT)
SIDES = (Part.PRO, Part.CON)
AFTER = (Part.OUTCOME,)
ICONS = {Part.PRO: "check-circle", Part.CON: "x-circle"}


def around_context(debate: Debate, known: dict[str, Any]) -> dict[str, Any]:
    """`known`: what civic.portal.debate_reading.read said."""
    html = {one["part"]: one["html"] for one in known["briefings"]}
    script = html.get(Part.SCRIPT, "")
    film = debate.film(is_written_out=bool(script))
    return {
        "cards": [shown_card(card) for card in known["cards"]],
        "briefing": _briefing(html),
        "script_html": script,
        "video_url": film,
        "video_host": video_host(film),
        "materials": list(_materials(known["materials"])),
        "notes": [_note(note) for note in known["notes"]],
        "chain": _chain(debate, known),
        "has_report": bool(known["report"]),
        "series": _series(debate, known["rounds"]),
    }


def shown_card(card: dict[str, Any]) -> dict[str, Any]:
    return {**card, "url": reverse("portal:debate_card", args=[card["key"]])}


def _briefing(html: dict[str, str]) -> dict[str, list[dict[str, str]]] | None:
    def drawn(parts: tuple[Part, ...]) -> list[dict[str, str]]:
        return [
            {"part": part.value, "label": str(part.label), "icon": ICONS.get(part, ""), "html": html[part]}
            for part in parts
            if html.get(part)
        ]

    found = {"before": drawn(BEFORE), "sides": drawn(SIDES), "after": drawn(AFTER)}
    return found if any(found.values()) else None


def _materials(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """By what they are for, in the briefing's own order: neither side's stand in front by chance."""
    for part in Part:
        files = [
            {**row, "url": reverse("portal:debate_material", args=[row["key"], row["name"]])}
            for row in rows
            if row["part"] == part
        ]
        if files:
            yield {"label": part.label, "files": files}


def _note(note: dict[str, Any]) -> dict[str, Any]:
    edited = note["edited_at"]
    return {
        **note,
        "at": datetime.fromisoformat(note["at"]),
        "edited_at": datetime.fromisoformat(edited) if edited else None,
    }


def _chain(debate: Debate, known: dict[str, Any]) -> list[dict[str, str]]:
    """Both ways: what it grew out of, what holds it, what grew out of it."""

    def link(label: str, number: int, title: str) -> dict[str, str]:
        return {"label": label, "url": reverse("portal:proposal", args=[number]), "title": title}

    return [
        *[link(_("It grew out of"), number, title) for number, title in known["sources"]],
        link(_("Its whole story, with the answer"), debate.item_id, debate.item.title),
        *[link(_("It led to"), number, title) for number, title in known["onward"]],
    ]


def _series(debate: Debate, rounds: list[list[Any]]) -> dict[str, Any]:
    """1차 → 2차: the other rounds, and which one this is."""
    if len(rounds) < 2:
        return {}
    numbered = list(enumerate(rounds, start=1))
    return {
        "round": next((number for number, (_n, pk, _question) in numbered if pk == debate.pk), None),
        "links": [
            {
                "label": _("Round %(number)s") % {"number": number},
                "url": reverse("portal:debate", args=[pk]),
                "title": question,
            }
            for number, (_n, pk, question) in numbered
            if pk != debate.pk
        ],
    }
