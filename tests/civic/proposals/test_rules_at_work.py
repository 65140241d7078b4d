"""Proposals under rules of every shape: checked first, counted otherwise, decided by people, moved by hand."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from civic.answers.due import first_due
from civic.answers.models import AnswerRequest, State
from civic.answers.terms import terms_of
from civic.desk.waiting import Waiting, count_waiting, waiting
from civic.journeys.advance import advance, decide, move_by_hand, record_result, refuse
from civic.journeys.answer import rescue
from civic.journeys.catching_up import catch_up, catch_up_with
from civic.journeys.clock import close_windows
from civic.journeys.comment import comment
from civic.journeys.explaining import explain_process
from civic.journeys.moderate import hide_proposal, show_proposal
from civic.journeys.propose import propose
from civic.journeys.settle import count_and_settle, settle
from civic.journeys.support import give_dislike, give_support, withdraw_dislike, withdraw_support
from civic.processes.document import Tally
from civic.processes.kinds import Counter, Deed, Outcome, StageKind, Visibility
from civic.proposals import queries, rules
from civic.proposals.actions import Writing, submit_proposal
from civic.proposals.models import (
    Dislike,
    Ending,
    MoveCause,
    Proposal,
    ProposalStat,
    Support,
    SupportDelta,
    ThresholdCrossing,
)
from civic.proposals.rescuing import may_take_up
from civic.proposals.tallies import tallies_of, tally_of
from platform_core.access import Refused
from platform_core.events.models import Event
from tests.civic.proposals.conftest import at_least, count, document, gathering

ANSWERING = {"kind": "answering"}
OWED = {"effects": ["owe_answer"]}
SCREENING = {"kind": "screening", "visibility": "author_and_staff"}
REFUSALS = [{"code": "private", "how": "refused"}, {"code": "civil", "how": "complaint"}]


def again(proposal):
    return Proposal.objects.select_related("stat").get(pk=proposal.pk)


def refusal(do):
    with pytest.raises(Refused) as raised:
        do()
    return raised.value.verdict


def test_what_is_checked_first_is_shown_when_it_is_accepted(submitted, moderator, make_citizen):
    rules_ = document(SCREENING, gathering(at_least(5)), ANSWERING)
    proposal = submitted(rules_)
    stranger = make_citizen()
    assert (proposal.stage, proposal.visibility, proposal.closes_at) == (
        "screening",
        "author_and_staff",
        None,
    )
    assert queries.proposal_seen_by(stranger, proposal.pk) is None
    assert queries.proposal_seen_by(moderator, proposal.pk) is not None
    assert not queries.proposals_visible_to(stranger).filter(pk=proposal.pk).exists()
    assert queries.proposals_visible_to(proposal.author).filter(pk=proposal.pk).exists()
    at = timezone.now()
    assert refusal(lambda: give_support(proposal=proposal, citizen=stranger)).code == "stage_closed"
    assert decide(proposal=proposal, outcome=Outcome.ACCEPTED, reason="", by=moderator, at=at)
    assert (proposal.stage, proposal.visibility) == (StageKind.GATHERING, Visibility.PUBLIC)
    assert proposal.closes_at > at + timedelta(days=30)
    assert give_support(proposal=proposal, citizen=stranger)
    move = proposal.moves.last()
    assert (move.cause, move.cause_key, move.by, move.stage_key) == (
        MoveCause.OUTCOME,
        "accepted",
        moderator,
        "gathering",
    )
    told = Event.objects.filter(kind="proposals.stage.entered", subject_id=proposal.pk).last()
    assert told.data == {
        "stage": "gathering",
        "stage_key": "gathering",
        "cause": "outcome",
        "key": "accepted",
        "version": proposal.process_version_id,
    }


def test_what_is_shown_by_its_address_alone_stands_in_no_list(submitted, make_citizen):
    proposal = submitted(document(gathering(at_least(5), visibility="by_link"), ANSWERING))
    at = timezone.now()
    assert queries.proposal_seen_by(make_citizen(), proposal.pk) is not None
    assert proposal.pk not in [row.number for row in queries.list_proposals(queries.Wish(), at=at).rows]
    Proposal.objects.filter(pk=proposal.pk).update(visibility="public")
    assert proposal.pk in [row.number for row in queries.list_proposals(queries.Wish(), at=at).rows]


def test_a_list_can_be_narrowed_to_a_process(submitted, make_proposal):
    usual, other = make_proposal(), submitted(document(gathering(at_least(5)), ANSWERING))
    process = other.process_version.process_id
    rows = queries.list_proposals(queries.Wish(process=process), at=timezone.now()).rows
    assert [row.number for row in rows] == [other.pk] and usual.pk != other.pk


def test_what_is_turned_away_says_why_and_stays_out_of_sight(submitted, moderator, make_citizen):
    proposal = submitted(document(SCREENING, gathering(at_least(5)), ANSWERING, refusals=REFUSALS))
    at = timezone.now()
    assert (
        refusal(lambda: refuse(proposal=proposal, code="no", reason="x", by=moderator, at=at)).code
        == "unknown_code"
    )
    assert refuse(proposal=proposal, code="civil", reason="민원입니다.", by=moderator, at=at)
    now = again(proposal)
    assert (now.closed_as, now.closing_code, now.closing_reason) == (Ending.COMPLAINT, "civil", "민원입니다.")
    assert now.visibility == Visibility.AUTHOR_AND_STAFF
    closed = Event.objects.get(kind="proposals.proposal.closed")
    assert (closed.data["ending"], closed.data["code"], closed.actor_id) == (
        "complaint",
        "civil",
        moderator.pk,
    )


def test_only_moderators_decide_once_and_with_a_reason(submitted, moderator, make_citizen):
    proposal = submitted(document(SCREENING, gathering(at_least(5)), ANSWERING))
    at, stale = timezone.now(), again(proposal)
    accept = {"outcome": Outcome.ACCEPTED, "reason": "", "at": at}
    assert refusal(lambda: decide(proposal=proposal, by=make_citizen(), **accept)).code == "not_allowed"
    no_reason = {"outcome": Outcome.REFUSED, "reason": " ", "at": at}
    assert refusal(lambda: decide(proposal=proposal, by=moderator, **no_reason)).code == "reason_needed"
    assert decide(proposal=proposal, by=moderator, **accept)
    assert not decide(proposal=stale, by=moderator, **accept)
    assert Event.objects.filter(kind="proposals.stage.entered").count() == 1


def test_a_hand_moves_only_where_the_rules_permit_it(submitted, moderator):
    stages = (gathering(at_least(50), hand_moves=["answering"]), ANSWERING)
    proposal = submitted(document(*stages))
    at = timezone.now()
    by_hand = {"reason": "시급합니다.", "by": moderator, "at": at}
    assert refusal(lambda: move_by_hand(proposal=proposal, to="closed", **by_hand)).code == "not_by_hand"
    assert move_by_hand(proposal=proposal, to="answering", **by_hand)
    assert again(proposal).stage == StageKind.ANSWERING
    assert AnswerRequest.objects.get(proposal=proposal).state == State.OPEN
    assert (proposal.moves.last().cause, proposal.moves.last().reason) == (MoveCause.HAND, "시급합니다.")


def test_a_refusal_takes_back_what_was_owed(submitted, moderator):
    proposal = submitted(
        document(gathering(at_least(1)), {"kind": "reviewing"}, ANSWERING, refusals=REFUSALS)
    )
    Proposal.objects.filter(pk=proposal.pk).update(stage="gathering")
    count(proposal, support_count=1)
    at = timezone.now()
    step = document(
        gathering(at_least(1, to="reviewing")), {"kind": "reviewing"}, ANSWERING, refusals=REFUSALS
    )
    other = submitted(step)
    count(other, support_count=1)
    advance(proposal=other, at=at)
    assert other.stage == StageKind.REVIEWING
    assert refuse(proposal=other, code="private", reason="개인 일입니다.", by=moderator, at=at)
    assert AnswerRequest.objects.get(proposal=other).state == State.CANCELLED


def test_one_is_for_or_against_and_each_is_counted_apart(submitted, make_citizen):
    proposal = submitted(document(gathering(at_least(5)), ANSWERING, counting={"dislike": True}))
    person = make_citizen()
    assert give_support(proposal=proposal, citizen=person)
    assert give_dislike(proposal=proposal, citizen=person)
    assert not give_dislike(proposal=proposal, citizen=person)
    assert (Support.objects.count(), Dislike.objects.count()) == (0, 1)
    tally = tally_of(proposal)
    assert (tally.of(Counter.SUPPORT), tally.of(Counter.DISLIKE)) == (0, 1)
    count_and_settle(at=timezone.now())
    assert (again(proposal).stat.support_count, again(proposal).stat.dislike_count) == (0, 1)
    assert give_support(proposal=proposal, citizen=person)
    assert not Dislike.objects.exists()
    assert not withdraw_dislike(proposal=proposal, citizen=person)


def test_who_disagreed_where_that_is_over_is_not_counted_on_the_other_side_too(submitted, make_citizen):
    later = {"kind": "answering", "without": ["dislike"]}
    proposal = submitted(document(gathering(at_least(99)), later, counting={"dislike": True}))
    person = make_citizen()
    give_dislike(proposal=proposal, citizen=person)
    Proposal.objects.filter(pk=proposal.pk).update(stage="answering", stage_key="answering")
    with pytest.raises(Refused) as refused:
        give_support(proposal=Proposal.objects.get(pk=proposal.pk), citizen=person)
    assert refused.value.verdict.code == "disagreed"
    assert Dislike.objects.filter(citizen=person).exists()
    assert not Support.objects.filter(citizen=person).exists()


def test_nobody_dislikes_where_the_rules_do_not_offer_it(submitted, make_citizen):
    proposal = submitted(document(gathering(at_least(5)), ANSWERING))
    assert refusal(lambda: give_dislike(proposal=proposal, citizen=make_citizen())).code == "not_offered"
    assert not Dislike.objects.exists()


def test_comments_and_people_taking_part_open_gates_too(submitted, make_citizen):
    proposal = submitted(document(gathering(at_least(2, counter="participants")), ANSWERING))
    person = make_citizen()
    give_support(proposal=proposal, citizen=person)
    comment(proposal=proposal, citizen=person, body="저도요", at=timezone.now())
    assert again(proposal).stage == StageKind.GATHERING
    comment(proposal=proposal, citizen=make_citizen(), body="찬성합니다", at=timezone.now())
    assert again(proposal).stage == StageKind.ANSWERING
    assert ThresholdCrossing.objects.get().count == 2
    assert again(proposal).stat.participant_count == 2


def test_supports_of_unverified_people_are_shown_apart_where_the_rules_say_so(submitted, make_citizen):
    shown_apart = {"unverified": "shown_apart"}
    proposal = submitted(document(gathering(at_least(1)), ANSWERING, counting=shown_apart))
    give_support(proposal=proposal, citizen=make_citizen())
    count_and_settle(at=timezone.now())
    assert again(proposal).stage == StageKind.GATHERING
    assert tally_of(proposal).of(Counter.SUPPORT) == 0


def test_signatures_on_paper_count_where_the_rules_say_so(submitted):
    proposal = submitted(document(gathering(at_least(30)), ANSWERING, counting={"offline_counts": True}))
    Proposal.objects.filter(pk=proposal.pk).update(imported_support=30)
    advance(proposal=proposal, at=timezone.now())
    assert proposal.stage == StageKind.ANSWERING


@pytest.mark.parametrize(
    ("how", "ending"),
    [("close", "not_enough_support"), ("archive", "archived"), ("monthly_list", "listed")],
)
def test_what_reaches_nothing_ends_as_the_rules_say(submitted, how, ending):
    proposal = submitted(document(gathering(at_least(5), otherwise={"how": how}), ANSWERING))
    assert close_windows(at=proposal.closes_at) == 1
    assert (again(proposal).stage, again(proposal).closed_as) == ("closed", ending)
    move = proposal.moves.last()
    assert (move.cause, move.cause_key, move.by_id) == (MoveCause.WINDOW, how, None)
    told = Event.objects.get(kind="proposals.proposal.closed", subject_id=proposal.pk).data
    assert (told["ending"], told["cause"], told["key"]) == (ending, "window", how)


def test_what_reaches_nothing_is_answered_all_the_same_where_the_rules_say_so(submitted):
    otherwise = {"how": "hand_to_department", "to": "answering"}
    proposal = submitted(document(gathering(at_least(5), otherwise=otherwise), ANSWERING))
    close_windows(at=proposal.closes_at)
    assert again(proposal).stage == StageKind.ANSWERING
    assert AnswerRequest.objects.filter(proposal=proposal, state=State.OPEN).exists()


VOTING = {
    "kind": "voting",
    "window": {"days": 10},
    "gates": [
        {
            "key": "carried",
            "when": {"part": "in_favour", "of": "votes", "more_than": "1/2"},
            "to": "carrying_out",
        }
    ],
}


def test_a_vote_waits_for_its_result_and_goes_the_way_it_says(submitted, moderator):
    proposal = submitted(document(VOTING, {"kind": "carrying_out"}))
    ends = proposal.stage_ends_at
    assert close_windows(at=ends + timedelta(days=3)) == 0
    assert again(proposal).stage == StageKind.VOTING
    bad = {Counter.VOTES: 3, Counter.IN_FAVOUR: 5}
    at = ends + timedelta(days=4)
    result = {"note": "현장 투표", "by": moderator, "at": at}
    assert refusal(lambda: record_result(proposal=proposal, counts=bad, **result)).code == "not_a_result"
    assert record_result(proposal=proposal, counts={Counter.VOTES: 9, Counter.IN_FAVOUR: 5}, **result)
    assert again(proposal).stage == StageKind.CARRYING_OUT
    assert Event.objects.get(kind="proposals.result.recorded").data["counts"] == {"votes": 9, "in_favour": 5}


def test_a_vote_that_is_lost_ends_it(submitted, moderator):
    proposal = submitted(document(VOTING, {"kind": "carrying_out"}))
    at = proposal.stage_ends_at
    counts = {Counter.VOTES: 9, Counter.IN_FAVOUR: 4}
    assert record_result(proposal=proposal, counts=counts, note="", by=moderator, at=at)
    assert again(proposal).closed_as == Ending.NOT_PASSED


def top(places):
    return {"key": "top", "when": {"top": places, "by": "support"}, "to": "answering"}


def test_the_first_of_a_month_are_judged_when_it_is_over(haneul, process, make_citizen):
    process(document(gathering(top(2)), ANSWERING))
    begin = timezone.make_aware(timezone.datetime(2026, 3, 2, 9))
    from civic.processes.queries import current_version
    from civic.proposals.actions import submit_proposal

    def write(supports, days):
        made = submit_proposal(
            author=make_citizen(),
            writing=Writing("제안", "본문"),
            version=current_version("other"),
            at=begin + timedelta(days=days),
        )
        count(made, support_count=supports)
        return made

    many, some, few, as_few = write(9, 0), write(5, 3), write(3, 1), write(5, 6)
    silent = write(0, 2)
    mid = max(one.closes_at for one in (many, some, few, as_few, silent))
    assert close_windows(at=mid) == 0, "the month is not over: somebody may still join those judged together"
    month_over = timezone.make_aware(timezone.datetime(2026, 5, 1))
    close_windows(at=month_over)
    assert {one.pk for one in (many, some, as_few)} == set(
        Proposal.objects.filter(stage="answering").values_list("pk", flat=True)
    ), "equal counts share a place"
    assert again(few).closed_as == again(silent).closed_as == Ending.NOT_ENOUGH_SUPPORT


def test_a_place_by_votes_waits_for_the_last_result(submitted, moderator):
    gate = {"key": "top", "when": {"top": 1, "by": "votes"}, "to": "carrying_out"}
    ballot = {"kind": "voting", "window": {"days": 10}, "gates": [gate]}
    first = submitted(document(ballot, {"kind": "carrying_out"}))
    second = submit_proposal(
        author=first.author,
        writing=Writing("둘째", "본문"),
        version=first.process_version,
        at=first.submitted_at,
    )
    at = first.stage_ends_at
    record_result(proposal=first, counts={Counter.VOTES: 3}, note="", by=moderator, at=at)
    assert again(first).stage == StageKind.VOTING, "the other may have had more"
    record_result(proposal=second, counts={Counter.VOTES: 9}, note="", by=moderator, at=at)
    assert again(second).stage == StageKind.CARRYING_OUT
    close_windows(at=at + timedelta(minutes=1))
    assert again(first).closed_as == Ending.NOT_PASSED


def test_so_many_a_week_and_no_more(process, make_citizen):
    made = process(
        document(gathering(at_least(5)), ANSWERING, limits=[{"deed": "propose", "count": 2, "days": 7}])
    )
    author, at = make_citizen(), timezone.now()
    writing = Writing("제안", "본문")
    first = at - timedelta(days=6)
    propose(author=author, writing=writing, at=first, process=made)
    propose(author=author, writing=writing, at=at - timedelta(days=1), process=made)
    verdict = refusal(lambda: propose(author=author, writing=writing, at=at, process=made))
    assert (verdict.code, verdict.requirement, verdict.actual) == ("limit_reached", 2, 2)
    version = made.current_version
    told = {one.deed: one.verdict.code for one in explain_process(author, version.rules, version.pk, at)}
    assert (told[Deed.PROPOSE], told[Deed.SUPPORT]) == ("limit_reached", "ok")
    assert propose(author=author, writing=writing, at=first + timedelta(days=7), process=made)


def test_supports_are_limited_too(submitted, make_citizen):
    limits = [{"deed": "support", "count": 1, "days": 1}]
    first = submitted(document(gathering(at_least(5)), ANSWERING, limits=limits))
    second = submitted(document(gathering(at_least(5)), ANSWERING, limits=limits))
    person = make_citizen()
    assert give_support(proposal=first, citizen=person)
    assert not give_support(proposal=first, citizen=person)
    assert refusal(lambda: give_support(proposal=second, citizen=person)).code == "limit_reached"


def test_whom_the_rules_do_not_ask_for_is_refused_by_the_verb_itself(submitted, moderator):
    eligibility = {"support": {"no_staff": True}, "comment": {"ties": ["resides"]}}
    proposal = submitted(document(gathering(at_least(5)), ANSWERING, eligibility=eligibility))
    assert refusal(lambda: give_support(proposal=proposal, citizen=moderator)).code == "staff_excluded"
    say = {"citizen": moderator, "body": "안녕", "at": timezone.now()}
    verdict = refusal(lambda: comment(proposal=proposal, **say))
    assert (verdict.code, verdict.requirement, verdict.actual) == ("not_from_here", ["resides"], [])
    assert not Support.objects.exists()


def test_what_ran_out_may_be_proposed_again_after_a_while(process, make_citizen):
    otherwise = {"how": "close", "repropose_after_days": 30}
    made = process(document(gathering(at_least(5), otherwise=otherwise), ANSWERING))
    author, writing, at = make_citizen(), Writing("제안", "본문"), timezone.now()
    proposal = propose(author=author, writing=writing, at=at, process=made)
    end = proposal.closes_at
    close_windows(at=end)
    proposal = again(proposal)
    assert rules.may_repropose(author, proposal, end + timedelta(days=29)).code == "too_early"
    more = {"author": author, "writing": writing, "process": made, "again": proposal}
    assert refusal(lambda: propose(at=end + timedelta(days=29), **more)).code == "too_early"
    assert propose(at=end + timedelta(days=30), **more).repeats == proposal
    assert refusal(lambda: propose(at=end + timedelta(days=30), **more)).code == "not_offered"


def test_a_worker_that_comes_late_or_not_at_all_gives_and_takes_no_days(process, make_citizen, moderator):
    """Days after a window count from its end: to propose again, and to take up what fell short."""
    otherwise = {"how": "close", "repropose_after_days": 30}
    rescuing = {"by": "committee", "within_days": 10}
    made = process(document(gathering(at_least(5), otherwise=otherwise), ANSWERING, rescue=rescuing))
    author, writing = make_citizen(), Writing("제안", "본문")
    never, late, reached = (
        propose(author=author, writing=writing, at=timezone.now(), process=made) for _ in range(3)
    )
    count(reached, support_count=5)
    count(never, support_count=1)
    end = max(one.closes_at for one in (never, late, reached))
    assert rules.may_repropose(author, again(never), end - timedelta(days=1)).code == "not_offered"
    assert rules.may_repropose(author, again(never), end + timedelta(days=29)).code == "too_early"
    assert rules.may_repropose(author, again(never), end + timedelta(days=30)).allowed
    assert rules.may_repropose(author, again(reached), end + timedelta(days=30)).code == "not_offered"
    assert may_take_up(moderator, again(never), end + timedelta(days=10)).code == "rescue_over"
    advance(proposal=late, at=end + timedelta(days=9))
    assert again(late).closed_as == Ending.NOT_ENOUGH_SUPPORT
    assert rules.may_repropose(author, again(late), end + timedelta(days=30)).allowed
    assert may_take_up(moderator, again(late), end + timedelta(days=9)).allowed
    assert may_take_up(moderator, again(late), end + timedelta(days=10)).code == "rescue_over"
    # The desk lists nothing that would be refused, and everything that would not.
    for day in (9, 10):
        listed = set(waiting(Waiting.RESCUE, at=end + timedelta(days=day)).values_list("pk", flat=True))
        assert (late.pk in listed, never.pk in listed) == (day == 9, day == 9)
        assert count_waiting(at=end + timedelta(days=day))["rescue"] == len(listed)


def test_a_worker_three_days_late_moves_no_date(process, make_citizen):
    """An answer is owed from the support that made the number full, the next stage runs from the end before it."""
    debate = {"key": "talk", "kind": "debating", "window": {"days": 10}}
    at_the_end = {**at_least(3, to="talk", key="many"), "judged": "end"}
    made = process(
        document(gathering(at_least(2, to="", key="enough") | OWED, at_the_end), debate, ANSWERING)
    )
    author, people, begun = make_citizen(), [make_citizen() for _ in range(3)], timezone.now()
    on_time, late = (
        propose(author=author, writing=Writing("제안", "본문"), at=begun, process=made) for _ in range(2)
    )
    for proposal in (on_time, late):
        for person in people:
            give_support(proposal=proposal, citizen=person)
    advance(proposal=on_time, at=timezone.now(), count=3, ends=False)
    advance(proposal=late, at=timezone.now() + timedelta(days=3), count=3, ends=False)
    advance(proposal=on_time, at=on_time.closes_at)
    advance(proposal=late, at=late.closes_at + timedelta(days=3))
    owed = AnswerRequest.objects.filter(proposal__in=[on_time, late]).order_by("pk")
    full_at = [one.supports.order_by("given_at")[1].given_at for one in (on_time, late)]
    assert [one.opened_at for one in owed] == full_at
    assert [one.due_at for one in owed] == [first_due(moment, terms_of(owed[0])) for moment in full_at]
    on_time, late = again(on_time), again(late)
    assert (on_time.stage, late.stage) == ("debating", "debating")
    assert on_time.stage_entered_at == on_time.closes_at == late.closes_at == late.stage_entered_at
    assert on_time.stage_ends_at == late.stage_ends_at
    assert [one.entered_at for one in late.moves.order_by("pk")][-1] == late.closes_at
    assert late.crossings.get(threshold="many").crossed_at == late.closes_at


def test_a_debate_that_nobody_opened_in_its_time_is_held_when_somebody_comes(process, make_citizen):
    """A worker that was away for longer than the debate would have lasted takes nobody's turn to speak."""
    debate = {"key": "talk", "kind": "debating", "window": {"days": 10, "counted_from": "entry"}}
    made = process(document(gathering(at_least(1, to="talk")), debate, ANSWERING))
    proposal = propose(
        author=make_citizen(), writing=Writing("제안", "본문"), at=timezone.now(), process=made
    )
    give_support(proposal=proposal, citizen=make_citizen())
    late = timezone.now() + timedelta(days=12)
    advance(proposal=proposal, at=late, count=1, ends=False)
    proposal = again(proposal)
    assert (proposal.stage, proposal.stage_entered_at) == ("debating", late)
    assert proposal.stage_ends_at >= late + timedelta(days=9)


