"""The public record: how an institution keeps its dates, on a page and as a table."""

import csv
import io
from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from civic.answers.models import AnswerRequest
from civic.answers.record import records
from civic.journeys.answer import answer, assign
from civic.journeys.moderate import hide_proposal
from civic.processes.models import ClosureDay
from tests.civic.answering import english, in_seoul, owe_from, terms
from tests.civic.answers.test_pausing import seoul
from tests.civic.journeys.test_answer import ADOPTED
from tests.civic.scenes import moderator, owe, parks, propose, respondent, roads

__all__ = [
    "english",
    "in_seoul",
    "moderator",
    "owe",
    "owe_from",
    "parks",
    "propose",
    "respondent",
    "roads",
    "terms",
]

AT = seoul(2027, 3, 2, 10)


@pytest.fixture
def kept(in_seoul, terms, owe, roads, parks, respondent, administrator_of_all):
    """Roads: in time after 10 days, late after 90, one open and late. Parks: in time after 2. Nobody: one open."""
    terms(days=20, others={"head": {"days": 30, "unit": "calendar"}})

    def answered(department, opened: datetime, days: int) -> AnswerRequest:
        request = owe(department, at=opened)
        answer(request=request, reply=ADOPTED, by=administrator_of_all, at=opened + timedelta(days=days))
        return request

    answered(roads, seoul(2026, 3, 3, 10), 10)
    answered(roads, seoul(2026, 5, 6, 10), 90)
    answered(parks, seoul(2027, 1, 5, 10), 2)
    owe(roads, at=seoul(2027, 1, 4, 10))
    owe(at=seoul(2027, 3, 1, 10))


@pytest.fixture
def administrator_of_all(haneul, make_staff):
    return make_staff("administrator")


def by_name(rows):
    return {row.who: row for row in rows}


def test_every_department_has_its_numbers(kept):
    rows = by_name(records(at=AT).by_answerer)
    roads, parks, nobody = rows["도로과"], rows["공원과"], rows[""]
    assert (roads.waiting, roads.overdue, roads.answered, roads.in_time, roads.late) == (1, 1, 2, 1, 1)
    assert (roads.median_days, roads.share) == (50, 50)
    assert (parks.answered, parks.in_time, parks.median_days, parks.share) == (1, 1, 2, 100)
    assert (nobody.waiting, nobody.answered, nobody.median_days, nobody.share) == (1, 0, None, None)


def test_every_year_has_its_numbers_by_the_day_it_became_owed(kept):
    latest, before = records(at=AT).by_year
    assert (latest.year, latest.waiting, latest.answered) == (2027, 2, 1)
    assert (before.year, before.waiting, before.answered, before.late) == (2026, 0, 2, 1)


def test_the_whole_is_the_sum(kept):
    found = records(at=AT)
    assert found.whole.answered == sum(row.answered for row in found.by_answerer) == 3
    assert found.whole.waiting == sum(row.waiting for row in found.by_both) == 2
    assert found.whole.median_days == 10


def test_a_year_begins_at_midnight_where_the_institution_is(in_seoul, owe):
    owe(at=seoul(2027, 1, 1))
    owe(at=seoul(2027, 1, 1) - timedelta(microseconds=1))
    assert [row.year for row in records(at=AT).by_year] == [2027, 2026]


def test_in_time_is_before_the_instant_it_is_too_late(in_seoul, owe, roads, administrator_of_all):
    for early in (timedelta(microseconds=1), timedelta(0)):
        request = owe(roads, at=seoul(2026, 3, 3, 10))
        answer(request=request, reply=ADOPTED, by=administrator_of_all, at=request.due_at - early)
    whole = records(at=AT).whole
    assert (whole.in_time, whole.late) == (1, 1)


def test_it_is_one_question_however_much_there_is(kept, django_assert_num_queries):
    with django_assert_num_queries(1):
        records(at=AT)


def test_what_is_hidden_or_from_elsewhere_is_not_in_it(kept, owe, roads, moderator):
    before = records(at=AT).whole
    hidden = owe(roads, at=seoul(2027, 2, 1))
    hide_proposal(proposal=hidden.proposal, reason="확인", by=moderator, at=AT)
    imported = owe(roads, at=seoul(2027, 2, 1))
    AnswerRequest.objects.filter(pk=imported.pk).update(cause="import")
    assert records(at=AT).whole == before


def test_before_the_first_answer_everything_is_zero(haneul):
    whole = records(at=AT).whole
    assert (whole.waiting, whole.answered, whole.median_days) == (0, 0, None)


def test_the_head_has_a_line_of_its_own(kept, owe, owe_from, roads, haneul, english):
    head = owe_from(owe(roads, at=AT).proposal, at=AT, key="head")
    assert head.answerer == "head"
    assert "The head of the institution" in english(haneul).get(reverse("portal:answers")).content.decode()


def test_the_page_and_the_table_are_open_and_agree(kept, haneul, english):
    page = english(haneul).get(reverse("portal:answers"))
    assert page.context["record"].answered == 3
    table = english(haneul).get(reverse("portal:answers_csv"))
    assert table["Content-Type"].startswith("text/csv")
    body = b"".join(table.streaming_content).decode("utf-8-sig")
    heads, *lines = csv.reader(io.StringIO(body))
    assert heads[:2] == ["Year", "Who answers"]
    assert ["2026", "도로과", "0", "0", "2", "1", "1", "50"] in lines
    assert sum(int(line[4]) for line in lines) == 3


def test_a_departments_name_cannot_become_a_formula(haneul, english, owe, roads):
    roads.name = "=SUM(A1:A9)"
    roads.save()
    owe(roads)
    body = b"".join(english(haneul).get(reverse("portal:answers_csv")).streaming_content).decode()
    assert '"\'=SUM(A1:A9)"' in body


def test_the_page_costs_the_same_however_much_is_owed(
    kept, haneul, english, owe, roads, moderator, django_assert_max_num_queries
):
    visitor = english(haneul)
    visitor.get(reverse("portal:answers"))
    with django_assert_max_num_queries(12) as before:
        visitor.get(reverse("portal:answers"))
    for _ in range(5):
        assign(request=owe(), department=roads, by=moderator, at=timezone.now())
    with django_assert_max_num_queries(len(before)):
        visitor.get(reverse("portal:answers"))


def test_days_off_to_come_are_named(haneul, english):
    day = timezone.localdate() + timedelta(days=40)
    ClosureDay.objects.create(day=day, reason="개청 기념일", added_at=timezone.now())
    assert "개청 기념일" in english(haneul).get(reverse("portal:answers")).content.decode()


def test_next_door_has_a_record_of_its_own(kept, bada, english):
    assert english(bada).get(reverse("portal:answers")).context["record"].answered == 0
