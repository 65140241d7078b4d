"""E_07: what people of the institution do with proposals and comments, each with the right to it."""

import pytest
from django.utils import timezone

from civic.answers.actions import Reply
from civic.answers.models import Answer, AnswerRequest, Verdict
from civic.categories.models import Category
from civic.journeys.advance import decide, refuse
from civic.journeys.answer import answer, assign, give_interim
from civic.journeys.comment import comment, delete_comment
from civic.journeys.moderate import (
    classify,
    hide_comment,
    hide_proposal,
    show_comment,
    show_proposal,
)
from civic.journeys.propose import withdraw
from civic.people.models import Role
from civic.processes.kinds import Outcome, StageKind
from civic.proposals.models import Comment, Proposal, ProposalStat, Standing
from platform_core.events.models import Event
from tests.civic.desk.test_deciding import begin  # noqa: F401
from tests.civic.journeys.test_answer import ADOPTED
from tests.parity.conftest import NOT_MODERATORS, refusal

BETTER = Reply(Verdict.ADOPTED, "더 빨리 고치겠습니다.", next_steps="11월까지 마칩니다.")


def now():
    return timezone.now()


def fresh(row):
    return type(row).objects.get(pk=row.pk)


# --- S_7_01: what the institution says before the answer -------------------------------------------


def test_the_department_tells_how_far_it_has_come_and_again(owe, roads, respondent):
    request = owe(roads)
    first = give_interim(request=request, body="현장을 보았습니다.", by=respondent, at=now())
    second = give_interim(request=request, body="예산을 찾고 있습니다.", by=respondent, at=now())
    assert first.pk != second.pk
    assert fresh(request).proposal.stage == StageKind.ANSWERING


@pytest.mark.parametrize("who", ["moderator", "citizen", "gardener"])
def test_nobody_else_tells_it(owe, roads, parks, make_staff, somebody, who):
    by = make_staff(Role.RESPONDENT, parks) if who == "gardener" else somebody(who)
    assert refusal(give_interim, request=owe(roads), body="x", by=by, at=now())


def test_nothing_is_told_of_what_is_hidden(owe, roads, respondent, moderator):
    request = owe(roads)
    hide_proposal(proposal=request.proposal, reason="게시 기준", by=moderator, at=now())
    assert refusal(give_interim, request=request, body="x", by=respondent, at=now())


# --- S_7_02 ---------------------------------------------------------------------------------------


def test_what_crossed_the_threshold_is_given_to_a_department(owe, roads, moderator):
    request = owe()
    assert assign(request=request, department=roads, by=moderator, at=now())
    assert fresh(request).proposal.stage == StageKind.ANSWERING


def test_below_the_threshold_there_is_nothing_to_give(propose):
    assert not AnswerRequest.objects.filter(proposal=propose()).exists()


def test_it_is_passed_on_to_another_department(owe, roads, parks, moderator):
    request = owe(roads)
    assign(request=request, department=parks, by=moderator, at=now(), reason="공원입니다.")
    assert fresh(request).department == parks


def test_what_was_answered_is_passed_on_to_nobody(owe, roads, parks, respondent, moderator):
    request = owe(roads)
    answer(request=request, reply=ADOPTED, by=respondent, at=now())
    assert refusal(assign, request=request, department=parks, by=moderator, at=now(), reason="x")


def test_a_hidden_department_takes_on_nothing(owe, roads, moderator):
    """There: nobody but a manager is assigned. Here departments are, and only those that work."""
    roads.is_active = False
    roads.save()
    assert refusal(assign, request=owe(), department=roads, by=moderator, at=now()) == "department_hidden"


@pytest.mark.parametrize("who", NOT_MODERATORS)
def test_nobody_else_gives_it_to_a_department(owe, roads, somebody, who):
    assert refusal(assign, request=owe(), department=roads, by=somebody(who), at=now())


# --- S_7_03 ---------------------------------------------------------------------------------------


def test_the_department_answers_in_public(owe, roads, respondent):
    published = answer(request=owe(roads), reply=ADOPTED, by=respondent, at=now())
    assert (published.department, published.published_by) == (roads, respondent)


def test_an_administrator_helps_out_under_their_own_name(owe, roads, administrator):
    """Other than there: somebody may be ill. The page says who answered."""
    assert answer(request=owe(roads), reply=ADOPTED, by=administrator, at=now()).published_by == administrator


