"""What stands before the committee is decided by its votes: nobody lets it pass or turns it away by a button."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from civic.agenda.concluding import Plan
from civic.agenda.models import Candidate, Conclusion
from civic.journeys.advance import decide, move_by_hand, refuse
from civic.journeys.agenda import begin_debate, conclude_item
from civic.journeys.settle import settle
from civic.processes.actions import open_process, publish_rules
from civic.processes.kinds import Outcome
from civic.processes.models import ProcessDraft
from civic.proposals.actions import Writing, submit_proposal
from civic.proposals.models import Proposal
from platform_core.access import Refused
from tests.civic.agenda.conftest import vote_on

REASON = "이미 시행 중입니다."


@pytest.fixture
def candidate(haneul: Any, make_staff: Any, make_citizen: Any) -> Candidate:
    """In the committee's stage of its own rules, waiting for a meeting."""
    now, administrator = timezone.now(), make_staff(name="기관 관리자")
    process = open_process(preset_key="seoul_2019", name="제안", by=administrator, at=now)
    document = ProcessDraft.objects.get(process=process).document
    stage = next(one for one in document["stages"] if one["kind"] == "committee")
    stage["hand_moves"] = ["debating"]
    publish_rules(process=process, document=document, reason="시작", by=administrator, at=now)
    process.refresh_from_db()
    item = submit_proposal(
        author=make_citizen(),
        writing=Writing("밤에도 여는 도서관", "본문"),
        version=process.current_version,
        at=now,
    )
    settle(proposal=item, count=500, at=now)
    assert item.stage == "committee"
    # Nothing has been announced yet: it is a candidate from the very transaction of the step on.
    return Candidate.objects.get(item=item)


def every_way(candidate: Candidate, by: Any) -> list[str]:
    """What each button is told; "" where it was let through."""
    item, now = candidate.item, timezone.now()
    said = []
    for deed in (
        lambda: decide(proposal=item, outcome=Outcome.ACCEPTED, reason=REASON, by=by, at=now),
        lambda: decide(proposal=item, outcome=Outcome.REFUSED, reason=REASON, by=by, at=now),
        lambda: refuse(proposal=item, code="already_done", reason=REASON, by=by, at=now),
        lambda: move_by_hand(proposal=item, to="debating", reason=REASON, by=by, at=now),
    ):
        try:
            said.append("" if deed() else "left")
        except Refused as refusal:
            said.append(refusal.verdict.code)
    return said


def test_while_it_waits_for_a_meeting_nobody_decides_by_a_button(candidate, members, moderator):
    assert every_way(candidate, moderator) == ["committee_decides"] * 4
    assert Proposal.objects.get(pk=candidate.item_id).stage == "committee"


def test_on_an_agenda_neither_even_when_nobody_sits_there_any_more(
    candidate, members, moderator, on_the_agenda
):
    on_the_agenda(there=members, item=candidate.item)
    for member in members:
        member.delete()
    assert every_way(candidate, moderator) == ["committee_decides"] * 4


def test_what_was_chosen_and_not_begun_goes_on_by_its_conclusion_alone(
    candidate, members, moderator, on_the_agenda
):
    item = on_the_agenda(there=members, item=candidate.item)
    vote_on(item, dict.fromkeys(members, "in_favour"), moderator)
    now, plan = timezone.now(), Plan(question="밤에도 열까요?", form="pro_con")
    conclude_item(item=item, conclusion=Conclusion.ACCEPTED, reason=REASON, by=moderator, at=now, plan=plan)
    assert every_way(candidate, moderator) == ["committee_decided"] * 4
    assert begin_debate(item=item, by=moderator, at=now) == candidate.item
    assert Proposal.objects.get(pk=candidate.item_id).stage == "debating"


def test_moved_by_hand_where_nobody_sits_it_is_no_candidate_any_more(candidate, moderator):
    assert move_by_hand(
        proposal=candidate.item, to="debating", reason=REASON, by=moderator, at=timezone.now()
    )
    candidate.refresh_from_db()
    assert (candidate.state, candidate.state_reason) == ("gone", REASON)


def test_where_no_committee_sits_staff_enter_what_was_decided_elsewhere(candidate, moderator):
    assert decide(
        proposal=candidate.item, outcome=Outcome.ACCEPTED, reason="", by=moderator, at=timezone.now()
    )
    assert Proposal.objects.get(pk=candidate.item_id).stage == "debating"


@pytest.mark.parametrize(
    ("choice", "conclusion", "stage"),
    [("in_favour", "accepted", "debating"), ("against", "refused", "closed")],
)
def test_the_committees_own_word_moves_it_on(
    candidate, members, moderator, on_the_agenda, choice, conclusion, stage
):
    item = on_the_agenda(there=members, item=candidate.item)
    vote_on(item, dict.fromkeys(members, choice), moderator)
    plan = Plan(question="밤에도 열까요?", form="pro_con", opens_on=timezone.localdate())
    assert conclude_item(
        item=item,
        conclusion=Conclusion(conclusion),
        reason=REASON,
        by=moderator,
        at=timezone.now(),
        plan=plan,
    )
    assert Proposal.objects.get(pk=candidate.item_id).stage == stage


def test_the_desk_says_who_decides_instead_of_offering_a_button(candidate, members, moderator, haneul, visit):
    desk = visit(haneul, as_=moderator)
    page = desk.get(reverse("desk:proposal", args=[candidate.item_id]))
    assert page.context["committee_decides"].code == "committee_decides"
    assert reverse("desk:decision", args=[candidate.item_id]) not in page.content.decode()
    assert reverse("desk:agenda_candidate", args=[candidate.pk]) in page.content.decode()
    typed = {"outcome": "refused", "code": "already_done", "reason": REASON}
    refused = desk.post(reverse("desk:decision", args=[candidate.item_id]), typed)
    assert refused.status_code == 409
    assert REASON in refused.content.decode()
