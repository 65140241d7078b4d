"""What the votes came to is what is concluded, and what was chosen becomes a debate."""

from datetime import timedelta
from fractions import Fraction

import pytest
from django.utils import timezone

from civic.agenda.actions import close_meeting, declare_conflict, note_attendance
from civic.agenda.charter import charter_for
from civic.agenda.concluding import Plan
from civic.agenda.models import AgendaItem, Candidate, Conclusion, Presence
from civic.debates.models import Debate
from civic.journeys.agenda import begin_debate, conclude_item, keep_agenda_time
from civic.processes.actions import open_process, publish_rules
from civic.processes.models import ProcessDraft
from civic.proposals.actions import Writing, submit_proposal
from civic.proposals.models import Link, Proposal
from platform_core.access import Refused
from platform_core.events.models import Event
from tests.civic.agenda.conftest import vote_on


@pytest.fixture
def administrator(make_staff):
    return make_staff(name="기관 관리자")


@pytest.fixture
def asked(administrator):
    """A process in which the institution asks."""
    return a_process("question", administrator)


def a_process(preset, by):
    now = timezone.now()
    process = open_process(preset_key=preset, name=preset, by=by, at=now)
    document = ProcessDraft.objects.get(process=process).document
    publish_rules(process=process, document=document, reason="시작", by=by, at=now)
    process.refresh_from_db()
    return process


@pytest.fixture
def before_the_committee(administrator, make_citizen):
    """It stands in the committee's stage of its own rules: two thirds of two thirds, then a debate."""
    process = a_process("seoul_2019", administrator)

    def make(title="밤에도 여는 도서관"):
        item = submit_proposal(
            author=make_citizen(),
            writing=Writing(title, "본문"),
            version=process.current_version,
            at=timezone.now(),
        )
        Proposal.objects.filter(pk=item.pk).update(stage="committee", stage_key="committee")
        return Proposal.objects.get(pk=item.pk)

    return make


def plan(process=None, **more):
    facts = {
        "question": "밤 도서관, 어떻게 생각하십니까?",
        "form": "pro_con",
        "opens_on": timezone.localdate(),
    }
    return Plan(**{**facts, "process": process, **more})


def conclude(item, conclusion, by, **more):
    facts = {"reason": "모두가 알 이유", "at": timezone.now(), **more}
    return conclude_item(
        item=AgendaItem.objects.get(pk=item.pk), conclusion=Conclusion(conclusion), by=by, **facts
    )


def refusal_of(item, conclusion, by, **more):
    with pytest.raises(Refused) as refusal:
        conclude(item, conclusion, by, **more)
    return refusal.value.verdict.code


def votes(members, in_favour, against=0):
    said = ["in_favour"] * in_favour + ["against"] * against
    return dict(zip(members, said, strict=False))


def test_nothing_is_concluded_before_the_final_vote(on_the_agenda, members, moderator, asked):
    item = on_the_agenda(there=members)
    for conclusion in Conclusion:
        assert refusal_of(item, conclusion, moderator, plan=plan(asked)) == "final_vote_missing"


def test_what_found_the_majority_cannot_be_turned_down(on_the_agenda, members, moderator):
    item = on_the_agenda(there=members)
    vote_on(item, votes(members, 3, 2), moderator)
    assert refusal_of(item, "refused", moderator) == "carried"
    assert refusal_of(item, "again", moderator) == "carried"


def test_what_found_no_majority_cannot_be_chosen(on_the_agenda, members, moderator, asked):
    item = on_the_agenda(there=members)
    vote_on(item, votes(members, 2, 2), moderator)
    assert refusal_of(item, "accepted", moderator, plan=plan(asked)) == "no_majority"
    # Too few agreed either way: once more first, by the committee's own rules.
    assert refusal_of(item, "refused", moderator) == "again_first"
    assert conclude(item, "again", moderator)


def test_it_is_discussed_again_once_and_not_twice(on_the_agenda, members, moderator):
    first = on_the_agenda(there=members)
    vote_on(first, votes(members, 2, 2), moderator)
    conclude(first, "again", moderator)
    close_meeting(meeting=first.meeting, by=moderator, at=timezone.now())
    second = on_the_agenda(there=members, item=first.candidate.item)
    vote_on(second, votes(members, 2, 2), moderator)
    assert refusal_of(second, "again", moderator) == "again_used"
    assert conclude(second, "refused", moderator)
    assert Candidate.objects.get().state == "refused"


def test_as_many_against_it_as_would_be_needed_for_it_turn_it_down_at_once(on_the_agenda, members, moderator):
    item = on_the_agenda(there=members)
    vote_on(item, votes(members, 1, 3), moderator)
    assert refusal_of(item, "refused", moderator, reason=" ") == "reason_needed"
    assert conclude(item, "refused", moderator)
    assert not conclude(item, "refused", moderator)
    assert Event.objects.filter(kind="agenda.candidate.refused").count() == 1


def test_a_meeting_too_few_came_to_does_not_count_as_discussed(on_the_agenda, members, moderator):
    first = on_the_agenda(there=members[:1])
    assert refusal_of(first, "refused", moderator) == "final_vote_missing"
    assert conclude(first, "again", moderator)
    second = on_the_agenda(there=members, item=first.candidate.item)
    vote_on(second, votes(members, 2, 2), moderator)
    assert conclude(second, "again", moderator)


def test_a_conflict_of_interest_changes_what_a_majority_is(on_the_agenda, members, moderator, asked):
    item = on_the_agenda(there=members)
    for member in members[3:]:
        declare_conflict(item=item, member=member, reason="이해관계", at=timezone.now())
    vote_on(item, votes(members, 2, 1), moderator)
    assert conclude(item, "accepted", moderator, plan=plan(asked))


