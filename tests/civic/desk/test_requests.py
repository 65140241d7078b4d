"""Every answer that is owed or was given: found, assigned, passed on, given more time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from civic.answers.due import due_after
from civic.answers.models import Extension, Transfer
from civic.journeys.answer import answer
from civic.processes.kinds import DayUnit
from tests.civic.journeys.test_answer import ADOPTED

LIST = "/desk/answers/"


def titles(response) -> list[str]:
    return [row.proposal.title for row in response.context["page"].rows]


def test_a_respondent_begins_with_their_own(haneul, visit, respondent, owe, roads, parks):
    owe(roads, title="우리 것")
    owe(parks, title="남의 것")
    visitor = visit(haneul, as_=respondent)
    assert titles(visitor.get(LIST)) == ["우리 것"]
    assert set(titles(visitor.get(LIST, {"whose": "all"}))) == {"우리 것", "남의 것"}


def test_the_list_is_narrowed_down(haneul, visit, moderator, owe, roads, parks, respondent):
    now = timezone.now()
    owe(roads, title="늦은 것", at=now - timedelta(days=90))
    owe(parks, title="공원 것")
    owe(title="맡지 않은 것")
    done = owe(roads, title="끝난 것")
    answer(request=done, reply=ADOPTED, by=respondent, at=now)
    visitor = visit(haneul, as_=moderator)
    assert titles(visitor.get(LIST, {"state": "late"})) == ["늦은 것"]
    assert titles(visitor.get(LIST, {"state": "unassigned"})) == ["맡지 않은 것"]
    assert titles(visitor.get(LIST, {"state": "answered"})) == ["끝난 것"]
    assert titles(visitor.get(LIST, {"department": parks.pk})) == ["공원 것"]


@pytest.mark.parametrize(
    "query", ["state=nonsense", "department=x", "department=99999999999999999999", "after=zzz", "whose="]
)
def test_nonsense_in_the_address_counts_as_not_said(haneul, visit, moderator, query):
    assert visit(haneul, as_=moderator).get(f"{LIST}?{query}").status_code == 200


def test_pages_follow_each_other_without_repeating_a_row(
    haneul, visit, moderator, owe, django_assert_max_num_queries
):
    same_moment = timezone.now()
    made = {owe(at=same_moment).pk for _ in range(23)}
    visitor = visit(haneul, as_=moderator)
    # What is remembered for a minute is known.
    visitor.get("/desk/")
    with django_assert_max_num_queries(13):
        first = visitor.get(LIST)
    second = visitor.get(LIST + first.context["page"].next_url)
    seen = [row.pk for page in (first, second) for row in page.context["page"].rows]
    assert len(seen) == 23
    assert set(seen) == made
    assert second.context["page"].next_url == ""


def test_a_moderator_assigns_from_the_page(haneul, visit, moderator, owe, roads):
    request = owe()
    response = visit(haneul, as_=moderator).post(f"{LIST}{request.pk}/department/", {"department": roads.pk})
    assert response.status_code == 302
    request.refresh_from_db()
    assert request.department == roads


def test_passing_on_needs_a_reason_and_shows_it(haneul, visit, respondent, owe, roads, parks):
    request = owe(roads)
    visitor = visit(haneul, as_=respondent)
    path = f"{LIST}{request.pk}/department/"
    response = visitor.post(path, {"department": parks.pk, "reason": " "})
    assert response.status_code == 422
    assert "reason" in response.context["form"].errors
    assert visitor.post(path, {"department": parks.pk, "reason": "공원 안의 길입니다."}).status_code == 302
    assert "공원 안의 길입니다." in visitor.get(f"{LIST}{request.pk}/").content.decode()
    assert Transfer.objects.filter(request=request).count() == 2


def test_a_closed_department_cannot_be_chosen(haneul, visit, moderator, owe, parks):
    parks.is_active = False
    parks.save()
    response = visit(haneul, as_=moderator).post(f"{LIST}{owe().pk}/department/", {"department": parks.pk})
    assert response.status_code == 422


def test_a_reason_too_long_for_its_place_is_a_sentence_not_a_breakdown(
    haneul, visit, respondent, owe, roads, parks
):
    family = "👨‍👩‍👧‍👦" * 200  # 200 characters to a reader, 1,400 to the column
    request = owe(roads)
    path = f"{LIST}{request.pk}/department/"
    response = visit(haneul, as_=respondent).post(path, {"department": parks.pk, "reason": family})
    assert response.status_code == 422


def test_the_new_date_is_shown_before_anybody_confirms(haneul, visit, respondent, owe, roads):
    with timezone.override(haneul.zone):
        request = owe(roads)
        response = visit(haneul, as_=respondent).get(f"{LIST}{request.pk}/extension/")
        expected = due_after(request.due_at, 10, DayUnit.WORKING)
        last_day = (timezone.localtime(expected) - timedelta(seconds=1)).date()
    assert response.context["new_last_day"] == last_day
    assert not Extension.objects.exists()


def test_a_reason_moves_the_date_and_is_public(haneul, visit, respondent, owe, roads):
    request = owe(roads)
    visitor = visit(haneul, as_=respondent)
    path = f"{LIST}{request.pk}/extension/"
    assert visitor.post(path, {"reason": ""}).status_code == 422
    typed = {"reason": "현장을 봐야 합니다.", "from_due_at": request.due_at.isoformat()}
    assert visitor.post(path, typed).status_code == 302
    assert visitor.post(path, typed).status_code == 409
    assert Extension.objects.get().reason == "현장을 봐야 합니다."


def test_a_page_left_open_does_not_move_the_date_twice(bada, visit, make_staff, make_citizen):
    """바다군's rules allow two extensions: the same form sent twice still moves the date once."""
    from civic.answers.models import AnswerRequest
    from civic.journeys.answer import assign
    from civic.journeys.settle import settle
    from civic.people.models import Department
    from civic.processes.queries import current_version
    from civic.proposals.actions import Writing, submit_proposal

    port = Department.objects.create(code="port", name="항만과")
    now = timezone.now()
    proposal = submit_proposal(
        author=make_citizen(), writing=Writing("등대", "켜 주세요"), version=current_version(), at=now
    )
    settle(proposal=proposal, count=10, at=now)
    request = AnswerRequest.objects.get()
    assign(request=request, department=port, by=make_staff("moderator"), at=now)
    visitor = visit(bada, as_=make_staff("respondent", port))
    typed = {"reason": "바람이 셉니다.", "from_due_at": request.due_at.isoformat()}
    for _ in range(2):
        assert visitor.post(f"{LIST}{request.pk}/extension/", typed).status_code == 302
    assert Extension.objects.count() == 1
