"""Who owes an answer and who may give it: a department, the head, a bureau, a committee."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from civic.answers import owed
from civic.answers.actions import Reply, owe_answer
from civic.answers.due import last_day
from civic.answers.models import AnswerRequest, Cause, State, Verdict
from civic.answers.rules import may_answer
from civic.journeys.answer import answer, assign
from civic.people.models import Role
from civic.processes.kinds import Answerer, AnswerForm, StageKind
from civic.proposals.models import Ending, Proposal
from platform_core.events.models import Event
from tests.civic.answers.refusing import refused
from tests.civic.journeys.test_answer import ADOPTED, DECLINED, WEDNESDAY

pytestmark = pytest.mark.usefixtures("in_english")

STUDYING = Reply(Verdict.STUDYING, "더 살핍니다.", reason="자료가 모자랍니다.", follow_up_on=date(2027, 3, 2))
HEAD = {"days": 30, "unit": "calendar", "forms": ["text", "video"]}


@pytest.fixture
def both(in_seoul, terms, owe, roads, owe_from):
    """The department owes an answer, and so does the head."""
    terms(others={"head": HEAD, "committee": {"days": 90, "unit": "calendar"}})
    department = owe(roads, at=WEDNESDAY)
    return department, owe_from(department.proposal, at=WEDNESDAY, key="head")


def proposal_of(request) -> Proposal:
    return Proposal.objects.get(pk=request.proposal_id)


def test_the_head_owes_one_beside_the_departments(both):
    department, head = both
    assert (department.answerer, head.answerer) == (Answerer.DEPARTMENT, Answerer.HEAD)
    assert last_day(head.due_at) == date(2026, 12, 4)
    assert head.answerer_name == "The head of the institution"


def test_each_owes_one_at_a_time(both):
    _, head = both
    assert owe_answer(proposal=head.proposal, cause=Cause.THRESHOLD, key="head", at=WEDNESDAY) is None
    with pytest.raises(IntegrityError), transaction.atomic():
        AnswerRequest.objects.create(
            proposal=head.proposal, answerer="head", cause="threshold", opened_at=WEDNESDAY, due_at=WEDNESDAY
        )


@pytest.mark.parametrize(
    ("role", "department", "head"),
    [
        (Role.ADMINISTRATOR, "ok", "ok"),
        (Role.MODERATOR, "not_allowed", "not_allowed"),
        (Role.RESPONDENT, "ok", "not_allowed"),
        (Role.HEAD, "not_allowed", "ok"),
    ],
)
def test_respondents_answer_for_departments_and_the_head_or_administrators_for_the_head(
    both, make_staff, roads, role, department, head
):
    person = make_staff(role, roads if role == Role.RESPONDENT else None)
    codes = tuple(may_answer(person, request).code for request in both)
    assert codes == (department, head)


def test_the_refusal_says_who_may(both, respondent):
    verdict = may_answer(respondent, both[1])
    assert "head of the institution" in str(verdict.sentence)
    assert "administrator" in str(verdict.sentence)


def test_a_head_needs_no_department(both, administrator):
    _, head = both
    given = answer(request=head, reply=ADOPTED, by=administrator, at=WEDNESDAY + timedelta(days=1))
    assert given is not None
    assert (given.department, given.signed_by) == (None, "The head of the institution")


def test_nobody_looks_for_the_department_of_a_head(both, moderator):
    assert not owed.waiting_for_department().exists()
    assert list(owed.with_the_top(WEDNESDAY)) == [both[1]]
    assert owed.count_owed(departments=[], at=WEDNESDAY).unassigned == 0


def test_a_department_may_prepare_what_the_head_says(both, parks, moderator, administrator, roads):
    _, head = both
    assign(request=head, department=parks, by=moderator, at=WEDNESDAY)
    given = answer(request=head, reply=ADOPTED, by=administrator, at=WEDNESDAY)
    assert (given.department, given.signed_by) == (parks, "The head of the institution")
    assert proposal_of(head).department == roads


def test_what_the_department_declines_stays_open_for_the_head(both, respondent, administrator):
    department, head = both
    answer(request=department, reply=DECLINED, by=respondent, at=WEDNESDAY)
    assert proposal_of(head).stage == StageKind.ANSWERING
    answer(request=head, reply=DECLINED, by=administrator, at=WEDNESDAY)
    assert proposal_of(head).closed_as == Ending.ANSWERED


def test_the_head_may_adopt_what_the_department_declined(both, respondent, administrator):
    department, head = both
    answer(request=department, reply=DECLINED, by=respondent, at=WEDNESDAY)
    answer(request=head, reply=ADOPTED, by=administrator, at=WEDNESDAY)
    assert proposal_of(head).stage == StageKind.CARRYING_OUT


def test_what_is_being_carried_out_is_not_closed_by_a_second_answer(both, respondent, administrator):
    department, head = both
    answer(request=department, reply=ADOPTED, by=respondent, at=WEDNESDAY)
    answer(request=head, reply=DECLINED, by=administrator, at=WEDNESDAY)
    assert proposal_of(head).stage == StageKind.CARRYING_OUT
    assert {request.state for request in AnswerRequest.objects.all()} == {State.ANSWERED}


def test_a_head_who_studies_owes_one_more(both, administrator):
    answer(request=both[1], reply=STUDYING, by=administrator, at=WEDNESDAY)
    again = AnswerRequest.objects.get(answerer="head", state=State.OPEN)
    assert (again.cause, again.key, again.department) == (Cause.FOLLOW_UP, "head", None)


def test_only_forms_the_rules_provide_for(both, respondent, administrator):
    department, head = both
    film = Reply(
        Verdict.ADOPTED,
        "영상으로 답합니다.",
        next_steps="합니다.",
        form=AnswerForm.VIDEO,
        video_url="https://video.example/1",
        transcript="안녕하세요. 그늘막을 달겠습니다.",
    )
    with refused("form_not_offered"):
        answer(request=department, reply=film, by=respondent, at=WEDNESDAY)
    given = answer(request=head, reply=film, by=administrator, at=WEDNESDAY)
    assert given.form == AnswerForm.VIDEO
    assert "그늘막을 달겠습니다" in given.transcript_html


def test_who_answers_stands_in_the_event(both):
    kinds = Event.objects.filter(kind="answers.request.opened").order_by("pk")
    assert [event.data["answerer"] for event in kinds] == ["department", "head"]


def test_an_answer_nobody_knows_the_rules_of_is_the_departments(owe, roads):
    request = owe(roads, at=timezone.now())
    request.key = "gone"
    request.save()
    from civic.answers.terms import terms_of

    assert terms_of(request).by == Answerer.DEPARTMENT
