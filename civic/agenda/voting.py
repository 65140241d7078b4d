"""비밀 투표: opened, cast, closed; or counted on paper by two people. What secrecy means here: models/voting.py."""

import secrets
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from civic.agenda.arithmetic import Count, is_quorate
from civic.agenda.models import (
    AgendaItem,
    Attendance,
    Ballot,
    Choice,
    HasVoted,
    Meeting,
    Member,
    PaperCount,
    Presence,
    Round,
    Vote,
    Way,
)
from civic.agenda.rules import local_day, may_keep_members, seat_of
from platform_core.access import YES, Verdict, no, require
from platform_core.accounts.models import User
from platform_core.events.actions import record


def sitting_members(item: AgendaItem) -> list[Member]:
    """Whoever sits on the committee on the day of the meeting and has no stake in it."""
    day = local_day(item.meeting.starts_at)
    out = set(item.conflicts.values_list("member_id", flat=True))
    members = Member.objects.filter(committee=item.meeting.committee_id).order_by("pk")
    return [one for one in members if one.sits_on(day) and one.pk not in out]


def voters_of(item: AgendaItem) -> list[Member]:
    """Of those, whoever is there."""
    there = set(
        Attendance.objects.filter(meeting=item.meeting_id, presence=Presence.PRESENT).values_list(
            "member_id", flat=True
        )
    )
    return [one for one in sitting_members(item) if one.pk in there]


def quorum_of(item: AgendaItem) -> Fraction | None:
    return Fraction(item.quorum) if item.quorum else None


def has_quorum_now(item: AgendaItem) -> bool:
    nobody = Count(len(sitting_members(item)), len(voters_of(item)), 0, 0, 0)
    return is_quorate(nobody, quorum_of(item))


def may_open_vote(person: Any, item: AgendaItem, round: str, at: datetime) -> Verdict:
    if (allowed := may_keep_members(person)) is not YES:
        return allowed
    if not item.meeting.is_running_at(at) or item.conclusion:
        return no(
            "meeting_not_running", _("Votes are held while the meeting runs, on what is not concluded.")
        )
    taken = {one.round: one for one in item.votes.all()}
    if round in taken:
        return no("vote_taken", _("This vote was opened already."))
    if round == Round.FINAL and (Round.FIRST not in taken or taken[Round.FIRST.value].closed_at is None):
        return no("first_vote_missing", _("The first vote comes first: the change of opinion is shown."))
    if not has_quorum_now(item):
        return no(
            "not_quorate",
            _("Too few members are there to decide."),
            _("Note who has come, or let it be discussed at another meeting."),
            requirement=item.quorum or "1",
            actual=len(voters_of(item)),
        )
    return YES


@transaction.atomic
def open_vote(*, item: AgendaItem, round: Round, way: Way, by: User, at: datetime) -> Vote:
    """Raises Refused."""
    Meeting.objects.select_for_update().get(pk=item.meeting_id)  # nobody comes or goes meanwhile
    held = AgendaItem.objects.select_for_update().get(pk=item.pk)
    require(may_open_vote(by, held, round, at))
    vote = Vote.objects.create(item=held, round=round, way=way, opened_at=at)
    record("agenda.vote.opened", held, at=at, actor=by, round=round.value, way=way.value)
    return vote


def _hold(vote: Vote) -> Vote:
    """First the item, then the vote: whoever declares a conflict at this moment waits, or has been first."""
    AgendaItem.objects.select_for_update().get(pk=vote.item_id)
    return Vote.objects.select_for_update().get(pk=vote.pk)


def may_cast(person: Any, vote: Vote, at: datetime) -> Verdict:
    """A member who is there, has no stake in it, and has not voted."""
    member = seat_of(person, vote.item.meeting, at)
    if member is None:
        return no("not_a_member", _("Only members of the committee vote."))
    if vote.closed_at is not None:
        return no("vote_closed", _("This vote is closed."))
    if vote.way != Way.HERE:
        return no("on_paper", _("This vote is held on paper."))
    if vote.item.conflicts.filter(member=member).exists():
        return no("has_conflict", _("You declared a conflict of interest: you stay out of this vote."))
    if member.pk not in {one.pk for one in voters_of(vote.item)}:
        return no("not_present", _("You are not noted as present."), _("Tell whoever keeps the minutes."))
    if vote.voters.filter(member=member).exists():
        return no("has_voted", _("You have voted. Nobody can see or change how."))
    return YES


