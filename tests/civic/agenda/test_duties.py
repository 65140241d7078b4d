"""A member's own page: what needs them, and by when."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from civic.agenda.actions import call_meeting, schedule
from civic.agenda.candidates import put_forward
from civic.agenda.duties import duties_of, seats_of
from civic.agenda.models import Choice, Round, Way
from civic.agenda.voting import cast, open_vote
from tests.civic.agenda.test_calling import call, drawn_call  # noqa: F401


def needs(person, at=None):
    at = at or timezone.now()
    return [str(one.need) for one in duties_of(person, seats_of(person), at)]


def test_what_is_to_be_read_and_where_to_come_stand_in_the_order_of_their_days(
    committee, members, moderator, make_proposal, make_citizen, haneul, visit
):
    me, now = members[0].user, timezone.now()
    for days in (14, 7):
        meeting = call_meeting(
            committee=committee, title=f"{days}일 뒤", starts_at=now + timedelta(days), by=moderator, at=now
        )
    item = put_forward(item=make_proposal(), reason="시의성", by=moderator, at=now)
    schedule(meeting=meeting, candidate=item, by=moderator, at=now)
    assert needs(me) == ["read", "come", "come"]
    assert [one.title for one in duties_of(me, seats_of(me), now)] == ["7일 뒤", "7일 뒤", "14일 뒤"]
    assert needs(make_citizen()) == []
    page = visit(haneul, as_=me)
    with CaptureQueriesContext(connection) as seen:
        told = page.get(reverse("portal:agenda_room")).content.decode()
    assert len(seen) <= 25
    assert "14일 뒤" in told and committee.name in told


def test_an_open_vote_comes_first_until_it_is_cast(members, moderator, on_the_agenda):
    item = on_the_agenda(there=members[:4])
    vote = open_vote(item=item, round=Round.FIRST, way=Way.HERE, by=moderator, at=timezone.now())
    there, absent = members[0].user, members[4].user
    assert needs(there)[0] == "vote"
    assert "vote" not in needs(absent)
    cast(vote=vote, person=there, choice=Choice.IN_FAVOUR, at=timezone.now())
    assert "vote" not in needs(there)


def test_who_was_drawn_finds_the_question_there_too(drawn_call):  # noqa: F811
    from civic.agenda.models import Volunteer

    chosen = Volunteer.objects.select_related("user").get(code=drawn_call.drawn[0])
    waiting = Volunteer.objects.select_related("user").get(code=drawn_call.standing_by[0])
    assert needs(chosen.user) == ["answer"]
    assert needs(waiting.user) == []