def test_what_was_hidden_meanwhile_is_owed_from_when_it_is_shown(process, make_citizen, moderator):
    """Unless it had reached its number before: that stands, whether or not a worker had come by."""
    made = process(document(gathering(at_least(2)), ANSWERING))
    writing, owed = Writing("제안", "본문"), {}
    for before in (2, 1):
        proposal = propose(author=make_citizen(), writing=writing, at=timezone.now(), process=made)
        for _ in range(before):
            give_support(proposal=proposal, citizen=make_citizen())
        hide_proposal(proposal=proposal, reason="확인", by=moderator, at=timezone.now())
        for _ in range(2 - before):  # given back to somebody who had been limited
            Support.objects.create(proposal=proposal, citizen=make_citizen(), given_at=timezone.now())
            SupportDelta.objects.create(proposal_id=proposal.pk, amount=1)
        shown_at = timezone.now() + timedelta(days=9)
        show_proposal(proposal=again(proposal), by=moderator, at=shown_at)
        owed[before] = AnswerRequest.objects.get(proposal=proposal).opened_at
        full_at = proposal.supports.order_by("given_at")[1].given_at
        assert owed[before] == (full_at if before == 2 else shown_at)


def test_a_threshold_that_was_reached_stays_reached_when_a_support_is_taken_back(process, make_citizen):
    """Though no worker came in between; and a reader who comes later finds the next stage open from then on."""
    debate = {"key": "talk", "kind": "debating", "window": {"days": 10}}
    made = process(document(gathering(at_least(2, to="talk")), debate, ANSWERING))
    people, author = [make_citizen() for _ in range(2)], make_citizen()
    taken_back, left = (
        propose(author=author, writing=Writing("제안", "본문"), at=timezone.now(), process=made)
        for _ in range(2)
    )
    for proposal in (taken_back, left):
        for person in people:
            give_support(proposal=proposal, citizen=person)
    assert withdraw_support(proposal=again(taken_back), citizen=people[0])
    full_at = left.supports.order_by("given_at")[1].given_at
    assert again(taken_back).stage == "debating"
    assert not catch_up_with(again(left), tally_of(left), full_at + timedelta(minutes=1))
    found = again(left)
    assert catch_up_with(found, tally_of(left), full_at + timedelta(days=3))
    assert (found.stage, found.stage_entered_at) == ("debating", full_at)
    over_at = found.stage_ends_at
    cache.clear()
    assert catch_up(found, over_at + timedelta(days=1)) and found.closed_at == over_at


