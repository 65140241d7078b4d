"""From the committee's rows to the data the serializers describe."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime

from civic.agenda.lottery import published
from civic.agenda.models import Call, Candidate, Committee, Meeting, Presence, Vote
from civic.agenda.queries import Result, members_on, results_of, sheet_of
from civic.agenda.rules import sees_materials
from civic.agenda.volunteering import may_volunteer
from civic.api.serializers import verdict_as_data
from civic.proposals.queries import is_seen_by
from tenants.models import Institution


def _address(institution: Institution, name: str, pk: int) -> str:
    path = reverse(f"portal:{name}", args=[pk], urlconf="platform_core.project.urls_institution")
    return str(institution.address(path))


def _taken(row: Any, *names: str) -> dict[str, Any]:
    return {"number": row.pk, **{name: getattr(row, name) for name in names}}


def listed_committee(row: Committee, institution: Institution) -> dict[str, Any]:
    facts = _taken(row, "name", "purpose", "founded_at", "dissolved_at", "dissolved_reason")
    url = _address(institution, "agenda_committee", row.pk)
    return {**facts, "succeeded_by": row.succeeded_by_id, "url": url}


def committee(row: Committee, institution: Institution, at: datetime) -> dict[str, Any]:
    members = members_on(row, localtime(at).date())
    named = [one for one in members if one.is_named and one.name]
    return {
        **listed_committee(row, institution),
        "quorum": row.quorum,
        "majority": row.majority,
        "members": [
            {
                "name": one.name,
                "seat": one.seat,
                "joined": one.joined,
                "begins_on": one.begins_on,
                "ends_on": one.ends_on,
            }
            for one in named
        ],
        "unnamed": len(members) - len(named),
    }


def listed_call(row: Call, institution: Institution) -> dict[str, Any]:
    times = ("opens_at", "closes_at", "drawn_at", "settled_at", "cancelled_at", "cancelled_reason")
    url = _address(institution, "agenda_call", row.pk)
    return {**_taken(row, "title", "seats", *times), "committee": row.committee_id, "url": url}


def call(row: Call, viewer: Any, institution: Institution, at: datetime) -> dict[str, Any]:
    return {
        **listed_call(row, institution),
        "term_months": row.term_months,
        "body_html": row.body_html,
        "may_volunteer": verdict_as_data(may_volunteer(viewer, row, at)),
        "draw": published(row),
    }


def listed_meeting(row: Meeting, institution: Institution) -> dict[str, Any]:
    facts = ("title", "starts_at", "place", "stream_url", "closed_at", "cancelled_at", "cancelled_reason")
    url = _address(institution, "agenda_meeting", row.pk)
    return {**_taken(row, *facts, "minutes_at"), "committee": row.committee_id, "url": url}


def meeting(row: Meeting, institution: Institution) -> dict[str, Any]:
    there = list(row.attendance.values_list("presence", flat=True))
    return {
        **listed_meeting(row, institution),
        "note": row.note,
        "attendance": {kind.value: there.count(kind.value) for kind in Presence},
        "agenda": [_result(one) for one in results_of(row)],
        "minutes_html": row.minutes_html if row.minutes_at else "",
    }


def _result(one: Result) -> dict[str, Any]:
    """Who stayed out of a vote is named where the page names them: nobody is, here."""
    item = one.item
    return {
        "candidate": None if one.is_hidden else one.candidate.pk,
        "title": "" if one.is_hidden else one.candidate.item.title,
        "majority": item.majority,
        "quorum": item.quorum,
        "first": _count(one.first) if one.is_shown else None,
        "final": _count(one.final) if one.is_shown else None,
        "conflicts": [conflict.reason for conflict in one.conflicts],
        "conclusion": item.conclusion,
        "reason": item.reason,
        "question": item.question,
        "outcome": one.candidate.outcome_id if item.conclusion == "accepted" else None,
    }


def _count(vote: Vote | None) -> dict[str, Any] | None:
    if vote is None:
        return None
    names = ("in_favour", "against", "abstained", "present", "members", "way")
    return {name: getattr(vote, name) for name in names}


def listed_candidate(row: Candidate, institution: Institution) -> dict[str, Any]:
    facts = ("state", "came_by", "reason", "arrived_at", "state_reason", "settled_at")
    return {
        **_taken(row, *facts),
        "proposal": row.item_id,
        "title": row.item.title,
        "outcome": row.outcome_id,
        "handed_from": row.handed_from_id,
        "handed_to": row.handed_to_id,
        "url": _address(institution, "agenda_candidate", row.pk),
    }


def candidate(row: Candidate, viewer: Any, institution: Institution, at: datetime) -> dict[str, Any]:
    return {
        **listed_candidate(row, institution),
        "evidence": _evidence(row, viewer) if sees_materials(viewer, row, at) else None,
        "meetings": list(row.items.order_by("-pk").values_list("meeting", flat=True)),
    }


def _evidence(row: Candidate, viewer: Any) -> list[dict[str, Any]]:
    names = ("kind", "title", "body", "author", "dated_on", "is_contrary", "caution")
    found = [one for _label, rows in sheet_of(row) for one in rows]
    return [
        {**{name: getattr(one, name) for name in names}, "link": one.url}
        for one in found
        if one.similar is None or is_seen_by(viewer, one.similar)
    ]
