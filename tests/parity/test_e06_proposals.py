"""E_06: a citizen proposes, changes, withdraws, supports, comments."""

from datetime import timedelta

import pytest
from django.utils import timezone

from civic.answers.models import AnswerRequest
from civic.journeys.answer import answer, assign
from civic.journeys.comment import (
    comment,
    delete_comment,
    edit_comment,
    support_comment,
    withdraw_comment_support,
)
from civic.journeys.moderate import hide_comment, hide_proposal
from civic.journeys.propose import edit, withdraw
from civic.journeys.propose import propose as publish
from civic.journeys.settle import count_and_settle
from civic.journeys.support import give_support, withdraw_support
from civic.processes.kinds import StageKind
from civic.proposals.actions import Writing
from civic.proposals.models import Comment, Proposal, ProposalStat, ProposalVersion, Standing, Support
from tests.civic.journeys.test_answer import DECLINED
from tests.parity.conftest import refusal

GONE = {"hidden": "proposal_hidden", "withdrawn": "proposal_withdrawn"}
COMMENT_GONE = ["hidden", "withdrawn"]
NEW = Writing("고친 제목입니다", "고친 내용입니다.")


def now():
    return timezone.now()


def make_gone(proposal, how, moderator):
    if how == "hidden":
        hide_proposal(proposal=proposal, reason="게시 기준", by=moderator, at=now())
    else:
        withdraw(proposal=proposal, citizen=proposal.author, at=now())
    return Proposal.objects.get(pk=proposal.pk)


def comment_gone(said, how, moderator):
    if how == "hidden":
        hide_comment(comment=said, reason="욕설", by=moderator, at=now())
    else:
        delete_comment(comment=said, citizen=said.author, at=now())
    return Comment.objects.get(pk=said.pk)


def counts(proposal):
    """Comments, and people who take part."""
    stat = ProposalStat.objects.get(proposal=proposal)
    return stat.comment_count, stat.participant_count


# --- S_6_1 … S_6_3 --------------------------------------------------------------------------------


def test_title_and_words_make_a_proposal_that_everybody_sees(haneul, citizen):
    made = publish(author=citizen, writing=Writing("가로등", "어둡습니다."), at=now())
    assert (made.standing, made.stage) == (Standing.OPEN, StageKind.GATHERING)


def test_its_author_changes_it_and_what_people_supported_stays_readable(propose, citizen):
    proposal = propose(at=now() - timedelta(hours=1))
    give_support(proposal=proposal, citizen=citizen)
    edit(proposal=proposal, citizen=proposal.author, writing=NEW, at=now())
    proposal.refresh_from_db()
    assert proposal.title == NEW.title
    assert ProposalVersion.objects.get(proposal=proposal).title != NEW.title


@pytest.mark.parametrize("deed", ["edit", "withdraw"])
def test_nobody_changes_or_withdraws_what_another_proposed(propose, make_citizen, deed):
    proposal, other = propose(), make_citizen()
    verb, given = (edit, {"writing": NEW}) if deed == "edit" else (withdraw, {})
    assert refusal(verb, proposal=proposal, citizen=other, at=now(), **given) == "not_yours"


@pytest.mark.parametrize("page", ["edition", "withdrawal", "support", "comments"])
def test_a_proposal_that_is_not_there_is_not_found(haneul, visit, citizen, page):
    assert visit(haneul, as_=citizen).post(f"/proposals/987654/{page}/", {"body": "x"}).status_code == 404


@pytest.mark.parametrize("how", GONE)
@pytest.mark.parametrize("deed", ["edit", "withdraw"])
def test_what_is_gone_is_neither_changed_nor_withdrawn(propose, moderator, how, deed):
    proposal = make_gone(propose(), how, moderator)
    verb, given = (edit, {"writing": NEW}) if deed == "edit" else (withdraw, {})
    assert refusal(verb, proposal=proposal, citizen=proposal.author, at=now(), **given) == GONE[how]


