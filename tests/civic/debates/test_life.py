"""A debate begins with its stage, ends with it, and its numbers decide before the end does."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from civic.answers.models import AnswerRequest
from civic.debates.counting import numbers_of
from civic.debates.kinds import State
from civic.debates.models import Debate
from civic.debates.queries import debates_visible_to, in_state, series_of
from civic.debates.showing import tally_seen_by
from civic.journeys.advance import decide, move_by_hand, record_result
from civic.journeys.clock import close_windows
from civic.journeys.debate import conclude, hide_opinion, opine, prepare_debate, settle_debates
from civic.journeys.settle import settle
from civic.processes.document import parse_rules
from civic.processes.engine import Calendar
from civic.processes.kinds import Counter, DebateForm, Outcome, Shown
from civic.processes.simulating import Past, micros, replay
from civic.proposals.models import Proposal, StageResult, Support, SupportDelta
from civic.proposals.tallies import tallies_of, tally_of
from platform_core.access import Refused
from platform_core.events.models import Event
from tests.civic.debates.conftest import rules_of_debate

THREE_TAKE_PART = {
    "key": "head",
    "when": {"counter": "participants", "at_least": 3},
    "effects": ["owe_answer"],
}
MORE_FOR = {
    "key": "passed",
    "when": {"part": "in_favour", "of": "votes", "more_than": "1/2"},
    "to": "answering",
}
SCREENED = {"kind": "screening", "ways": {"accepted": "debating", "refused": "closed"}}
VOTES = (Counter.VOTES, Counter.IN_FAVOUR, Counter.PARTICIPANTS)


def now():
    return timezone.now()


def say(debate, make_citizen, *sides, at=None):
    return [
        opine(debate=debate, author=make_citizen(), side=side, body="까닭", at=at or now()) for side in sides
    ]


def stage_of(debate):
    return Proposal.objects.get(pk=debate.item_id).stage_key


def results_of(debate):
    return [
        tuple(one.counts[counter.value] for counter in VOTES)
        for one in StageResult.objects.filter(proposal=debate.item_id)
    ]


def test_whatever_enters_the_stage_unprepared_is_debated_in_its_own_words(debate):
    held = debate(rules_of_debate(debate={"form": "open", "shown": "at_the_end"}))
    assert (held.question, held.form, held.shown) == ("자전거도로를 넓힐까요?", "open", "at_the_end")
    assert held.closes_at == held.item.stage_ends_at
    assert held.state_at(now()) == State.RUNNING
    assert Event.objects.filter(kind="debates.debate.opened", subject_id=held.pk).exists()


def test_a_prepared_debate_opens_with_its_stage(process, moderator, make_citizen, debate):
    item = _screened(process, make_citizen)
    prepared = prepare_debate(
        item=item, question="차로를 줄여서라도 넓힐까요?", form="pro_con", by=moderator, at=now()
    )
    assert prepared.state_at(now()) == State.PREPARING
    assert not debates_visible_to(make_citizen()).filter(pk=prepared.pk).exists()
    decide(proposal=item, outcome=Outcome.ACCEPTED, reason="", by=moderator, at=now())
    prepared.refresh_from_db()
    assert prepared.state_at(now()) == State.RUNNING
    assert prepared.question == "차로를 줄여서라도 넓힐까요?"
    assert debates_visible_to(make_citizen()).filter(pk=prepared.pk).exists()


def _screened(process, make_citizen):
    from civic.processes.models import ProcessVersion
    from civic.proposals.actions import Writing, submit_proposal

    version = ProcessVersion.objects.get(
        pk=process(rules_of_debate(stages=(SCREENED,)), key="screened").current_version_id
    )
    return submit_proposal(
        author=make_citizen(), writing=Writing("자전거도로", "넓혀 주세요"), version=version, at=now()
    )


def test_nobody_votes_before_it_opens(process, moderator, make_citizen):
    prepared = prepare_debate(item=_screened(process, make_citizen), by=moderator, at=now())
    with pytest.raises(Refused) as refusal:
        opine(debate=prepared, author=make_citizen(), side="pro", body="", at=now())
    assert refusal.value.verdict.code == "debate_not_open"


def test_prepared_again_it_is_changed_until_somebody_has_answered(debate, moderator, make_citizen):
    held = debate()
    same = prepare_debate(
        item=held.item,
        question="다시 묻습니다",
        form=DebateForm.PRO_CON,
        shown=Shown.AT_THE_END,
        by=moderator,
        at=now(),
    )
    assert (same.pk, same.question, same.shown) == (held.pk, "다시 묻습니다", "at_the_end")
    say(held, make_citizen, "pro")
    with pytest.raises(Refused) as refusal:
        prepare_debate(item=held.item, question="또 다른 물음", by=moderator, at=now())
    assert refusal.value.verdict.code == "has_opinions"


def test_what_lies_around_the_question_can_still_be_changed(debate, moderator, make_citizen):
    held = debate()
    say(held, make_citizen, "pro")
    changed = prepare_debate(item=held.item, lead="더 자세히", by=moderator, at=now())
    assert (changed.lead, changed.question) == ("더 자세히", held.question)


def test_no_round_follows_itself(debate, moderator):
    first, second = debate(title="1차"), debate(title="2차")
    prepare_debate(item=second.item, follows=first, by=moderator, at=now())
    with pytest.raises(Refused) as refusal:
        prepare_debate(item=first.item, follows=Debate.objects.get(pk=second.pk), by=moderator, at=now())
    assert refusal.value.verdict.code == "goes_round"


def test_a_citizen_prepares_nothing(debate, make_citizen):
    with pytest.raises(Refused):
        prepare_debate(item=debate().item, question="내 물음", by=make_citizen(), at=now())


def test_a_threshold_of_people_takes_effect_with_the_one_who_reaches_it(debate, make_citizen):
    held = debate(rules_of_debate(THREE_TAKE_PART))
    say(held, make_citizen, "pro", "con")
    assert not AnswerRequest.objects.filter(proposal=held.item).exists()
    say(held, make_citizen, "con")
    assert AnswerRequest.objects.filter(proposal=held.item).exists()
    assert stage_of(held) == "debating", "and people go on talking"
    say(held, make_citizen, "pro")
    assert results_of(held) == [(3, 1, 3)], "told once"


def test_what_the_clock_finds_reached_takes_effect(debate, make_citizen, monkeypatch):
    held = debate(rules_of_debate(THREE_TAKE_PART))
    from civic.journeys import debate as journey

    with monkeypatch.context() as patched:
        patched.setattr(journey, "settle_debate", lambda *_what: None)
        say(held, make_citizen, "pro", "con", "other")
    assert settle_debates(at=now()) == 1
    assert AnswerRequest.objects.filter(proposal=held.item).exists()
    assert settle_debates(at=now()) == 0


def test_votes_and_supports_asked_together_count_from_the_last_that_was_missing(debate, make_citizen):
    """However late it is found: a worker writes down what was so."""
    both = [{"counter": "in_favour", "at_least": 2}, {"counter": "support", "at_least": 1}]
    asked = {"key": "both", "when": {"all": both}, "judged": "once", "to": "answering"}
    held = debate(rules_of_debate(asked))
    say(held, make_citizen, "pro", "con")
    (last,) = say(held, make_citizen, "pro")
    assert stage_of(held) == "debating"
    given = Support.objects.create(
        proposal=held.item, citizen=make_citizen(), given_at=last.written_at + timedelta(hours=1)
    )
    SupportDelta.objects.create(proposal_id=held.item_id, amount=1)
    settle_debates(at=now() + timedelta(days=3))
    assert AnswerRequest.objects.get(proposal=held.item_id).opened_at == given.given_at
    assert Proposal.objects.get(pk=held.item_id).stage_entered_at == given.given_at


@pytest.mark.parametrize("days_late", [0, 4])
@pytest.mark.parametrize(
    ("sides", "stage"),
    [(("pro", "pro", "con"), "answering"), (("pro", "con"), "closed")],
)
def test_the_last_numbers_decide_however_late_the_worker_comes(debate, make_citizen, sides, stage, days_late):
    held = debate(rules_of_debate(MORE_FOR))
    say(held, make_citizen, *sides, at=held.closes_at - timedelta(seconds=1))
    close_windows(at=held.closes_at + timedelta(days=days_late))
    assert stage_of(held) == stage
    assert results_of(held) == [(len(sides), sides.count("pro"), len(sides))]


def test_many_that_end_at_once_are_each_judged_by_their_own_votes(debate, make_citizen):
    rules = rules_of_debate(MORE_FOR)
    passed, failed = debate(rules), debate(rules)
    say(passed, make_citizen, "pro")
    say(failed, make_citizen, "con")
    close_windows(at=passed.closes_at)
    assert (stage_of(passed), stage_of(failed)) == ("answering", "closed")


def test_where_nobody_spoke_and_votes_decide_staff_say_what_came_out_elsewhere(debate, moderator):
    held = debate(rules_of_debate(MORE_FOR))
    close_windows(at=held.closes_at)
    assert stage_of(held) == "debating"
    record_result(
        proposal=Proposal.objects.get(pk=held.item_id),
        counts={Counter.VOTES: 5, Counter.IN_FAVOUR: 4},
        note="마을회관에서",
        by=moderator,
        at=held.closes_at,
    )
    assert stage_of(held) == "answering"


def test_where_people_spoke_staff_write_no_other_result(debate, make_citizen, moderator):
    held = debate(rules_of_debate(MORE_FOR))
    say(held, make_citizen, "con")
    with pytest.raises(Refused) as refusal:
        record_result(
            proposal=held.item,
            counts={Counter.VOTES: 5, Counter.IN_FAVOUR: 5},
            note="",
            by=moderator,
            at=now(),
        )
    assert refusal.value.verdict.code == "counted_here"


def test_moved_on_by_hand_it_is_over_at_that_moment(debate, make_citizen, moderator):
    held = debate(rules_of_debate(hand_moves=["answering"]))
    at = now()
    move_by_hand(proposal=held.item, to="answering", reason="급합니다", by=moderator, at=at)
    held.refresh_from_db()
    assert held.closes_at == at
    with pytest.raises(Refused) as refusal:
        say(Debate.objects.get(pk=held.pk), make_citizen, "pro", at=at)
    assert refusal.value.verdict.code == "debate_over"


def test_a_changed_end_of_the_stage_is_the_end_of_the_debate(debate, make_citizen):
    held = debate()
    later = held.closes_at + timedelta(days=3)
    Proposal.objects.filter(pk=held.item_id).update(stage_ends_at=later)
    settle_debates(at=now())
    held.refresh_from_db()
    assert held.closes_at == later
    say(held, make_citizen, "pro", at=later - timedelta(seconds=1))


def test_of_a_hidden_item_nothing_is_seen_and_nothing_taken(debate, make_citizen):
    held = debate()
    Proposal.objects.filter(pk=held.item_id).update(standing="hidden")
    assert not debates_visible_to(make_citizen()).filter(pk=held.pk).exists()
    with pytest.raises(Refused) as refusal:
        say(Debate.objects.get(pk=held.pk), make_citizen, "pro")
    assert refusal.value.verdict.code == "proposal_hidden"


def test_it_waits_for_its_summary_where_all_can_see_and_ends_with_it(debate, make_citizen, moderator):
    held = debate()
    say(held, make_citizen, "pro")
    over = held.closes_at
    with pytest.raises(Refused) as early:
        conclude(debate=held, summary="끝", by=moderator, at=now())
    assert early.value.verdict.code == "debate_runs"
    assert list(in_state(Debate.objects.all(), State.ENDED, over)) == [held]
    with pytest.raises(Refused) as silent:
        conclude(debate=held, summary="  ", by=moderator, at=over)
    assert silent.value.verdict.code == "summary_needed"
    with pytest.raises(Refused):
        conclude(debate=held, summary="시민이 끝냄", by=make_citizen(), at=over)
    assert conclude(debate=held, summary="찬성이 **많았습니다**", by=moderator, at=over)
    assert not conclude(debate=held, summary="찬성이 조금 많았습니다", by=moderator, at=over)
    held.refresh_from_db()
    assert held.state_at(over) == State.CONCLUDED and "조금" in held.summary_html
    assert Event.objects.filter(kind="debates.debate.concluded").count() == 1


def test_a_second_round_follows_the_first(debate, moderator):
    first, second = debate(title="1차"), debate(title="2차")
    prepare_debate(item=second.item, follows=first, by=moderator, at=now())
    assert [one.question for one in series_of(first)] == ["1차", "2차"]
    assert series_of(Debate.objects.get(pk=second.pk)) == series_of(first)


@pytest.mark.parametrize("has_worker", [True, False])
def test_hidden_after_the_end_the_result_stays_what_was_told(debate, make_citizen, moderator, has_worker):
    held = debate(rules_of_debate(MORE_FOR))
    [given] = say(held, make_citizen, "pro")
    if has_worker:
        close_windows(at=held.closes_at)
    hide_opinion(opinion=given, reason="욕설", by=moderator, at=held.closes_at)
    assert results_of(held) == [(1, 1, 1)]
    assert numbers_of(held).pro == 0


def test_a_threshold_on_people_looks_at_the_debates_own_and_not_at_its_supporters(debate, make_citizen):
    held = debate(rules_of_debate(THREE_TAKE_PART))
    item = held.item
    Support.objects.bulk_create(
        Support(proposal=item, citizen=make_citizen(), given_at=now()) for _number in range(5)
    )
    settle(proposal=item, at=now())
    assert not item.crossings.exists()
    for people, side in ((0, ""), (1, "pro"), (2, "con")):
        if side:
            say(held, make_citizen, side)
        here = Proposal.objects.get(pk=item.pk)
        tally = tally_of(here)
        seen = tally_seen_by(make_citizen(), here, tally, now()).tally
        assert tally.of(Counter.PARTICIPANTS) == seen.of(Counter.PARTICIPANTS) == people
    say(held, make_citizen, "other")
    assert item.crossings.get().count == 3


def test_many_debates_are_counted_in_one_question(debate, make_citizen, django_assert_num_queries):
    held = [debate(rules_of_debate(THREE_TAKE_PART))]
    items = [Proposal.objects.get(pk=held[0].item_id)]
    with CaptureQueriesContext(connection) as one:
        tallies_of(items)
    held += [debate(rules_of_debate(THREE_TAKE_PART)) for _number in range(3)]
    items = list(Proposal.objects.filter(pk__in=[each.item_id for each in held]))
    for each in items:
        each.rules  # noqa: B018 - read before, as whoever judges them has
    with django_assert_num_queries(len(one)):
        tallies_of(items)


def test_what_was_replayed_counts_people_of_a_debate_once_it_is_over():
    """The simulator, too: five supporters are nobody who took part in the debate."""
    rules = parse_rules(rules_of_debate(THREE_TAKE_PART))
    registered = datetime(2026, 1, 5, tzinfo=UTC)
    acts = {Counter.PARTICIPANTS: [micros(registered) + number for number in range(1, 6)]}
    nobody = Past("1", registered, acts=acts)
    three = Past("2", registered, acts=acts, finals={Counter.PARTICIPANTS: 3})
    ways = replay(rules, [nobody, three], Calendar(ZoneInfo("Asia/Seoul"), "KR", frozenset()))
    assert [{one.gate for one in way.passed} for way in ways] == [set(), {"head"}]