def test_whoever_reads_what_is_due_reads_it_also_while_the_database_takes_no_writing(submitted):
    proposal = submitted(document(gathering(at_least(5)), ANSWERING))
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL transaction_read_only = on")
        assert not catch_up(proposal, proposal.closes_at + timedelta(days=1))
        assert again(proposal).stage == "gathering"
        transaction.set_rollback(True)


def test_what_was_moved_back_behind_a_gate_is_not_tried_by_readers(submitted, make_citizen):
    proposal = submitted(document(gathering(at_least(1, to="answering")), ANSWERING))
    give_support(proposal=proposal, citizen=make_citizen())
    later = timezone.now() + timedelta(days=1)
    settle(proposal=proposal, at=later, count=1)
    Proposal.objects.filter(pk=proposal.pk).update(stage="gathering", stage_key="gathering")
    with CaptureQueriesContext(connection) as asked:
        assert not catch_up_with(again(proposal), Tally({Counter.SUPPORT: 1}), later)
    assert not any("FOR " in one["sql"] for one in asked)


def test_only_the_grounds_of_the_rules_take_something_up_and_many_are_counted(submitted, moderator):
    rescuing = {"by": "committee", "grounds": ["timely", "many_similar"], "similar_at_least": 2}
    proposal = submitted(document(gathering(at_least(5)), ANSWERING, rescue=rescuing))
    said = {"proposal": proposal, "reason": "꼭 필요합니다.", "by": moderator, "at": timezone.now()}
    assert refusal(lambda: rescue(**said)).code == "unknown_ground"
    assert refusal(lambda: rescue(ground="worthy", **said)).code == "unknown_ground"
    few = refusal(lambda: rescue(ground="many_similar", **said))
    assert (few.code, few.requirement, few.actual) == ("too_few_similar", 2, 0)
    assert rescue(ground="timely", **said) is not None
    assert again(proposal).moves.last().cause_key == "timely"


