"""Who may do what with a committee, its candidates and its meetings."""

from datetime import date, datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from civic.agenda.models import AgendaItem, Candidate, Committee, Meeting, Member, Round, State
from civic.people.rules import is_moderator, is_staff, may_do_the_work
from civic.proposals.models import Proposal, Standing
from platform_core.access import YES, Verdict, no


def may_keep_members(person: Any) -> Verdict:
    """Committees, members, meetings and minutes are looked after by moderators."""
    if not is_moderator(person):
        return no("not_allowed", _("Only moderators and administrators look after the committee."))
    return YES


def may_research(person: Any) -> Verdict:
    """Every member of staff knows something: the department its position, the moderator the press."""
    return may_do_the_work(person)


def may_put_forward(person: Any, item: Proposal, reason: str) -> Verdict:
    """By hand, with a reason everybody can read."""
    if (allowed := may_keep_members(person)) is not YES:
        return allowed
    if item.standing != Standing.OPEN:
        return no("proposal_hidden", _("This proposal has been hidden."), _("Show it first."))
    if not reason.strip():
        return no("reason_needed", _("Say why: everybody can read the reason."))
    known = Candidate.objects.filter(pk=candidate_id(item)).first()
    if known is not None and known.state != State.GONE:
        return no("candidate_already", _("It is a candidate already."))
    return YES


def candidate_id(item: Proposal) -> int:
    return Candidate.objects.filter(item=item).values_list("pk", flat=True).first() or 0


def may_schedule(person: Any, meeting: Meeting, candidate: Candidate) -> Verdict:
    if (allowed := may_keep_members(person)) is not YES:
        return allowed
    if meeting.closed_at is not None or meeting.cancelled_at is not None:
        return no("meeting_over", _("This meeting is over."))
    if candidate.state != State.WAITING:
        return no(
            "not_waiting",
            _("This candidate does not wait for a meeting: %(state)s.")
            % {"state": State(candidate.state).label},
            actual=candidate.state,
        )
    return YES


def seat_of(person: Any, meeting: Meeting, at: datetime) -> Member | None:
    """The member somebody is at this meeting; None for everybody else. A term is judged on the meeting's day."""
    if not getattr(person, "is_authenticated", False):
        return None
    day = local_day(meeting.starts_at)
    mine = Member.objects.filter(committee=meeting.committee_id, user=person).order_by("-pk")
    return next((one for one in mine if one.sits_on(day)), None)


def local_day(moment: datetime) -> date:
    """In the institution's zone, which is active."""
    return localtime(moment).date()


def sees_materials(person: Any, candidate: Candidate, at: datetime) -> bool:
    """Everybody once a meeting's materials are released; staff and the members of that meeting before."""
    meetings = [one.meeting for one in candidate.items.select_related("meeting")]
    if any(one.materials_at is not None and one.materials_at <= at for one in meetings):
        return True
    return is_staff(person) or any(seat_of(person, one, at) is not None for one in meetings)


def somebody_sits(at: datetime) -> bool:
    """On any committee that has not been dissolved, now or from a later day on."""
    sitting = Member.objects.filter(committee__dissolved_at=None, left_on=None, ends_on__gte=local_day(at))
    return sitting.exists()


def is_standing(committee: Committee) -> Verdict:
    """Whether it can still be given members, meetings and candidates."""
    if committee.dissolved_at is None:
        return YES
    return no(
        "committee_dissolved",
        _("This committee has been dissolved."),
        _("Turn to the committee that follows it, or found a new one."),
    )


def may_declare(member: Member | None, item: AgendaItem) -> Verdict:
    """A member, as long as a vote is to come that they have not cast: what was voted cannot be found again."""
    if member is None:
        return no("not_a_member", _("Only members of the committee declare a conflict of interest."))
    if item.meeting.closed_at is not None or item.conclusion:
        return no("meeting_over", _("This item has been concluded."))
    cast = item.votes.filter(voters__member=member)
    if cast.filter(closed_at=None).exists() or cast.filter(round=Round.FINAL).exists():
        return no(
            "has_voted",
            _("You have voted on this item: a conflict of interest is declared before."),
            _("Tell the chair: the vote must be looked at by people."),
        )
    return YES
