"""A question by a department, from the first talk to the answer, through the verbs."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from civic.answers.actions import Reply
from civic.answers.models import AnswerRequest, Verdict
from civic.debates.counting import numbers_of
from civic.debates.models import Briefing, Debate, Material
from civic.journeys.answer import answer
from civic.journeys.ask import publish_due_questions, schedule_question
from civic.journeys.clock import close_windows
from civic.journeys.debate import opine
from civic.journeys.report import begin_report, publish_report
from civic.people.models import Role
from civic.processes.kinds import DebateForm, StageKind
from civic.processes.models import Process
from civic.proposals.models import Origin
from civic.questions import actions
from civic.questions.dates import afterwards
from civic.questions.kinds import FILLED_IN, Purpose, State, Step
from civic.questions.letters import Words, hand_over, publish_result, write_letter
from civic.questions.models import Question
from platform_core.access import Refused
from platform_core.events.models import Event
from tests.civic.questions.making import (
    agreed,
    filled_in,
    finished,
    over,
    published,
    question_process,
    with_source,
)


@pytest.fixture
def process(administrator) -> Process:
    return question_process(administrator, timezone.now())


@pytest.fixture
def colleague(make_staff, roads):
    """A second person of the department."""
    return make_staff(Role.RESPONDENT, roads, name="도로 팀장")


@pytest.fixture
def prepared(roads, process, respondent) -> Question:
    return filled_in(department=roads, process=process, by=respondent, at=timezone.now())


@pytest.fixture
def scheduled(prepared, respondent, colleague, moderator) -> Question:
    at = timezone.now()
    tomorrow = timezone.localdate(at) + timedelta(days=1)
    actions.save_step(
        question=prepared, step=Step.SCHEDULE, values={"opens_on": tomorrow}, by=respondent, at=at
    )
    agreed(prepared, by=respondent, reviewer=colleague, at=at)
    assert schedule_question(question=prepared, by=moderator, at=at) is None
    prepared.refresh_from_db()
    return prepared


def refusal(call, **terms) -> str:
    with pytest.raises(Refused) as refused:
        call(**terms)
    assert refused.value.verdict.sentence
    return refused.value.verdict.code


def test_a_question_goes_from_the_first_talk_to_the_answer(
    scheduled, moderator, respondent, roads, make_citizen
):
    opens_at = scheduled.opens_at
    assert publish_due_questions(at=opens_at - timedelta(seconds=1)) == 0
    assert publish_due_questions(at=opens_at) == 1
    scheduled = Question.objects.select_related("item").get(pk=scheduled.pk)
    item = scheduled.item
    assert (item.author, item.origin, item.stage) == (None, Origin.INSTITUTION, StageKind.DEBATING)
    debate = Debate.objects.get(item=item)
    assert debate.is_open_at(opens_at + timedelta(minutes=1))
    for side in ("pro", "con", "con"):
        opine(
            debate=debate,
            author=make_citizen(),
            side=side,
            body="생각합니다",
            at=opens_at + timedelta(days=1),
        )
    end = item.stage_ends_at + timedelta(minutes=1)
    close_windows(at=end)
    item.refresh_from_db()
    assert item.stage == StageKind.ANSWERING
    owed = AnswerRequest.objects.get(proposal=item)
    assert owed.department == roads
    after = afterwards(scheduled)
    assert (after.hand_over.due_at - after.ended_at).days >= 13
    words = Words("도로-2026-11", "하늘시", "도로과", "참여 조례 제9조", "토론 결과 전달")
    write_letter(question=scheduled, words=words, by=moderator, at=end)
    numbers = numbers_of(debate)
    assert hand_over(
        question=scheduled,
        numbers={"pro": numbers.pro, "con": numbers.con},
        received_by="도로팀",
        by=moderator,
        at=end,
    )
    scheduled.letter.refresh_from_db()
    assert scheduled.letter.numbers == {"pro": 1, "con": 2}
    assert scheduled.letter.answer_due_at == owed.due_at
    reply = Reply(Verdict.DECLINED, "하지 않겠습니다.", reason="반대가 많았습니다.")
    answered_at = end + timedelta(days=3)
    answer(request=owed, reply=reply, by=respondent, at=answered_at)
    assert afterwards(scheduled).publish.due_at > answered_at
    # The report with the answer in it is what was promised (R6).
    report = begin_report(debate=debate, by=moderator, at=answered_at)
    publish_report(report=report, number=1, reason="", by=moderator, at=answered_at + timedelta(days=1))
    scheduled.refresh_from_db()
    assert refusal(publish_result, question=scheduled, by=moderator, at=answered_at) == "published_already"
    assert not afterwards(scheduled).publish.is_late(answered_at + timedelta(days=1))


def test_it_is_published_with_everything_that_was_prepared(prepared, respondent, colleague, moderator):
    at = timezone.now()
    source = with_source(prepared, by=respondent, at=at)
    published(agreed(prepared, by=respondent, reviewer=colleague, at=at), by=moderator, at=at)
    debate = Debate.objects.get()
    assert debate.question == prepared.title
    assert set(Briefing.objects.values_list("part", flat=True)) == {"background", "facts", "pro", "con"}
    material = Material.objects.get()
    assert (material.sha256, material.name) == (source.sha256, source.name)


def test_publicity_is_refused_with_advice_and_stays_on_record(roads, process, respondent):
    at = timezone.now()
    question = filled_in(department=roads, process=process, by=respondent, at=at, purpose=Purpose.PUBLICITY)
    actions.finish_step(question=question, step=Step.CONSULTATION, by=respondent, at=at)
    question.refresh_from_db()
    assert question.state == State.REFUSED
    assert Event.objects.filter(kind="questions.question.refused", subject_id=question.pk).exists()
    assert refusal(actions.ask_review, question=question, by=respondent, at=at) == "over"
    # Nobody of the department makes it a question again by itself.
    terms = {"question": question, "step": Step.CONSULTATION, "reason": "다시", "at": at}
    assert refusal(actions.return_to, by=respondent, **terms) == "not_allowed"


def test_who_asked_for_the_review_does_not_agree_to_it(prepared, respondent, colleague, moderator):
    at = timezone.now()
    finished(prepared, by=respondent, at=at)
    actions.ask_review(question=prepared, by=respondent, at=at)
    assert refusal(actions.agree, question=prepared, by=respondent, at=at) == "same_person"
    assert refusal(actions.agree, question=prepared, by=moderator, at=at) == "not_allowed"
    actions.agree(question=prepared, by=colleague, at=at)
    prepared.refresh_from_db()
    assert (prepared.state, prepared.reviewed_by) == (State.AGREED, colleague)


def test_another_department_neither_sees_nor_touches_it(prepared, make_staff, parks):
    at, stranger = timezone.now(), make_staff(Role.RESPONDENT, parks)
    values = {"topic": "다른 말"}
    terms = {"question": prepared, "by": stranger, "at": at}
    assert refusal(actions.save_step, step=Step.CONSULTATION, values=values, **terms) == "not_allowed"
    assert refusal(actions.withdraw_question, reason="싫어서", **terms) == "not_allowed"
    assert (
        refusal(actions.begin_question, department=prepared.department, topic="주제", by=stranger, at=at)
        == "other_department"
    )


@pytest.mark.parametrize("side", ["pro", "con"])
def test_the_material_of_one_side_alone_is_not_enough(prepared, respondent, side):
    at = timezone.now()
    actions.save_step(question=prepared, step=Step.MATERIALS, values={side: ""}, by=respondent, at=at)
    terms = {"question": prepared, "step": Step.MATERIALS, "by": respondent, "at": at}
    assert refusal(actions.finish_step, **terms) == "incomplete"


def test_a_question_that_nobody_looked_at_for_fairness_is_not_done(prepared, respondent):
    at = timezone.now()
    actions.save_step(
        question=prepared, step=Step.KEY_QUESTION, values={"neutrality": ["open"]}, by=respondent, at=at
    )
    terms = {"question": prepared, "step": Step.KEY_QUESTION, "by": respondent, "at": at}
    assert refusal(actions.finish_step, **terms) == "incomplete"


def test_nothing_changes_under_the_eyes_of_the_department(prepared, respondent, colleague):
    at = timezone.now()
    finished(prepared, by=respondent, at=at)
    actions.ask_review(question=prepared, by=respondent, at=at)
    terms = {"question": prepared, "step": Step.KEY_QUESTION, "values": {"title": "다른 물음"}, "at": at}
    assert refusal(actions.save_step, by=respondent, **terms) == "in_review"
    actions.ask_changes(question=prepared, step=Step.KEY_QUESTION, reason="더 쉬운 말로", by=colleague, at=at)
    assert actions.save_step(by=respondent, **terms)
    prepared.refresh_from_db()
    assert prepared.state == State.PREPARING
    assert set(prepared.steps.values_list("step", flat=True)) == set(FILLED_IN) - {Step.KEY_QUESTION}


def test_what_somebody_else_has_changed_is_not_written_over(prepared, respondent, moderator):
    at = timezone.now()
    seen = actions.print_of(prepared, Step.KEY_QUESTION)
    actions.save_step(
        question=prepared, step=Step.KEY_QUESTION, values={"title": "먼저"}, by=moderator, at=at, seen=seen
    )
    terms = {"question": prepared, "step": Step.KEY_QUESTION, "values": {"title": "나중"}, "at": at}
    assert refusal(actions.save_step, by=respondent, seen=seen, **terms) == "changed_meanwhile"
    prepared.refresh_from_db()
    assert prepared.title == "먼저"


def test_returned_it_is_agreed_and_scheduled_no_more(scheduled, respondent):
    opens_at = scheduled.opens_at
    actions.return_to(
        question=scheduled, step=Step.SCHEDULE, reason="선거 기간", by=respondent, at=timezone.now()
    )
    assert publish_due_questions(at=opens_at) == 0
    scheduled.refresh_from_db()
    assert (scheduled.state, scheduled.reviewed_by, scheduled.opens_at) == (State.PREPARING, None, None)


def test_withdrawn_before_its_day_it_is_never_published(scheduled, respondent, moderator):
    opens_at = scheduled.opens_at
    actions.withdraw_question(question=scheduled, reason="예산 없음", by=respondent, at=timezone.now())
    assert publish_due_questions(at=opens_at) == 0
    assert refusal(actions.schedule, question=scheduled, by=moderator, at=opens_at) == "over"


def test_published_it_is_withdrawn_no_more(scheduled, respondent):
    publish_due_questions(at=scheduled.opens_at)
    terms = {"question": scheduled, "reason": "늦게", "by": respondent, "at": scheduled.opens_at}
    assert refusal(actions.withdraw_question, **terms) == "published"


def test_a_process_closed_meanwhile_stops_it_and_says_so(scheduled, process):
    opens_at = scheduled.opens_at
    Process.objects.filter(pk=process.pk).update(is_open=False)
    assert publish_due_questions(at=opens_at) == 0
    scheduled.refresh_from_db()
    assert (scheduled.state, scheduled.item) == (State.AGREED, None)
    assert scheduled.stopped_why
    assert Event.objects.filter(kind="questions.question.stopped").exists()
    assert publish_due_questions(at=opens_at + timedelta(days=1)) == 0


def test_a_file_that_got_lost_stops_it_and_leaves_no_copy_of_the_others(
    prepared, respondent, colleague, moderator, settings, tmp_path
):
    settings.MEDIA_ROOT, at = tmp_path, timezone.now()
    with_source(prepared, by=respondent, at=at)
    lost = with_source(prepared, by=respondent, at=at, name="소음.txt")
    agreed(prepared, by=respondent, reviewer=colleague, at=at)
    default_storage.delete(lost.stored_as)
    # Its day has come: on the first one it opens at nine in the morning.
    assert schedule_question(question=prepared, by=moderator, at=at + timedelta(days=1)) is None
    prepared.refresh_from_db()
    assert prepared.state == State.AGREED and prepared.stopped_why
    assert not [one for one in tmp_path.rglob("debates/**/*") if one.is_file()]


def test_a_letter_handed_over_stays_as_it_is(prepared, respondent, colleague, moderator):
    at = timezone.now()
    ready = agreed(prepared, by=respondent, reviewer=colleague, at=at)
    question = over(published(ready, by=moderator, at=at - timedelta(days=60)))
    words = Words("", "하늘시", "도로과", "조례", "결과")
    write_letter(question=question, words=words, by=moderator, at=at)
    terms = {"question": question, "numbers": {}, "received_by": "", "by": moderator, "at": at}
    assert refusal(hand_over, **terms) == "no_number"
    numbered = Words("소통-7", "하늘시", "도로과", "조례", "결과")
    write_letter(question=question, words=numbered, by=moderator, at=at)
    assert afterwards(question).hand_over.is_late(at)
    assert hand_over(**terms)
    assert not hand_over(**terms)
    assert Event.objects.get(kind="questions.result.handed_over").data["late"] is True
    assert refusal(write_letter, question=question, words=words, by=moderator, at=at) == "handed_over"


def test_nobody_hands_over_what_is_still_being_asked(scheduled, moderator):
    publish_due_questions(at=scheduled.opens_at)
    scheduled = Question.objects.select_related("item").get(pk=scheduled.pk)
    words = Words("소통-7", "하늘시", "도로과", "조례", "결과")
    terms = {"question": scheduled, "words": words, "by": moderator, "at": scheduled.opens_at}
    assert refusal(write_letter, **terms) == "not_over"


def test_another_form_asks_again_for_what_was_done(roads, process, respondent):
    at = timezone.now()
    question = filled_in(
        department=roads, process=process, by=respondent, at=at, form=DebateForm.OPEN, con=""
    )
    finished(question, by=respondent, at=at)
    values = {"process": process, "form": DebateForm.PRO_CON}
    actions.save_step(question=question, step=Step.FORM, values=values, by=respondent, at=at)
    assert Step.MATERIALS.value not in question.steps.values_list("step", flat=True)
    assert refusal(actions.ask_review, question=question, by=respondent, at=at) == "steps_undone"