def test_its_author_withdraws_it(propose):
    proposal = propose()
    assert withdraw(proposal=proposal, citizen=proposal.author, at=now())
    proposal.refresh_from_db()
    assert proposal.standing == Standing.WITHDRAWN


# --- S_6_6 ----------------------------------------------------------------------------------------


def test_a_citizen_supports_takes_it_back_and_is_counted_once(propose, citizen):
    proposal = propose(at=now() - timedelta(hours=1))
    assert give_support(proposal=proposal, citizen=citizen)
    assert not give_support(proposal=proposal, citizen=citizen)
    assert Support.objects.filter(proposal=proposal).count() == 1
    assert withdraw_support(proposal=proposal, citizen=citizen)
    assert not withdraw_support(proposal=proposal, citizen=citizen)


@pytest.mark.parametrize("how", GONE)
def test_what_is_gone_is_not_supported_and_no_support_is_taken_back(propose, moderator, make_citizen, how):
    proposal, supporter = propose(at=now() - timedelta(hours=1)), make_citizen()
    give_support(proposal=proposal, citizen=supporter)
    proposal = make_gone(proposal, how, moderator)
    assert refusal(give_support, proposal=proposal, citizen=make_citizen()) == GONE[how]
    assert refusal(withdraw_support, proposal=proposal, citizen=supporter) == GONE[how]
    assert Support.objects.filter(proposal=proposal).count() == 1


def one_more(proposal, citizen):
    give_support(proposal=proposal, citizen=citizen)
    count_and_settle(at=now())
    proposal.refresh_from_db()
    return proposal


def test_the_fiftieth_support_makes_a_department_owe_an_answer(haneul, make_proposal, citizen):
    proposal = one_more(make_proposal(supports=49), citizen)
    assert proposal.stage == StageKind.REVIEWING
    assert AnswerRequest.objects.filter(proposal=proposal).count() == 1


def at_49(request):
    ProposalStat.objects.filter(proposal=request.proposal).update(support_count=49)
    return Proposal.objects.get(pk=request.proposal_id)


def test_a_fiftieth_support_moves_nothing_that_has_a_department(owe, roads, citizen):
    request = owe(roads)
    assert one_more(at_49(request), citizen).stage == StageKind.ANSWERING
    assert AnswerRequest.objects.filter(proposal=request.proposal).count() == 1


def test_what_was_answered_stays_answered_and_takes_no_more_support(owe, roads, respondent, citizen):
    request = owe(roads)
    answer(request=request, reply=DECLINED, by=respondent, at=now())
    proposal = at_49(request)
    assert refusal(give_support, proposal=proposal, citizen=citizen)
    assert Proposal.objects.get(pk=proposal.pk).stage == StageKind.CLOSED


def test_what_was_crossed_stays_crossed_when_a_support_is_taken_back(haneul, make_proposal, citizen):
    """Other than there: the promise of an answer is not taken back."""
    proposal = one_more(make_proposal(supports=49), citizen)
    withdraw_support(proposal=proposal, citizen=citizen)
    count_and_settle(at=now())
    proposal.refresh_from_db()
    assert proposal.stage == StageKind.REVIEWING


def test_with_a_department_it_stays_so_when_a_support_is_taken_back(
    haneul, make_proposal, citizen, moderator, roads
):
    proposal = one_more(make_proposal(supports=49), citizen)
    request = AnswerRequest.objects.get(proposal=proposal)
    assign(request=request, department=roads, by=moderator, at=now())
    withdraw_support(proposal=proposal, citizen=citizen)
    count_and_settle(at=now())
    proposal.refresh_from_db()
    assert proposal.stage == StageKind.ANSWERING


def test_of_what_was_answered_no_support_is_taken_back(
    haneul, make_proposal, citizen, moderator, respondent, roads
):
    proposal = one_more(make_proposal(supports=49), citizen)
    request = AnswerRequest.objects.get(proposal=proposal)
    assign(request=request, department=roads, by=moderator, at=now())
    answer(request=request, reply=DECLINED, by=respondent, at=now())
    assert refusal(withdraw_support, proposal=proposal, citizen=citizen)
    assert Support.objects.filter(proposal=proposal, citizen=citizen).exists()


