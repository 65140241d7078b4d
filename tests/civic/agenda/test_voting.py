"""Secret votes: one each, none of them anybody's; and what they allow to conclude."""

import json
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from civic.agenda.actions import declare_conflict, note_attendance
from civic.agenda.models import Ballot, Choice, HasVoted, Presence, Round, Vote, Way
from civic.agenda.voting import cast, close_vote, count_papers, open_vote
from platform_core.access import Refused
from platform_core.events.models import Event
from tenants.context import institution_context
from tests.civic.agenda.conftest import a_committee, seat, vote_on


@pytest.fixture
def item(on_the_agenda, members):
    return on_the_agenda(there=members)


def opened(item: Any, by: Any, way: Way = Way.HERE) -> Vote:
    return open_vote(item=item, round=Round.FIRST, way=way, by=by, at=timezone.now())


def refused(deed: Any) -> str:
    with pytest.raises(Refused) as refusal:
        deed()
    return str(refusal.value.verdict.code)


def test_both_rounds_are_counted_apart(item, members, moderator):
    one, two, three = members[:3]
    vote_on(item, {one: "in_favour", two: "against"}, moderator, rounds=("first",))
    vote_on(item, {one: "in_favour", two: "in_favour", three: "abstained"}, moderator, rounds=("final",))
    first, final = item.votes.order_by("pk")
    assert (first.in_favour, first.against, first.abstained, first.present) == (1, 1, 0, 5)
    assert (final.in_favour, final.against, final.abstained, final.present) == (2, 0, 1, 5)


def test_a_member_votes_once(item, members, moderator):
    vote, now = opened(item, moderator), timezone.now()
    cast(vote=vote, person=members[0].user, choice=Choice.AGAINST, at=now)
    assert (
        refused(lambda: cast(vote=vote, person=members[0].user, choice=Choice.IN_FAVOUR, at=now))
        == "has_voted"
    )
    assert [one.choice for one in Ballot.objects.all()] == ["against"]


def test_who_may_not_vote(item, members, moderator, committee, make_citizen):
    vote, now = opened(item, moderator), timezone.now()
    late = seat(committee, make_citizen("늦은 위원"), moderator)

    def by(person: Any) -> str:
        return refused(lambda: cast(vote=vote, person=person, choice=Choice.IN_FAVOUR, at=now))

    assert by(make_citizen()) == "not_a_member"
    assert by(moderator) == "not_a_member"
    assert by(late.user) == "not_present"
    declare_conflict(item=item, member=members[0], reason="신청 단체의 대표", at=now)
    assert by(members[0].user) == "has_conflict"
    close_vote(vote=vote, by=moderator, at=now)
    assert by(members[1].user) == "vote_closed"
    closed = Vote.objects.get(pk=vote.pk)
    assert (closed.members, closed.present) == (5, 4)


def test_whoever_has_voted_cannot_declare_a_conflict_any_more(item, members, moderator):
    vote, now = opened(item, moderator), timezone.now()
    cast(vote=vote, person=members[0].user, choice=Choice.AGAINST, at=now)
    assert refused(lambda: declare_conflict(item=item, member=members[0], reason="x", at=now)) == "has_voted"
    close_vote(vote=vote, by=moderator, at=now)
    # Before the final vote the member finds out, and stays out of it.
    assert declare_conflict(item=item, member=members[0], reason="x", at=now)


def test_too_few_members_open_no_vote(on_the_agenda, members, moderator):
    item = on_the_agenda(there=members[:2])
    assert refused(lambda: opened(item, moderator)) == "not_quorate"
    note_attendance(
        meeting=item.meeting, presences={members[2].pk: Presence.PRESENT}, by=moderator, at=timezone.now()
    )
    assert opened(item, moderator).pk


def test_nobody_comes_or_goes_while_a_vote_is_open(item, members, moderator):
    opened(item, moderator)
    assert (
        refused(
            lambda: note_attendance(
                meeting=item.meeting,
                presences={members[0].pk: Presence.ABSENT},
                by=moderator,
                at=timezone.now(),
            )
        )
        == "vote_open"
    )


def test_the_final_vote_waits_for_the_first(item, moderator):
    assert (
        refused(
            lambda: open_vote(item=item, round=Round.FINAL, way=Way.HERE, by=moderator, at=timezone.now())
        )
        == "first_vote_missing"
    )


