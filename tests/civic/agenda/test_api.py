"""The committee for machines: what its public pages say, in the same words, and the same silence."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from civic.agenda import verify_draw
from civic.agenda.actions import publish_minutes, release_materials
from civic.agenda.models import EvidenceKind
from civic.agenda.researching import Found, add_evidence
from civic.proposals.models import Proposal
from tests.civic.agenda.conftest import a_committee, vote_on
from tests.civic.agenda.test_calling import call, drawn_call  # noqa: F401


@pytest.fixture
def ask(haneul, visit):
    def get(path, *, as_=None, status=200, **more):
        answer = visit(haneul, as_=as_).get(f"/api/v1/agenda/{path}", more)
        assert answer.status_code == status, answer.content
        return answer.json()

    return get


def test_votes_are_told_once_the_final_one_is_closed_and_minutes_once_they_are_published(
    ask,
    members,
    moderator,
    on_the_agenda,
    make_citizen,
):
    item = on_the_agenda(there=members)
    meeting = f"meetings/{item.meeting_id}/"
    vote_on(item, dict.fromkeys(members, "in_favour"), moderator, rounds=("first",))
    (row,) = ask(meeting)["agenda"]
    assert (row["first"], row["final"], ask(meeting)["minutes_html"]) == (None, None, "")
    vote_on(item, dict.fromkeys(members, "against"), moderator, rounds=("final",))
    (row,) = ask(meeting)["agenda"]
    assert (row["first"]["in_favour"], row["final"]["against"], row["final"]["members"]) == (5, 5, 5)
    publish_minutes(meeting=item.meeting, minutes="모두 반대했습니다", by=moderator, at=timezone.now())
    assert "모두 반대" in ask(meeting)["minutes_html"]
    Proposal.objects.filter(pk=item.candidate.item_id).update(standing="hidden")
    (row,) = ask(meeting)["agenda"]
    assert (row["candidate"], row["title"]) == (None, "")
    assert ask(f"candidates/{item.candidate_id}/", status=404)["code"] == "not_found"
    assert ask("candidates/")["results"] == []


def test_research_is_kept_back_until_it_is_released(ask, members, moderator, on_the_agenda):
    item = on_the_agenda(there=members)
    found = Found(EvidenceKind.POLICY, "정책", "내용", "연구원", timezone.localdate())
    add_evidence(candidate=item.candidate, found=found, by=moderator, at=timezone.now())
    path = f"candidates/{item.candidate_id}/"
    assert ask(path)["evidence"] is None
    assert ask(path, as_=members[0].user)["evidence"][0]["title"] == "정책"
    release_materials(meeting=item.meeting, by=moderator, at=timezone.now())
    assert (ask(path)["state"], ask(path)["evidence"][0]["author"]) == ("scheduled", "연구원")


def test_a_draw_is_checked_from_the_api_and_nobody_is_named_who_did_not_agree(
    ask,
    drawn_call,  # noqa: F811
    members,
    make_citizen,
):
    told = ask(f"calls/{drawn_call.pk}/")
    assert verify_draw.complaints(told["draw"]) == []
    assert told["may_volunteer"]["code"] == "sign_in"
    assert ask(f"calls/{drawn_call.pk}/", as_=make_citizen())["may_volunteer"]["code"] == "call_closed"
    members[0].is_named = False
    members[0].save()
    whole = ask(f"committees/{drawn_call.committee_id}/")
    assert (len(whole["members"]), whole["unnamed"]) == (4, 1)


def test_lists_go_on_by_cursor_and_cost_the_same_however_long(ask, moderator, haneul, visit):
    def cost():
        with CaptureQueriesContext(connection) as seen:
            found = ask("committees/", size=2)
        return len(seen), found

    a_committee(moderator, name="1")
    ask("committees/")
    before, _found = cost()
    for number in range(3):
        a_committee(moderator, name=f"{number + 2}")
    after, found = cost()
    assert after == before
    assert [one["name"] for one in found["results"]] == ["4", "3"]
    assert len(ask("committees/", size=2, cursor=found["next"])["results"]) == 2
    for path in ("committees/", "meetings/", "calls/", "candidates/"):
        assert ask(path, status=400, cursor="x")["code"] == "invalid"