def test_chosen_it_is_asked_in_a_process_of_its_own(on_the_agenda, members, moderator, asked):
    item = on_the_agenda(there=members)
    vote_on(item, votes(members, 5), moderator)
    assert refusal_of(item, "accepted", moderator, plan=plan()) == "process_needed"
    assert refusal_of(item, "accepted", moderator, plan=plan(asked, question="")) == "question_needed"
    assert conclude(item, "accepted", moderator, plan=plan(asked))
    candidate = Candidate.objects.get()
    debate = Debate.objects.get(item=candidate.outcome)
    assert (debate.question, debate.form) == ("밤 도서관, 어떻게 생각하십니까?", "pro_con")
    assert debate.opened_at is not None
    assert Link.objects.get().earlier == candidate.item
    assert candidate.outcome.origin == "institution"


def test_several_candidates_become_one_debate(on_the_agenda, members, moderator, asked, make_proposal):
    from civic.agenda.actions import schedule
    from civic.agenda.candidates import put_forward

    lead = on_the_agenda(there=members)
    other = put_forward(item=make_proposal("비슷한 것"), reason="x", by=moderator, at=timezone.now())
    along = schedule(meeting=lead.meeting, candidate=other, by=moderator, at=timezone.now())
    for one in (lead, along):
        vote_on(one, votes(members, 5), moderator)
    conclude(lead, "accepted", moderator, plan=plan(asked, opens_on=None))
    conclude(along, "accepted", moderator, plan=Plan(along_with=AgendaItem.objects.get(pk=lead.pk)))
    held = begin_debate(item=lead, by=moderator, at=timezone.now())
    assert begin_debate(item=lead, by=moderator, at=timezone.now()) is None
    assert Link.objects.filter(later=held).count() == 2
    assert {one.outcome_id for one in Candidate.objects.all()} == {held.pk}
    assert refusal_of_begin(along, moderator) is None


def refusal_of_begin(item, by):
    return begin_debate(item=item, by=by, at=timezone.now())


def test_it_begins_on_its_first_day_and_not_before(on_the_agenda, members, moderator, asked):
    item = on_the_agenda(there=members)
    vote_on(item, votes(members, 5), moderator)
    first_day = timezone.localdate() + timedelta(days=3)
    conclude(item, "accepted", moderator, plan=plan(asked, opens_on=first_day))
    keep_agenda_time(at=timezone.now())
    assert Candidate.objects.get().outcome is None
    keep_agenda_time(at=timezone.now() + timedelta(days=3))
    assert Candidate.objects.get().outcome is not None


def test_what_stands_in_the_committees_stage_goes_on_by_its_own_rules(
    on_the_agenda, members, moderator, before_the_committee
):
    item = on_the_agenda(there=members, item=before_the_committee())
    assert (item.quorum, item.majority, item.again_at_most) == ("2/3", "two_thirds", 1)
    vote_on(item, votes(members, 4, 1), moderator)
    assert conclude(item, "accepted", moderator, plan=plan())
    proposal = Proposal.objects.get(pk=item.candidate.item_id)
    assert proposal.stage == "debating"
    assert Debate.objects.get(item=proposal).question == "밤 도서관, 어떻게 생각하십니까?"


def test_refused_there_it_is_closed_with_the_reason(on_the_agenda, members, moderator, before_the_committee):
    item = on_the_agenda(there=members, item=before_the_committee())
    vote_on(item, votes(members, 0, 5), moderator)
    conclude(item, "refused", moderator, reason="다른 절차가 이미 있습니다")
    proposal = Proposal.objects.get(pk=item.candidate.item_id)
    assert (proposal.closed_as, proposal.closing_reason) == ("refused", "다른 절차가 이미 있습니다")


def test_three_of_five_are_no_two_thirds(on_the_agenda, members, moderator, before_the_committee):
    item = on_the_agenda(there=members, item=before_the_committee())
    vote_on(item, votes(members, 3, 2), moderator)
    assert refusal_of(item, "accepted", moderator, plan=plan()) == "no_majority"


def test_the_rules_on_the_agenda_do_not_change_after_the_vote(on_the_agenda, members, moderator, committee):
    from civic.agenda.actions import change_committee

    item = on_the_agenda(there=members)
    vote_on(item, votes(members, 3, 2), moderator)
    change_committee(committee=committee, majority="consensus", by=moderator, at=timezone.now())
    assert refusal_of(item, "refused", moderator) == "carried"
    committee.refresh_from_db()
    assert charter_for(item.candidate.item, committee).majority == "consensus"
    assert charter_for(item.candidate.item, committee).quorum == Fraction(1, 2)


def test_refused_by_the_process_nothing_has_been_concluded(on_the_agenda, members, moderator, asked):
    """The debate cannot begin: the committee's word is not written either."""
    type(asked).objects.filter(pk=asked.pk).update(is_open=False)
    item = on_the_agenda(there=members)
    vote_on(item, votes(members, 5), moderator)
    assert refusal_of(item, "accepted", moderator, plan=plan(asked)) == "process_closed"
    assert AgendaItem.objects.get(pk=item.pk).conclusion == ""
    assert Candidate.objects.get().state == "scheduled"


def test_what_was_not_concluded_waits_for_the_next_meeting(on_the_agenda, members, moderator):
    item = on_the_agenda(there=members)
    close_meeting(meeting=item.meeting, by=moderator, at=timezone.now())
    assert Candidate.objects.get().state == "waiting"
    with pytest.raises(Refused):
        note_attendance(
            meeting=item.meeting, presences={members[0].pk: Presence.ABSENT}, by=moderator, at=timezone.now()
        )
