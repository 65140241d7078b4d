"""Staff ask how their text reads: nothing is sent, nothing is lost."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from civic.answers.models import Answer
from civic.notices.models import Notice
from civic.people.models import Role

OFFICIAL = "금번 사업은 익일부터 시행할 것으로 사료됩니다."


@pytest.fixture
def moderator(haneul, make_staff):
    return make_staff(Role.MODERATOR)


def test_a_notice_is_read_over_and_everything_typed_is_kept(haneul, visit, moderator):
    typed = {"title": "공", "body": OFFICIAL, "is_pinned": "on", "reading": "1"}
    page = visit(haneul, as_=moderator).post(reverse("desk:notice_new"), typed)
    text = page.content.decode()
    assert page.status_code == 200 and not Notice.objects.exists()
    assert "<q>금번</q> → <strong>이번</strong>" in text and "<strong>다음 날</strong>" in text
    assert 'value="공"' in text and OFFICIAL in text and "checked" in text
    # A title of one letter is no fault while one only asks how it reads.
    assert "error-summary" not in text


def test_an_answer_is_read_over_before_it_is_whole(haneul, visit, answering_request, respondent):
    visitor = visit(haneul, as_=respondent)
    page = visitor.post(
        reverse("desk:answer", args=[answering_request.pk]), {"body": OFFICIAL, "reading": "1"}
    )
    assert page.status_code == 200 and "<q>금번</q>" in page.content.decode()
    assert OFFICIAL in page.content.decode() and not Answer.objects.exists()


def test_findings_follow_the_typing(haneul, visit, moderator):
    typed = {"read_field": "body", "read_label": "본문<b>", "body": OFFICIAL}
    page = visit(haneul, as_=moderator).post(reverse("desk:reading"), typed)
    text = page.content.decode()
    assert "<q>금번</q>" in text and "본문&lt;b&gt;" in text and "<html" not in text


def test_a_plain_text_is_praised_and_citizens_do_not_come_here(haneul, visit, moderator, citizen):
    typed = {"read_field": "body", "read_label": "본문", "body": "그늘막을 답니다."}
    assert (
        "reading__list"
        not in visit(haneul, as_=moderator).post(reverse("desk:reading"), typed).content.decode()
    )
    assert visit(haneul, as_=citizen).post(reverse("desk:reading"), typed).status_code == 404


@pytest.fixture
def respondent(haneul, make_staff, department):
    return make_staff(Role.RESPONDENT, department)


@pytest.fixture
def department(haneul):
    from civic.people.models import Department

    return Department.objects.create(code="parks", name="공원과")


@pytest.fixture
def answering_request(haneul, moderator, department, make_proposal):
    from civic.journeys.answer import assign, rescue

    proposal = make_proposal("그늘막", ago=timedelta(days=2))
    request = rescue(
        proposal=proposal, ground="worthy", reason="모두에게 필요", by=moderator, at=timezone.now()
    )
    assign(request=request, department=department, by=moderator, at=timezone.now())
    request.refresh_from_db()
    return request
