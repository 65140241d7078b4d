"""Committees, their members, and meetings: the verbs of those who look after them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from civic.agenda.charter import charter_for
from civic.agenda.models import (
    AgendaItem,
    Attendance,
    Candidate,
    Committee,
    Conflict,
    Joined,
    Meeting,
    Member,
    Presence,
    State,
    SubCommittee,
)
from civic.agenda.rules import is_standing, local_day, may_declare, may_keep_members, may_schedule
from platform_core.access import no, require
from platform_core.accounts.models import User
from platform_core.events.actions import record
from platform_core.text.rich import render_markdown


@transaction.atomic
def found_committee(*, by: User, at: datetime, **facts: Any) -> Committee:
    """`facts`: name, purpose, process, quorum, majority, again_at_most. Raises Refused."""
    require(may_keep_members(by))
    committee = Committee.objects.create(founded_at=at, **facts)
    record("agenda.committee.founded", committee, at=at, actor=by, name=committee.name)
    return committee


@transaction.atomic
def change_committee(*, committee: Committee, by: User, at: datetime, **facts: Any) -> None:
    """What stands on an agenda already keeps the rules it was put there under. Raises Refused."""
    require(may_keep_members(by))
    Committee.objects.filter(pk=committee.pk).update(**facts)
    told = {name: value for name, value in facts.items() if isinstance(value, str | int)}
    record("agenda.committee.changed", committee, at=at, actor=by, **told)


@dataclass(frozen=True, slots=True)
class Seating:
    """Who is appointed. Without an account somebody votes on paper."""

    name: str
    user: User | None
    is_named: bool
    seat: str
    sub_committee: SubCommittee | None
    sex: str
    age: str
    region: str
    begins_on: date
    ends_on: date


@transaction.atomic
def appoint(*, committee: Committee, seating: Seating, by: User, at: datetime) -> Member:
    """Raises Refused, also when the person sits there already."""
    require(may_keep_members(by))
    require(is_standing(Committee.objects.select_for_update().get(pk=committee.pk)))
    sits = Member.objects.filter(committee=committee, left_on=None, user__isnull=False, user=seating.user)
    if sits.exists():
        require(no("sits_already", _("This person sits on the committee already.")))
    member = Member.objects.create(
        committee=committee,
        joined=Joined.APPOINTED,
        added_at=at,
        added_by=by,
        **{name: getattr(seating, name) for name in Seating.__dataclass_fields__},
    )
    record("agenda.member.added", member, at=at, actor=by, joined=Joined.APPOINTED.value)
    return member


@transaction.atomic
def end_seat(*, member: Member, reason: str, by: User, at: datetime) -> bool:
    """Before the term is over; what was voted stays. Raises Refused. False when it had ended."""
    require(may_keep_members(by))
    ended = Member.objects.filter(pk=member.pk, left_on=None).update(
        left_on=local_day(at), left_reason=reason
    )
    if ended:
        record("agenda.member.left", member, at=at, actor=by, reason=reason)
    return bool(ended)


@transaction.atomic
def call_meeting(*, committee: Committee, by: User, at: datetime, **facts: Any) -> Meeting:
    """`facts`: title, starts_at, place, stream_url, note. Raises Refused."""
    require(may_keep_members(by))
    require(is_standing(Committee.objects.select_for_update().get(pk=committee.pk)))
    meeting = Meeting.objects.create(committee=committee, created_at=at, created_by=by, **facts)
    record("agenda.meeting.called", meeting, at=at, actor=by, starts_at=meeting.starts_at.isoformat())
    return meeting


@transaction.atomic
def change_meeting(*, meeting: Meeting, by: User, at: datetime, **facts: Any) -> None:
    require(may_keep_members(by))
    _still_open(meeting)
    Meeting.objects.filter(pk=meeting.pk).update(**facts)
    record("agenda.meeting.changed", meeting, at=at, actor=by, changed=sorted(facts))


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, reason: str, by: User, at: datetime) -> bool:
    """Its candidates wait for another one. Raises Refused. False when it was over."""
    require(may_keep_members(by))
    here = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if here.cancelled_at is not None or here.closed_at is not None:
        return False
    here.cancelled_at, here.cancelled_reason = at, reason
    here.save(update_fields=["cancelled_at", "cancelled_reason"])
    _let_wait(here, at)
    record("agenda.meeting.cancelled", here, at=at, actor=by, reason=reason)
    return True


@transaction.atomic
def close_meeting(*, meeting: Meeting, by: User, at: datetime) -> bool:
    """What was not concluded waits for the next one. Raises Refused, also while a vote is open."""
    require(may_keep_members(by))
    here = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if here.closed_at is not None or here.cancelled_at is not None:
        return False
    require_no_vote(here)
    here.closed_at = at
    here.save(update_fields=["closed_at"])
    _let_wait(here, at)
    record("agenda.meeting.closed", here, at=at, actor=by)
    return True


def _let_wait(meeting: Meeting, at: datetime) -> None:
    left = AgendaItem.objects.filter(meeting=meeting, conclusion="")
    Candidate.objects.filter(pk__in=left.values("candidate"), state=State.SCHEDULED).update(
        state=State.WAITING
    )


def _still_open(meeting: Meeting) -> None:
    if meeting.closed_at is not None or meeting.cancelled_at is not None:
        require(no("meeting_over", _("This meeting is over.")))


def require_no_vote(meeting: Meeting) -> None:
    if AgendaItem.objects.filter(meeting=meeting, votes__closed_at=None, votes__isnull=False).exists():
        require(no("vote_open", _("A vote is open."), _("Close it first.")))


@transaction.atomic
def schedule(*, meeting: Meeting, candidate: Candidate, by: User, at: datetime) -> AgendaItem:
    """Put it on the agenda, under the rules that hold for it now. Raises Refused."""
    here = Meeting.objects.select_for_update().get(pk=meeting.pk)
    held = Candidate.objects.select_for_update().get(pk=candidate.pk)
    require(may_schedule(by, here, held))
    charter = charter_for(held.item, here.committee)
    item, _is_new = AgendaItem.objects.get_or_create(
        meeting=here,
        candidate=held,
        defaults={
            "position": here.items.count() + 1,
            "quorum": charter.quorum_text,
            "majority": charter.majority,
            "again_at_most": charter.again_at_most,
        },
    )
    Candidate.objects.filter(pk=held.pk).update(state=State.SCHEDULED)
    record("agenda.candidate.scheduled", held, at=at, actor=by, proposal=held.item_id, meeting=here.pk)
    return item


@transaction.atomic
def take_off(*, item: AgendaItem, by: User, at: datetime) -> bool:
    """Off the agenda, as long as nobody has voted on it. Raises Refused. False when it is off already."""
    require(may_keep_members(by))
    _still_open(item.meeting)
    held = AgendaItem.objects.select_for_update().filter(pk=item.pk).first()
    if held is None:
        return False
    if held.votes.exists():
        require(no("has_votes", _("It has been voted on: conclude it.")))
    candidate = held.candidate
    held.delete()
    Candidate.objects.filter(pk=candidate.pk, state=State.SCHEDULED).update(state=State.WAITING)
    record("agenda.candidate.taken_off", candidate, at=at, actor=by, proposal=candidate.item_id)
    return True


@transaction.atomic
def note_attendance(*, meeting: Meeting, presences: dict[int, Presence], by: User, at: datetime) -> None:
    """Who is there, by the member's number; not while a vote is open. Raises Refused."""
    require(may_keep_members(by))
    here = Meeting.objects.select_for_update().get(pk=meeting.pk)
    _still_open(here)
    require_no_vote(here)
    known = set(
        Member.objects.filter(committee=here.committee_id, pk__in=presences).values_list("pk", flat=True)
    )
    for pk in known:
        Attendance.objects.update_or_create(meeting=here, member_id=pk, defaults={"presence": presences[pk]})
    there = sum(presences[pk] == Presence.PRESENT for pk in known)
    record("agenda.attendance.noted", here, at=at, actor=by, present=there, of=len(known))


