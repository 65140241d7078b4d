"""Staff find every proposal, classify it, hide it with a reason, take it up, report what is being done."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from civic.categories.models import Category
from civic.execution.models import ProgressNote
from civic.journeys.answer import answer
from civic.journeys.comment import comment
from civic.processes.actions import publish_rules
from civic.processes.kinds import StageKind
from civic.processes.models import Process
from civic.processes.presets import preset
from civic.proposals.models import Comment, Standing
from tests.civic.journeys.test_answer import ADOPTED

LIST = "/desk/proposals/"


def titles(response) -> list[str]:
    return [row.title for row in response.context["page"].rows]


@pytest.fixture
def looking_after(haneul, visit, moderator):
    return visit(haneul, as_=moderator)


def test_hidden_and_withdrawn_ones_are_in_the_list_too(looking_after, propose, moderator):
    from civic.proposals.actions import hide_proposal, withdraw_proposal

    hide_proposal(proposal=propose("숨긴 것"), reason="광고", by=moderator, at=timezone.now())
    withdraw_proposal(proposal=propose("거둔 것"), at=timezone.now())
    propose("보이는 것")
    assert titles(looking_after.get(LIST)) == ["보이는 것", "거둔 것", "숨긴 것"]
    assert titles(looking_after.get(LIST, {"standing": "hidden"})) == ["숨긴 것"]


def test_a_number_finds_its_proposal(looking_after, propose):
    wanted, _other = propose("찾는 것"), propose("다른 것")
    for words in (str(wanted.pk), f"#{wanted.pk}"):
        assert titles(looking_after.get(LIST, {"q": words})) == ["찾는 것"]


def test_two_syllables_find_a_longer_word(looking_after, propose):
    propose("자전거도로를 넓혀 주세요")
    propose("공원에 나무를 심어 주세요")
    assert titles(looking_after.get(LIST, {"q": "도로"})) == ["자전거도로를 넓혀 주세요"]


def test_a_window_that_has_passed_counts_as_closed(looking_after, propose):
    propose("지난 것", at=timezone.now() - timedelta(days=60))
    propose("모으는 것")
    assert titles(looking_after.get(LIST, {"stage": "gathering"})) == ["모으는 것"]
    assert titles(looking_after.get(LIST, {"stage": "closed"})) == ["지난 것"]


@pytest.mark.parametrize("words", ["%", "_", "'", "9" * 40, "가" * 500, "#", "١٢"])
def test_odd_words_find_nothing_and_break_nothing(looking_after, propose, words):
    propose()
    assert looking_after.get(LIST, {"q": words}).status_code == 200


def test_the_list_costs_the_same_for_one_and_for_many(
    looking_after, propose, category, django_assert_max_num_queries
):
    for _ in range(25):
        propose(category=category)
    looking_after.get(LIST)
    with django_assert_max_num_queries(12):
        page = looking_after.get(LIST).context["page"]
    assert len(page.rows) == 20
    assert len(titles(looking_after.get(LIST + page.next_url))) == 5


def test_a_moderator_classifies(looking_after, propose, category):
    proposal = propose()
    looking_after.post(f"{LIST}{proposal.pk}/category/", {"category": category.pk})
    proposal.refresh_from_db()
    assert proposal.category == category


def test_a_hidden_category_is_not_newly_chosen(looking_after, propose, category):
    Category.objects.filter(pk=category.pk).update(is_shown=False)
    response = looking_after.post(f"{LIST}{propose().pk}/category/", {"category": category.pk})
    assert response.status_code == 422


def test_hiding_needs_a_reason(looking_after, propose):
    proposal = propose()
    path = f"{LIST}{proposal.pk}/standing/"
    assert looking_after.post(path, {"standing": "hidden", "reason": ""}).status_code == 422
    assert looking_after.post(path, {"standing": "withdrawn", "reason": "왜"}).status_code == 422
    proposal.refresh_from_db()
    assert proposal.standing == Standing.OPEN


def test_a_proposal_is_hidden_and_shown_again(looking_after, propose):
    proposal = propose()
    path = f"{LIST}{proposal.pk}/standing/"
    looking_after.post(path, {"standing": "hidden", "reason": "개인정보가 있습니다."})
    text = looking_after.get(f"{LIST}{proposal.pk}/").content.decode()
    assert "개인정보가 있습니다." in text
    looking_after.post(path, {"standing": "open"})
    proposal.refresh_from_db()
    assert (proposal.standing, proposal.standing_reason) == (Standing.OPEN, "")


def test_a_comment_is_hidden_with_a_reason(looking_after, propose, citizen):
    proposal = propose()
    remark = comment(proposal=proposal, citizen=citizen, body="욕설", at=timezone.now())
    path = reverse("desk:comment_standing", args=[remark.pk])
    refused = looking_after.post(path, {"standing": "hidden", "reason": " "})
    assert refused.status_code == 422
    assert [row.pk for row in refused.context["comments"].rows] == [remark.pk]
    assert looking_after.post(path, {"standing": "hidden", "reason": "욕설입니다."}).status_code == 302
    assert Comment.objects.get().standing == Standing.HIDDEN
    assert "욕설입니다." in looking_after.get(f"{LIST}{proposal.pk}/").content.decode()


def test_a_comment_its_writer_deleted_is_left_alone(looking_after, propose, citizen):
    from civic.journeys.comment import delete_comment

    remark = comment(proposal=propose(), citizen=citizen, body="지울 말", at=timezone.now())
    delete_comment(comment=remark, citizen=citizen, at=timezone.now())
    path = reverse("desk:comment_standing", args=[remark.pk])
    assert looking_after.post(path, {"standing": "open"}).status_code == 404


def test_a_worthy_proposal_is_taken_up_with_a_reason(looking_after, propose):
    proposal = propose()
    path = f"{LIST}{proposal.pk}/rescue/"
    assert looking_after.post(path, {"reason": ""}).status_code == 422
    assert looking_after.post(path, {"reason": "모두에게 필요합니다."}).status_code == 422
    response = looking_after.post(path, {"reason": "모두에게 필요합니다.", "ground": "worthy"})
    assert response.status_code == 302
    assert "모두에게 필요합니다." in looking_after.get(response["Location"]).content.decode()
    assert (
        looking_after.post(path, {"reason": "또", "ground": "timely"})["Location"] == f"{LIST}{proposal.pk}/"
    )


def test_the_page_offers_each_ground_that_the_rules_know(looking_after, propose):
    page = looking_after.get(f"{LIST}{propose().pk}/").content.decode()
    assert re.findall(r'name="ground" value="(\w+)"', page) == ["timely", "many_similar", "worthy"]


def test_what_no_plain_number_decides_can_be_taken_up_too(looking_after, propose):
    """Twenty supports or the first five of the month: there is no one number to fall short of."""
    publish_rules(
        process=Process.objects.get(),
        document=preset("small_library").document,
        reason="작은 도서관처럼",
        by=None,
        at=timezone.now(),
    )
    page = looking_after.get(f"{LIST}{propose().pk}/")
    assert page.status_code == 200
    assert 'name="ground" value="worthy"' in page.content.decode()


def test_the_history_says_what_happened_and_who_did_it(looking_after, propose, category, moderator):
    proposal = propose()
    looking_after.post(f"{LIST}{proposal.pk}/category/", {"category": category.pk})
    story = looking_after.get(f"{LIST}{proposal.pk}/").context["story"]
    assert [item["icon"] for item in story] == ["flag", "write"]
    assert story[0]["who"] == moderator.name
    assert category.name in story[0]["title"]


def test_one_page_costs_the_same_however_long_its_story(
    looking_after, owe, roads, respondent, citizen, django_assert_max_num_queries
):
    request = owe(roads)
    for number in range(5):
        comment(proposal=request.proposal, citizen=citizen, body=f"의견 {number}", at=timezone.now())
    answer(request=request, reply=ADOPTED, by=respondent, at=timezone.now())
    path = f"{LIST}{request.proposal_id}/"
    looking_after.get(path)
    with django_assert_max_num_queries(21):
        looking_after.get(path)


@pytest.fixture
def under_way(owe, roads, respondent):
    request = owe(roads)
    answer(request=request, reply=ADOPTED, by=respondent, at=timezone.now())
    return request.proposal


def test_the_department_reports_and_finishes(haneul, visit, respondent, under_way):
    visitor = visit(haneul, as_=respondent)
    path = f"{LIST}{under_way.pk}/progress/"
    assert visitor.post(path, {"kind": "progress", "body": "기둥을 세웠습니다."}).status_code == 302
    visitor.post(path, {"kind": "outcome", "body": "다 켰습니다.", "finished": "on"})
    under_way.refresh_from_db()
    assert under_way.stage == StageKind.CLOSED
    late = visitor.post(path, {"kind": "progress", "body": "하나 더 있습니다."})
    assert late.status_code == 409
    assert "하나 더 있습니다." in late.content.decode()


def test_a_report_sent_twice_is_published_once(haneul, visit, respondent, under_way):
    visitor = visit(haneul, as_=respondent)
    for _ in range(2):
        visitor.post(f"{LIST}{under_way.pk}/progress/", {"kind": "progress", "body": "기둥을 세웠습니다."})
    assert ProgressNote.objects.count() == 1


def test_an_empty_report_is_not_published_and_its_choice_is_kept(haneul, visit, respondent, under_way):
    response = visit(haneul, as_=respondent).post(
        f"{LIST}{under_way.pk}/progress/", {"kind": "outcome", "body": "***"}
    )
    assert response.status_code == 422
    assert response.context["progress_form"]["kind"].value() == "outcome"
    assert not ProgressNote.objects.exists()


def test_another_department_has_no_form_and_reports_nothing(haneul, visit, make_staff, parks, under_way):
    visitor = visit(haneul, as_=make_staff("respondent", parks))
    assert "progress-title" not in visitor.get(f"{LIST}{under_way.pk}/").content.decode()
    response = visitor.post(f"{LIST}{under_way.pk}/progress/", {"kind": "progress", "body": "우리가"})
    assert response.status_code == 403