def test_what_is_worthy_is_taken_up_while_the_rules_allow_it(submitted, moderator):
    rescue_rules = {"by": "committee", "within_days": 10}
    proposal = submitted(document(gathering(at_least(5)), ANSWERING, rescue=rescue_rules))
    end = proposal.closes_at
    close_windows(at=end)
    late = {"proposal": again(proposal), "reason": "꼭 필요합니다.", "by": moderator}
    assert refusal(lambda: rescue(at=end + timedelta(days=10), **late)).code == "rescue_over"
    assert rescue(at=end + timedelta(days=9), **late) is not None
    now = again(proposal)
    assert (now.stage, now.closed_as, now.closed_at) == (StageKind.ANSWERING, "", None)
    assert now.moves.last().cause == MoveCause.RESCUE


def test_deciding_for_a_list_asks_nothing_more(submitted, citizen, django_assert_num_queries):
    proposal = submitted(document(gathering(at_least(5)), ANSWERING))
    listed = [again(proposal)] * 20
    at = timezone.now()
    rules.may_support(citizen, listed[0], at)
    with django_assert_num_queries(0):
        assert all(rules.may_support(citizen, one, at).allowed for one in listed)
        assert all(rules.may_comment(citizen, one, at).allowed for one in listed)


def test_tallies_of_many_take_three_queries(submitted, django_assert_max_num_queries):
    many = [submitted(document(gathering(at_least(5, counter="participants")), ANSWERING)) for _ in range(3)]
    tallies_of(many)  # their rules are remembered from then on
    with django_assert_max_num_queries(3):
        assert len(tallies_of(many)) == 3


def test_what_waits_is_counted_before_it_is_rolled_up(submitted, make_citizen):
    proposal = submitted(document(gathering(at_least(5)), ANSWERING))
    give_support(proposal=proposal, citizen=make_citizen())
    assert SupportDelta.objects.exists() and not ProposalStat.objects.get(proposal=proposal).support_count
    assert tally_of(proposal).of(Counter.SUPPORT) == 1