@transaction.atomic
def cast(*, vote: Vote, person: User, choice: Choice, at: datetime) -> None:
    """Once, and for good. Raises Refused. No event is written: it would say when who voted."""
    held = _hold(vote)
    require(may_cast(person, held, at))
    member = seat_of(person, held.item.meeting, at)
    assert member is not None
    choices = [*held.ballots.values_list("choice", flat=True), Choice(choice).value]
    voters = sorted({*held.voters.values_list("member_id", flat=True), member.pk})
    _fill_the_urn_anew(held, choices, voters)


def _fill_the_urn_anew(vote: Vote, choices: list[str], voters: list[int]) -> None:
    """Every row is written in this transaction, the ballots in an order of chance: none of them is the newest."""
    secrets.SystemRandom().shuffle(choices)
    vote.ballots.all().delete()
    vote.voters.all().delete()
    HasVoted.objects.bulk_create(HasVoted(vote=vote, member_id=pk) for pk in voters)
    Ballot.objects.bulk_create(Ballot(vote=vote, choice=choice) for choice in choices)


@transaction.atomic
def close_vote(*, vote: Vote, by: User, at: datetime) -> bool:
    """Count the ballots. Raises Refused; on paper it closes by two equal counts. False when it was closed."""
    require(may_keep_members(by))
    held = _hold(vote)
    if held.closed_at is not None:
        return False
    if held.way == Way.PAPER:
        require(no("on_paper", _("A vote on paper is closed by two people who counted the same.")))
    cast_now = list(held.ballots.values_list("choice", flat=True))
    _write_numbers(held, [cast_now.count(choice.value) for choice in Choice], by, at)
    return True


@transaction.atomic
def count_papers(*, vote: Vote, in_favour: int, against: int, abstained: int, by: User, at: datetime) -> bool:
    """What one person counted. True when a second one counted the same: then the vote is closed with it.

    Raises Refused when the numbers cannot be, or differ from the other count; who differs counts again.
    """
    require(may_keep_members(by))
    held = _hold(vote)
    numbers = (in_favour, against, abstained)
    require(_may_be_counted(held, numbers))
    other = held.paper_counts.exclude(by=by).order_by("-pk").first()
    facts = dict(zip(("in_favour", "against", "abstained"), numbers, strict=True))
    PaperCount.objects.update_or_create(vote=held, by=by, defaults={**facts, "at": at})
    if other is None or (other.in_favour, other.against, other.abstained) != numbers:
        return False
    _write_numbers(held, list(numbers), by, at)
    return True


def _may_be_counted(vote: Vote, numbers: tuple[int, int, int]) -> Verdict:
    if vote.closed_at is not None:
        return no("vote_closed", _("This vote is closed."))
    if vote.way != Way.PAPER:
        return no("not_on_paper", _("This vote is held on the members' own pages."))
    there = len(voters_of(vote.item))
    if min(numbers) < 0 or sum(numbers) > there:
        return no(
            "too_many_papers",
            _("There are more papers than members who may vote and are there: %(there)s.") % {"there": there},
            requirement=there,
            actual=sum(numbers),
        )
    return YES


def _write_numbers(vote: Vote, numbers: list[int], by: User, at: datetime) -> None:
    vote.members, vote.present = len(sitting_members(vote.item)), len(voters_of(vote.item))
    vote.in_favour, vote.against, vote.abstained = numbers
    vote.closed_at = at
    vote.save()
    record(
        "agenda.vote.closed",
        vote.item,
        at=at,
        actor=by,
        round=vote.round,
        in_favour=vote.in_favour,
        against=vote.against,
        abstained=vote.abstained,
        present=vote.present,
        members=vote.members,
    )


def count_of(vote: Vote) -> Count:
    """Of a vote that is closed."""
    return Count(
        vote.members or 0, vote.present or 0, vote.in_favour or 0, vote.against or 0, vote.abstained or 0
    )
