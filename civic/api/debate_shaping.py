"""From debates and opinions to the data the serializers describe, for one viewer."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from civic.api.serializers import verdict_as_data
from civic.debates.models import Debate, Opinion, Part
from civic.debates.queries import Numbers, numbers_seen_by, vote_of
from civic.debates.rules import may_opine
from civic.people.rules import is_staff
from civic.processes.kinds import Visibility
from civic.proposals.models import Link, Origin, Standing
from platform_core.accounts.public_names import public_name
from tenants.models import Institution


def listed(debate: Debate, *, viewer: Any, at: datetime, institution: Institution) -> dict[str, Any]:
    return {
        "number": debate.pk,
        "question": debate.question,
        "lead": debate.lead,
        "form": debate.form,
        "state": debate.state_at(at).value,
        "origin": "institution" if debate.item.origin == Origin.INSTITUTION else "citizens",
        "proposal": debate.item_id,
        "opened_at": debate.opened_at,
        "closes_at": debate.closes_at,
        "shown": debate.shown,
        "numbers": numbers(numbers_seen_by(viewer, debate, at), debate),
        "address": institution.address(f"/debates/{debate.pk}/"),
    }


def numbers(known: Numbers, debate: Debate) -> dict[str, Any]:
    shown = known.are_shown and debate.has_sides
    return {
        "pro": known.pro if shown else None,
        "con": known.con if shown else None,
        "other": known.other if shown else None,
        "participants": known.participants,
        "opinions": known.opinions,
        "offline": known.offline,
    }


def whole(debate: Debate, *, viewer: Any, at: datetime, institution: Institution) -> dict[str, Any]:
    vote = vote_of(viewer, debate)
    briefings = list(debate.briefings.order_by("pk"))
    return {
        **listed(debate, viewer=viewer, at=at, institution=institution),
        "reason_required": debate.reason_required,
        "takes_replies": debate.takes_replies,
        "video": debate.film(is_written_out=any(one.part == Part.SCRIPT for one in briefings)),
        "briefing": [{"part": one.part, "html": one.body_html} for one in briefings],
        "cards": [
            {
                "image": institution.address(_path("debate_card", card.key)),
                "width": card.width,
                "height": card.height,
                "alt": card.alt,
                "caption": card.caption,
            }
            for card in debate.cards.all()
        ],
        "materials": [
            {
                "name": file.name,
                "part": file.part,
                "source": file.source,
                "size": file.size,
                "file": institution.address(_path("debate_material", file.key, file.name)),
            }
            for file in debate.materials.all()
        ],
        "notes": [
            {"at": note.at, "html": note.body_html, "edited_at": note.edited_at}
            for note in debate.notes.filter(removed_at=None)
        ],
        "summary_html": debate.summary_html if debate.concluded_at else "",
        "concluded_at": debate.concluded_at,
        "came_from": _linked(Link.objects.filter(later=debate.item_id), "earlier"),
        "led_to": _linked(Link.objects.filter(earlier=debate.item_id), "later"),
        "may_opine": verdict_as_data(may_opine(viewer, debate, None, at)),
        "my_side": vote.side if vote else None,
    }


def opinion(
    one: Opinion, *, debate: Debate, viewer: Any, shows_sides: bool, institution: Institution
) -> dict[str, Any]:
    """Words that were hidden stay for their author and for staff, as on the pages."""
    is_mine = viewer.is_authenticated and one.author_id == viewer.pk
    reads = one.standing == Standing.OPEN or (
        one.standing == Standing.HIDDEN and (is_mine or is_staff(viewer))
    )
    has_name = reads and one.author is not None and one.author.withdrawn_at is None
    return {
        "number": one.pk,
        "parent": one.parent_id,
        "side": (one.side or None) if reads and (shows_sides or is_mine) else None,
        "body": one.body if reads else "",
        "author": public_name(one.author) if has_name and one.author else None,
        "department": getattr(one, "by_staff", "") if reads else "",
        "written_at": one.written_at,
        "edited_at": one.edited_at,
        "standing": one.standing,
        "on_paper": one.is_offline,
        "supports": one.support_count,
        "replies": getattr(one, "reply_count", 0),
        "address": institution.address(f"/debates/{debate.pk}/opinions/{one.parent_id or one.pk}/"),
    }


def _path(name: str, *parts: Any) -> str:
    return reverse(f"portal:{name}", args=parts)


def _linked(links: Any, end: str) -> list[int]:
    seen = {f"{end}__standing": Standing.OPEN, f"{end}__visibility": Visibility.PUBLIC}
    return list(links.filter(**seen).order_by("pk").values_list(f"{end}_id", flat=True))
