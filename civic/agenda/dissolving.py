"""A committee comes to its end before or with its term: everybody reads why, and nothing that waits is lost."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from civic.agenda.actions import cancel_meeting
from civic.agenda.candidates import OPEN
from civic.agenda.lottery import cancel_call
from civic.agenda.models import AgendaItem, Call, Candidate, Committee, Meeting, Member, Round, State
from civic.agenda.rules import is_standing, local_day, may_keep_members
from platform_core.access import YES, Verdict, first_no, no, require
from platform_core.accounts.models import User
from platform_core.events.actions import record


def may_dissolve(person: Any, committee: Committee) -> Verdict:
    """Moderators; not in the middle of a vote, and not before what was voted is written down."""
    return first_no(may_keep_members(person), is_standing(committee), _nothing_voted_is_lost(committee))


def _nothing_voted_is_lost(committee: Committee) -> Verdict:
    here = AgendaItem.objects.filter(
        meeting__committee=committee, candidate__state=State.SCHEDULED, conclusion=""
    )
    if here.filter(votes__closed_at=None, votes__isnull=False).exists():
        return no("vote_open", _("A vote is open."), _("Close it first."))
    if here.filter(votes__round=Round.FINAL).exists():
        return no(
            "not_concluded",
            _("The committee has voted on something, and its conclusion has not been written down."),
            _("Write the conclusion first: the members’ word stands."),
        )
    return YES


def may_follow(committee: Committee, successor: Committee | None) -> Verdict:
    """Another committee, with or without members yet; or none."""
    if successor is None:
        return YES
    if successor.pk == committee.pk:
        return no("same_committee", _("A committee cannot follow itself."))
    return is_standing(successor)


@transaction.atomic
def dissolve_committee(
    *, committee: Committee, reason: str, successor: Committee | None, by: User, at: datetime
) -> bool:
    """For a public reason. Its meetings to come and open calls are cancelled, its seats end, and its open
    candidates wait for `successor`, or for the moderators. What it concluded stands and is still begun.

    Raises Refused. False when it was dissolved before.
    """
    # In the order of their numbers: two that are to follow each other do not wait for each other.
    wanted = [committee.pk, *([successor.pk] if successor else [])]
    rows = {one.pk: one for one in Committee.objects.select_for_update().filter(pk__in=wanted).order_by("pk")}
    here, follows = rows[committee.pk], rows[successor.pk] if successor else None
    if here.dissolved_at is not None:
        return False
    require(may_dissolve(by, here))
    require(may_follow(here, follows))
    if not reason.strip():
        require(no("reason_needed", _("Say why: everybody can read the reason.")))
    handed = list(candidates_before(here).order_by("pk"))
    for meeting in Meeting.objects.filter(committee=here, closed_at=None, cancelled_at=None):
        cancel_meeting(meeting=meeting, reason=reason, by=by, at=at)
    for call in Call.objects.filter(committee=here, settled_at=None, cancelled_at=None):
        cancel_call(call=call, reason=reason, by=by, at=at)
    Member.objects.filter(committee=here, left_on=None).update(left_on=local_day(at), left_reason=reason)
    here.dissolved_at, here.dissolved_reason, here.succeeded_by = at, reason, follows
    here.save(update_fields=["dissolved_at", "dissolved_reason", "succeeded_by"])
    to = follows.pk if follows else None
    record("agenda.committee.dissolved", here, at=at, actor=by, reason=reason, to=to, candidates=len(handed))
    for one in handed:
        _hand_over(one, here, follows, by, at)
    return True


def candidates_before(committee: Committee) -> QuerySet[Candidate]:
    """Open ones that stood on its agenda or were handed to it; all of them, where there is no other committee."""
    rows = Candidate.objects.filter(state__in=OPEN)
    if not Committee.objects.filter(dissolved_at=None).exclude(pk=committee.pk).exists():
        return rows
    elsewhere = AgendaItem.objects.filter(
        meeting__closed_at=None, meeting__cancelled_at=None, candidate__state=State.SCHEDULED, conclusion=""
    ).exclude(meeting__committee=committee)
    stood = AgendaItem.objects.filter(meeting__committee=committee)
    mine = Q(pk__in=stood.values("candidate")) | Q(handed_to=committee)
    return rows.filter(mine).exclude(pk__in=elsewhere.values("candidate"))


def _hand_over(
    candidate: Candidate, committee: Committee, successor: Committee | None, by: User, at: datetime
) -> None:
    Candidate.objects.filter(pk=candidate.pk).update(
        state=State.WAITING, handed_at=at, handed_from=committee, handed_to=successor
    )
    record(
        "agenda.candidate.handed_on",
        candidate,
        at=at,
        actor=by,
        proposal=candidate.item_id,
        committee=committee.pk,
        to=successor.pk if successor else None,
    )
