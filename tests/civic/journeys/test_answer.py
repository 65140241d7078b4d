"""A department owes an answer → it is assigned, perhaps passed on or given time → it answers in public."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from civic.answers.actions import Reply
from civic.answers.due import last_day
from civic.answers.models import Answer, AnswerRequest, Cause, Extension, State, Transfer, Verdict
from civic.journeys.answer import answer, assign, extend
from civic.journeys.settle import settle
from civic.people.models import Department, Role
from civic.processes.kinds import StageKind
from civic.proposals.models import Ending
from platform_core.access import Refused
from platform_core.events.models import Event
from tenants.context import institution_context

# Wednesday 4 November 2026, 10:00 in Seoul: no public holiday near.
WEDNESDAY = datetime(2026, 11, 4, 1, tzinfo=UTC)
ADOPTED = Reply(Verdict.ADOPTED, "고치겠습니다.", next_steps="12월까지 마칩니다.")
DECLINED = Reply(Verdict.DECLINED, "어렵습니다.", reason="법이 허락하지 않습니다.")


def kinds_of(request: AnswerRequest) -> list[str]:
    return list(
        Event.objects.filter(subject_type="answers.answerrequest", subject_id=request.pk)
        .order_by("pk")
        .values_list("kind", flat=True)
    )


def test_an_answer_is_owed_within_twenty_working_days(owe):
    request = owe(at=WEDNESDAY)
    assert request.state == State.OPEN
    assert request.department is None
    assert last_day(request.due_at) == date(2026, 12, 2)
    assert request.proposal.stage == StageKind.REVIEWING


def test_the_categorys_own_department_gets_it_at_once(owe, roads, category):
    category.default_department = roads
    category.save()
    request = owe(category=category)
    assert request.department == roads
    assert request.proposal.stage == StageKind.ANSWERING


def test_a_department_that_was_closed_gets_nothing_by_itself(owe, roads, category):
    roads.is_active = False
    roads.save()
    category.default_department = roads
    category.save()
    assert owe(category=category).department is None


def test_a_department_hidden_while_somebody_chose_it_gets_nothing(owe, roads, moderator):
    request = owe()
    Department.objects.filter(pk=roads.pk).update(is_active=False)
    with pytest.raises(Refused) as refusal:
        assign(request=request, department=roads, by=moderator, at=timezone.now())
    assert refusal.value.verdict.code == "department_hidden"
    assert AnswerRequest.objects.get().department is None


def test_a_moderator_assigns_and_the_proposal_waits_for_its_answer(owe, roads, moderator):
    request = owe()
    assert assign(request=request, department=roads, by=moderator, at=timezone.now())
    request.proposal.refresh_from_db()
    assert request.proposal.stage == StageKind.ANSWERING
    assert request.proposal.department == roads
    assert kinds_of(request) == ["answers.request.opened", "answers.request.assigned"]


def test_assigning_the_same_department_again_changes_nothing(owe, roads, moderator):
    request = owe(roads)
    assert not assign(request=request, department=roads, by=moderator, at=timezone.now())
    assert Transfer.objects.filter(request=request).count() == 1


def test_a_respondent_does_not_assign_what_nobody_has(owe, roads, respondent):
    with pytest.raises(Refused) as refusal:
        assign(request=owe(), department=roads, by=respondent, at=timezone.now())
    assert refusal.value.verdict.code == "not_allowed"


def test_a_department_passes_on_what_is_not_its_own_and_keeps_the_date(owe, roads, parks, respondent):
    request = owe(roads)
    due = request.due_at
    assert assign(
        request=request, department=parks, by=respondent, at=timezone.now(), reason="공원 안의 길입니다."
    )
    request.refresh_from_db()
    assert (request.department, request.due_at) == (parks, due)
    move = Transfer.objects.filter(request=request).latest("pk")
    assert (move.from_department, move.reason) == (roads, "공원 안의 길입니다.")
    assert kinds_of(request)[-1] == "answers.request.transferred"


def test_another_department_may_not_pass_it_on(owe, roads, parks, make_staff):
    gardener = make_staff(Role.RESPONDENT, parks)
    with pytest.raises(Refused):
        assign(request=owe(roads), department=parks, by=gardener, at=timezone.now(), reason="우리 일입니다.")


@pytest.mark.parametrize("verdict", [Verdict.ADOPTED, Verdict.PARTLY])
def test_an_adopted_proposal_is_carried_out(owe, roads, respondent, verdict):
    request = owe(roads)
    reply = Reply(verdict, "고치겠습니다.", reason="절반만 예산이 있습니다.", next_steps="12월까지 마칩니다.")
    published = answer(request=request, reply=reply, by=respondent, at=timezone.now())
    assert published.department == roads
    request.refresh_from_db()
    assert request.state == State.ANSWERED
    assert request.proposal.stage == StageKind.CARRYING_OUT


def test_a_declined_proposal_closes_as_answered(owe, roads, respondent):
    request = owe(roads)
    answer(request=request, reply=DECLINED, by=respondent, at=timezone.now())
    request.proposal.refresh_from_db()
    assert request.proposal.stage == StageKind.CLOSED
    assert request.proposal.closed_as == Ending.ANSWERED


def test_further_study_owes_a_further_answer_by_the_day_named(owe, roads, respondent):
    request = owe(roads)
    day = date(2027, 2, 1)
    reply = Reply(Verdict.STUDYING, "살펴보겠습니다.", reason="조사가 끝나지 않았습니다.", follow_up_on=day)
    answer(request=request, reply=reply, by=respondent, at=WEDNESDAY)
    again = AnswerRequest.objects.get(proposal=request.proposal, state=State.OPEN)
    assert (again.cause, again.department, last_day(again.due_at)) == (Cause.FOLLOW_UP, roads, day)
    request.proposal.refresh_from_db()
    assert request.proposal.stage == StageKind.ANSWERING
    assert answer(request=again, reply=ADOPTED, by=respondent, at=timezone.now())


def test_nobody_answers_before_a_department_is_named(owe, respondent):
    with pytest.raises(Refused) as refusal:
        answer(request=owe(), reply=ADOPTED, by=respondent, at=timezone.now())
    assert refusal.value.verdict.code == "not_assigned"


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.RESPONDENT, None])
def test_only_the_department_that_owes_it_answers(owe, roads, parks, make_staff, make_citizen, role):
    if role is None:
        person = make_citizen()
    else:
        person = make_staff(role, parks if role == Role.RESPONDENT else None)
    with pytest.raises(Refused) as refusal:
        answer(request=owe(roads), reply=ADOPTED, by=person, at=timezone.now())
    assert refusal.value.verdict.code == "not_allowed"
    assert not Answer.objects.exists()


def test_an_administrator_may_help_out(owe, roads, administrator):
    assert answer(request=owe(roads), reply=ADOPTED, by=administrator, at=timezone.now())


def test_what_was_answered_stays_answered(owe, roads, respondent):
    request = owe(roads)
    first = answer(request=request, reply=ADOPTED, by=respondent, at=timezone.now())
    with pytest.raises(Refused) as refusal:
        answer(request=request, reply=DECLINED, by=respondent, at=timezone.now())
    assert refusal.value.verdict.code == "already_answered"
    assert Answer.objects.get() == first
    request.proposal.refresh_from_db()
    assert request.proposal.stage == StageKind.CARRYING_OUT


def test_an_answer_is_cleaned_before_it_is_kept(owe, roads, respondent):
    reply = Reply(Verdict.ADOPTED, "<script>alert(1)</script>**굵게**", next_steps="곧")
    published = answer(request=owe(roads), reply=reply, by=respondent, at=timezone.now())
    assert "<script" not in published.body_html
    assert "<strong>굵게</strong>" in published.body_html


def test_a_date_is_moved_by_the_rules_own_days(owe, roads, respondent):
    request = owe(roads, at=WEDNESDAY)
    extension = extend(request=request, reason="현장을 봐야 합니다.", by=respondent, at=WEDNESDAY)
    assert last_day(extension.to_due_at) == date(2026, 12, 16)
    request.refresh_from_db()
    assert request.due_at == extension.to_due_at


def test_the_rules_allow_one_extension_and_no_second(owe, roads, respondent):
    request = owe(roads)
    extend(request=request, reason="현장을 봐야 합니다.", by=respondent, at=timezone.now())
    with pytest.raises(Refused) as refusal:
        extend(request=request, reason="조금만 더", by=respondent, at=timezone.now())
    assert refusal.value.verdict.code == "no_extension_left"
    assert Extension.objects.count() == 1


def test_a_form_sent_twice_extends_once(owe, roads, respondent):
    request = owe(roads)
    seen = request.due_at
    now = timezone.now()
    assert extend(request=request, reason="현장", by=respondent, at=now, from_due_at=seen)
    assert extend(request=request, reason="현장", by=respondent, at=now, from_due_at=seen) is None
    assert Extension.objects.count() == 1


def test_what_is_late_already_gets_its_days_from_today(owe, roads, respondent):
    request = owe(roads, at=WEDNESDAY)
    late = WEDNESDAY + timedelta(days=60)
    extension = extend(request=request, reason="늦어 죄송합니다.", by=respondent, at=late)
    assert extension.to_due_at > late


def test_of_two_colleagues_at_once_one_answers_and_the_other_is_told(
    fresh_institution, make_staff, make_citizen
):
    roads = Department.objects.create(code="roads", name="도로과")
    colleagues = [make_staff(Role.RESPONDENT, roads, name=name) for name in ("가", "나")]
    from civic.processes.queries import current_version
    from civic.proposals.actions import Writing, submit_proposal

    proposal = submit_proposal(
        author=make_citizen(),
        writing=Writing("가로등", "어두워요"),
        version=current_version(),
        at=timezone.now(),
    )
    settle(proposal=proposal, count=proposal.rules.first_threshold.count, at=timezone.now())
    request = AnswerRequest.objects.get()
    assign(
        request=request,
        department=roads,
        by=make_staff(Role.MODERATOR),
        at=timezone.now(),
    )
    together = Barrier(2)

    def one(colleague):
        try:
            with institution_context(fresh_institution):
                together.wait(5)
                return answer(request=request, reply=ADOPTED, by=colleague, at=timezone.now()) is not None
        except Refused as refusal:
            return refusal.verdict.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(one, colleagues))
    assert sorted(map(str, outcomes)) == ["True", "already_answered"]
    assert Answer.objects.count() == 1
    assert Event.objects.filter(kind="answers.answer.published").count() == 1