@transaction.atomic
def declare_conflict(*, item: AgendaItem, member: Member | None, reason: str, at: datetime) -> bool:
    """A member stays out of this item's votes, for a public reason. Raises Refused. False when declared before."""
    held = AgendaItem.objects.select_for_update().get(pk=item.pk)
    require(may_declare(member, held))
    _conflict, is_new = Conflict.objects.get_or_create(
        item=held, member=member, defaults={"reason": reason, "declared_at": at}
    )
    if is_new:
        record("agenda.conflict.declared", held, at=at, actor=member.user if member else None, reason=reason)
    return is_new


@transaction.atomic
def release_materials(*, meeting: Meeting, by: User, at: datetime) -> bool:
    """Everybody may read the research sheets of its agenda. Raises Refused. False when they could already."""
    require(may_keep_members(by))
    done = Meeting.objects.filter(pk=meeting.pk, materials_at=None).update(materials_at=at)
    if done:
        record("agenda.materials.released", meeting, at=at, actor=by)
    return bool(done)


@transaction.atomic
def publish_minutes(*, meeting: Meeting, minutes: str, by: User, at: datetime) -> None:
    """회의록, with the materials of the meeting. Published again, the later text. Raises Refused."""
    require(may_keep_members(by))
    if not minutes.strip():
        require(no("minutes_needed", _("Write the minutes first.")))
    release_materials(meeting=meeting, by=by, at=at)
    Meeting.objects.filter(pk=meeting.pk).update(
        minutes_source=minutes, minutes_html=render_markdown(minutes), minutes_at=at
    )
    record("agenda.minutes.published", meeting, at=at, actor=by)