# --- S_6_7 … S_6_9 --------------------------------------------------------------------------------


def test_a_comment_counts_and_so_does_its_writer_once(counted, citizen):
    proposal = counted
    comment(proposal=proposal, citizen=citizen, body="찬성합니다", at=now())
    one = counts(proposal)
    comment(proposal=proposal, citizen=citizen, body="하나 더", at=now())
    two = counts(proposal)
    assert (one, two) == ((1, 1), (2, 1))


@pytest.mark.parametrize("how", GONE)
def test_nobody_comments_on_what_is_gone(propose, moderator, citizen, how):
    proposal = make_gone(propose(), how, moderator)
    assert refusal(comment, proposal=proposal, citizen=citizen, body="x", at=now()) == GONE[how]


@pytest.fixture
def said(counted, citizen):
    return comment(proposal=counted, citizen=citizen, body="좋습니다", at=now())


def test_its_writer_changes_a_comment_and_it_is_marked(said, citizen):
    edit_comment(comment=said, citizen=citizen, body="아주 좋습니다", at=now())
    said.refresh_from_db()
    assert said.body == "아주 좋습니다" and said.edited_at


def test_its_writer_deletes_a_comment_and_is_counted_no_more(said, citizen):
    before = counts(said.proposal)
    assert delete_comment(comment=said, citizen=citizen, at=now())
    after = counts(said.proposal)
    assert (before[0] - after[0], before[1] - after[1]) == (1, 1)


def test_with_another_comment_left_its_writer_is_still_counted(said, citizen):
    comment(proposal=said.proposal, citizen=citizen, body="하나 더", at=now())
    before = counts(said.proposal)
    delete_comment(comment=said, citizen=citizen, at=now())
    after = counts(said.proposal)
    assert (before[0] - after[0], before[1] - after[1]) == (1, 0)


def test_nobody_changes_or_deletes_what_another_said(said, make_citizen):
    other = make_citizen()
    assert refusal(edit_comment, comment=said, citizen=other, body="x", at=now()) == "not_yours"
    assert refusal(delete_comment, comment=said, citizen=other, at=now()) == "not_yours"


@pytest.mark.parametrize("page", ["edition", "removal", "support"])
def test_a_comment_that_is_not_there_is_not_found(haneul, visit, citizen, propose, page):
    address = f"/proposals/{propose().pk}/comments/987654/{page}/"
    assert visit(haneul, as_=citizen).post(address, {"body": "x"}).status_code == 404


@pytest.mark.parametrize("how", COMMENT_GONE)
def test_what_is_gone_is_neither_changed_nor_deleted_again(said, citizen, moderator, how):
    gone = comment_gone(said, how, moderator)
    assert refusal(edit_comment, comment=gone, citizen=citizen, body="x", at=now()) == "comment_gone"
    assert refusal(delete_comment, comment=gone, citizen=citizen, at=now()) == "comment_gone"


def test_a_comment_is_supported_once_and_taken_back_once(said, make_citizen):
    reader = make_citizen()
    given = {"comment": said, "citizen": reader, "at": now()}
    done = [support_comment(**given), support_comment(**given)]
    taken = [withdraw_comment_support(**given), withdraw_comment_support(**given)]
    assert (done, taken) == ([True, False], [True, False])
    assert Comment.objects.get(pk=said.pk).support_count == 0


@pytest.mark.parametrize("how", COMMENT_GONE)
def test_what_is_gone_is_not_supported_and_no_support_of_it_is_taken_back(said, make_citizen, moderator, how):
    reader = make_citizen()
    support_comment(comment=said, citizen=reader, at=now())
    gone = comment_gone(said, how, moderator)
    for verb in (support_comment, withdraw_comment_support):
        assert refusal(verb, comment=gone, citizen=reader, at=now()) == "comment_gone"