def test_papers_are_counted_by_two_people_who_come_to_the_same(item, moderator, colleague):
    vote, now = opened(item, moderator, Way.PAPER), timezone.now()

    def count(by: Any, *numbers: int) -> bool:
        names = dict(zip(("in_favour", "against", "abstained"), numbers, strict=True))
        return count_papers(vote=vote, **names, by=by, at=now)

    assert refused(lambda: count(moderator, 5, 1, 0)) == "too_many_papers"
    assert count(moderator, 3, 1, 0) is False
    assert count(moderator, 3, 1, 0) is False
    assert count(colleague, 2, 2, 0) is False
    assert Vote.objects.get(pk=vote.pk).closed_at is None
    assert count(colleague, 3, 1, 0) is True
    assert Vote.objects.get(pk=vote.pk).in_favour == 3
    assert refused(lambda: close_vote(vote=vote, by=moderator, at=now) or _refuse()) == "closed already"


def _refuse() -> None:
    from platform_core.access import no, require

    require(no("closed already", ""))


def test_nothing_in_the_database_tells_who_voted_what(item, members, moderator):
    """Every table of the room, every event, the order of rows and the database's own numbers of transactions."""
    vote, now = opened(item, moderator), timezone.now()
    before = Event.objects.count()
    for member, choice in zip(members, ["in_favour", "against", "abstained", "in_favour"], strict=False):
        cast(vote=vote, person=member.user, choice=Choice(choice), at=now)
    assert Event.objects.count() == before
    assert {field.name for field in Ballot._meta.fields} == {"id", "vote", "choice"}
    assert {field.name for field in HasVoted._meta.fields} == {"id", "vote", "member"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(DISTINCT id) FROM agenda_ballot WHERE vote_id = %s", [vote.pk])
        assert cursor.fetchone() == (4, 4)
        # One command wrote them all: neither transaction nor command tells which one is the newest.
        cursor.execute(
            "SELECT count(DISTINCT (xmin::text, cmin::text)) FROM agenda_ballot WHERE vote_id = %s", [vote.pk]
        )
        assert cursor.fetchone() == (1,)
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM agenda_hasvoted WHERE vote_id = %s", [vote.pk])
        assert cursor.fetchone() == (1,)
    people = {str(member.user_id) for member in members}
    ballots = json.dumps([{"id": str(one.pk), "choice": one.choice} for one in Ballot.objects.all()])
    assert not any(f'"{person}"' in ballots for person in people)


def test_the_place_of_a_ballot_in_the_table_says_nothing(item, members, moderator):
    """The first to vote is against, the rest for it: where does that ballot lie? Anywhere."""
    places = set()
    for _again in range(12):
        vote, now = opened(item, moderator), timezone.now()
        for member in members:
            choice = Choice.AGAINST if member == members[0] else Choice.IN_FAVOUR
            cast(vote=vote, person=member.user, choice=choice, at=now)
        with connection.cursor() as cursor:
            cursor.execute("SELECT choice FROM agenda_ballot WHERE vote_id = %s ORDER BY ctid", [vote.pk])
            places.add([choice for (choice,) in cursor.fetchall()].index("against"))
        vote.delete()
    assert len(places) > 1


def test_of_two_votes_of_one_member_at_once_one_counts(
    fresh_institution, make_staff, make_citizen, make_proposal
):
    """Two windows, one person, the same moment; and four others meanwhile: nobody's ballot is lost."""
    from civic.agenda.actions import call_meeting, schedule
    from civic.agenda.candidates import put_forward

    by, now = make_staff(name="담당"), timezone.now()
    committee = a_committee(by)
    members = [seat(committee, make_citizen(f"위원 {n}"), by) for n in range(5)]
    candidate = put_forward(item=make_proposal(), reason="x", by=by, at=now)
    meeting = call_meeting(committee=committee, title="회의", starts_at=now, by=by, at=now)
    note_attendance(meeting=meeting, presences={m.pk: Presence.PRESENT for m in members}, by=by, at=now)
    item = schedule(meeting=meeting, candidate=candidate, by=by, at=now)
    vote = open_vote(item=item, round=Round.FIRST, way=Way.HERE, by=by, at=now)
    everybody = [members[0], members[0], members[0], *members[1:]]
    barrier, outcomes = Barrier(len(everybody)), []

    def vote_at_once(member: Any) -> None:
        with institution_context(fresh_institution):
            barrier.wait()
            try:
                cast(vote=vote, person=member.user, choice=Choice.IN_FAVOUR, at=now)
                outcomes.append("voted")
            except Refused as refusal:
                outcomes.append(refusal.verdict.code)
            finally:
                connection.close()

    threads = [Thread(target=vote_at_once, args=(member,)) for member in everybody]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["has_voted"] * 2 + ["voted"] * 5
    assert (vote.ballots.count(), vote.voters.count()) == (5, 5)