@pytest.mark.parametrize("who", ["moderator", "citizen", "gardener"])
def test_nobody_else_answers(owe, roads, parks, make_staff, somebody, who):
    by = make_staff(Role.RESPONDENT, parks) if who == "gardener" else somebody(who)
    assert refusal(answer, request=owe(roads), reply=ADOPTED, by=by, at=now()) == "not_allowed"


def test_a_published_answer_is_not_written_over(owe, roads, respondent):
    """Other than there: what was promised stays as it was said."""
    request = owe(roads)
    answer(request=request, reply=ADOPTED, by=respondent, at=now())
    try:
        assert answer(request=request, reply=BETTER, by=respondent, at=now()) is None
    except Exception as refused:
        assert type(refused).__name__ == "Refused"
    assert "12월" in Answer.objects.get(request=request).next_steps_html


# --- S_7_05, S_7_06 -------------------------------------------------------------------------------


def test_a_moderator_hides_a_proposal_with_a_reason_and_its_author_finds_it(
    haneul, visit, propose, moderator
):
    proposal = propose()
    assert hide_proposal(proposal=proposal, reason="광고입니다", by=moderator, at=now())
    assert visit(haneul).get(f"/proposals/{proposal.pk}/").status_code == 404
    mine = visit(haneul, as_=proposal.author).get("/me/").content.decode()
    assert "광고입니다" in mine


@pytest.mark.parametrize("who", NOT_MODERATORS)
def test_nobody_else_hides_or_shows_a_proposal(propose, moderator, somebody, who):
    proposal, by = propose(), somebody(who)
    assert refusal(hide_proposal, proposal=proposal, reason="x", by=by, at=now()) == "not_allowed"
    hide_proposal(proposal=proposal, reason="광고", by=moderator, at=now())
    assert refusal(show_proposal, proposal=proposal, by=by, at=now()) == "not_allowed"


def test_a_hidden_proposal_is_not_hidden_again(propose, moderator):
    proposal = propose()
    hide_proposal(proposal=proposal, reason="광고", by=moderator, at=now())
    assert not hide_proposal(proposal=proposal, reason="다른 이유", by=moderator, at=now())
    assert fresh(proposal).standing_reason == "광고"


def test_what_its_author_withdrew_is_neither_hidden_nor_shown(propose, moderator):
    proposal = propose()
    withdraw(proposal=proposal, citizen=proposal.author, at=now())
    assert not hide_proposal(proposal=proposal, reason="x", by=moderator, at=now())
    assert not show_proposal(proposal=proposal, by=moderator, at=now())
    assert fresh(proposal).standing == Standing.WITHDRAWN


def test_a_hidden_proposal_is_shown_again(propose, moderator):
    proposal = propose()
    hide_proposal(proposal=proposal, reason="광고", by=moderator, at=now())
    assert show_proposal(proposal=proposal, by=moderator, at=now())
    assert fresh(proposal).standing == Standing.OPEN


def test_showing_what_is_shown_changes_nothing(propose, moderator):
    before = Event.objects.count() if (proposal := propose()) else 0
    assert not show_proposal(proposal=proposal, by=moderator, at=now())
    assert Event.objects.count() == before


# --- S_7_07, S_7_08 -------------------------------------------------------------------------------


@pytest.fixture
def said(counted, citizen):
    return comment(proposal=counted, citizen=citizen, body="심한 말", at=now())


def counts(proposal):
    stat = ProposalStat.objects.get(proposal=proposal)
    return stat.comment_count, stat.participant_count


def test_hiding_and_showing_a_comment_counts_it_and_its_writer(said, moderator):
    before = counts(said.proposal)
    assert hide_comment(comment=said, reason="욕설", by=moderator, at=now())
    hidden = counts(said.proposal)
    assert (before[0] - hidden[0], before[1] - hidden[1]) == (1, 1)
    assert show_comment(comment=said, by=moderator, at=now())
    assert counts(said.proposal) == before


def test_with_another_comment_left_the_writer_stays_counted(said, citizen, moderator):
    comment(proposal=said.proposal, citizen=citizen, body="고운 말", at=now())
    before = counts(said.proposal)
    hide_comment(comment=said, reason="욕설", by=moderator, at=now())
    assert counts(said.proposal) == (before[0] - 1, before[1])
    show_comment(comment=said, by=moderator, at=now())
    assert counts(said.proposal) == before


@pytest.mark.parametrize("who", NOT_MODERATORS)
def test_nobody_else_hides_or_shows_a_comment(said, moderator, somebody, who):
    by = somebody(who)
    assert refusal(hide_comment, comment=said, reason="x", by=by, at=now()) == "not_allowed"
    hide_comment(comment=said, reason="욕설", by=moderator, at=now())
    assert refusal(show_comment, comment=said, by=by, at=now()) == "not_allowed"


def test_hiding_and_showing_twice_happen_once(said, moderator):
    hide_comment(comment=said, reason="욕설", by=moderator, at=now())
    assert not hide_comment(comment=said, reason="다시", by=moderator, at=now())
    show_comment(comment=said, by=moderator, at=now())
    before = counts(said.proposal)
    assert not show_comment(comment=said, by=moderator, at=now())
    assert counts(said.proposal) == before


def test_what_its_writer_deleted_is_neither_hidden_nor_shown(said, citizen, moderator):
    delete_comment(comment=said, citizen=citizen, at=now())
    assert not hide_comment(comment=said, reason="x", by=moderator, at=now())
    assert not show_comment(comment=said, by=moderator, at=now())
    assert Comment.objects.get(pk=said.pk).standing == Standing.WITHDRAWN


# --- S_7_09, S_7_10 -------------------------------------------------------------------------------


def test_a_moderator_classifies(propose, moderator, category):
    proposal = propose()
    classify(proposal=proposal, category=category, by=moderator, at=now())
    assert fresh(proposal).category == category


def test_a_hidden_category_is_not_chosen(propose, moderator, category):
    Category.objects.filter(pk=category.pk).update(is_shown=False)
    given = {"proposal": propose(), "category": category, "by": moderator}
    assert refusal(classify, **given, at=now()) == "category_hidden"


def test_a_category_that_is_not_there_is_not_chosen(haneul, visit, propose, moderator):
    proposal = propose()
    visitor = visit(haneul, as_=moderator)
    answered = visitor.post(f"/desk/proposals/{proposal.pk}/category/", {"category": "987654"})
    assert answered.status_code == 422
    assert fresh(proposal).category is None


@pytest.mark.parametrize("who", NOT_MODERATORS)
def test_nobody_else_classifies(propose, category, somebody, who):
    given = {"proposal": propose(), "category": category, "by": somebody(who)}
    assert refusal(classify, **given, at=now()) == "not_allowed"


@pytest.mark.parametrize("how", ["hidden", "withdrawn"])
def test_what_is_gone_is_classified_all_the_same(propose, moderator, category, how):
    proposal = propose()
    if how == "hidden":
        hide_proposal(proposal=proposal, reason="광고", by=moderator, at=now())
    else:
        withdraw(proposal=proposal, citizen=proposal.author, at=now())
    classify(proposal=Proposal.objects.get(pk=proposal.pk), category=category, by=moderator, at=now())
    assert fresh(proposal).category == category


@pytest.fixture
def screened(begin):  # noqa: F811
    """Published under rules by which somebody looks at it first."""
    return begin("eunpyeong")


def test_what_is_a_complaint_is_turned_away_under_that_code(begin, moderator):  # noqa: F811
    """There a type on the row; here a reason that its author reads."""
    screened = begin("budget_district")
    given = {"proposal": screened, "code": "complaint", "reason": "담당 창구를 알려 드립니다."}
    assert refuse(**given, by=moderator, at=now())
    assert fresh(screened).closing_code == "complaint"


def test_what_is_accepted_goes_on_as_a_proposal(screened, moderator):
    assert decide(proposal=screened, outcome=Outcome.ACCEPTED, reason="", by=moderator, at=now())
    assert fresh(screened).stage == StageKind.GATHERING


@pytest.mark.parametrize("who", NOT_MODERATORS)
def test_nobody_else_screens(screened, somebody, who):
    given = {"proposal": screened, "code": "complaint", "reason": "x", "by": somebody(who)}
    assert refusal(refuse, **given, at=now()) == "not_allowed"
    given = {"proposal": screened, "outcome": Outcome.ACCEPTED, "reason": "", "by": somebody(who)}
    assert refusal(decide, **given, at=now()) == "not_allowed"
