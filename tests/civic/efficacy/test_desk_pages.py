"""Staff read per day what was done, take it along as a table, and read what people say of answers without names."""

import io
from datetime import date, timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from civic.efficacy.counting import count_statistics
from civic.efficacy.daily import days_of, drawn
from civic.efficacy.models import SurveyReply


@pytest.fixture
def counted(haneul, make_proposal):
    make_proposal(ago=timedelta(days=3), supports=4)
    count_statistics(at=timezone.now())


def text_of(response):
    return b"".join(response.streaming_content).decode("utf-8-sig")


def test_a_day_by_day_table_with_its_sum(counted, haneul, respondent, english):
    page = english(haneul, as_=respondent).get("/desk/statistics/").content.decode()
    assert "Statistics per day" in page
    assert "Visits are not counted" in page
    assert "<desc" in page


def test_a_range_that_ends_before_it_begins_is_told_and_keeps_what_was_typed(
    counted, haneul, respondent, english
):
    asked = "/desk/statistics/?first=2026-05-02&last=2026-05-01"
    answer = english(haneul, as_=respondent).get(asked)
    assert answer.status_code == 422
    assert "ends before it begins" in answer.content.decode()
    assert "2026-05-02" in answer.content.decode()
    long = english(haneul, as_=respondent).get("/desk/statistics/?first=2020-01-01&last=2026-05-01")
    assert "At most 366 days" in long.content.decode()


def test_the_tables_say_the_same_as_the_page(counted, haneul, respondent, english):
    visitor = english(haneul, as_=respondent)
    lines = text_of(visitor.get("/desk/statistics/days.csv")).splitlines()
    assert len(lines) == 31
    assert sum(int(line.split('","')[2]) for line in lines[1:]) == 4
    sheet = load_workbook(io.BytesIO(b"".join(visitor.get("/desk/statistics/days.xlsx").streaming_content)))
    assert sum(row[2] for row in sheet.worksheets[0].iter_rows(min_row=2, values_only=True)) == 4


def test_a_year_costs_no_more_questions_than_a_day(
    counted, haneul, respondent, visit, django_assert_max_num_queries
):
    visitor = visit(haneul, as_=respondent)
    visitor.get("/desk/statistics/")
    with django_assert_max_num_queries(14):
        visitor.get("/desk/statistics/?first=2025-12-01&last=2026-11-01")


def test_many_days_are_drawn_by_the_month(haneul):
    lines = days_of(date(2026, 1, 1), date(2026, 12, 31))
    assert len(drawn(lines, "proposals")) == 12
    assert len(drawn(lines[:30], "proposals")) == 30


def test_words_are_read_without_names_and_are_no_formula(haneul, citizen, respondent, owe, roads, english):
    from civic.journeys.answer import answer
    from tests.civic.journeys.test_answer import ADOPTED

    given = answer(request=owe(roads), reply=ADOPTED, by=respondent, at=timezone.now())
    SurveyReply.objects.create(
        answer=given,
        person=citizen,
        words='=HYPERLINK("x")<b>',
        given_at=timezone.now(),
        changed_at=timezone.now(),
    )
    visitor = english(haneul, as_=respondent)
    page = visitor.get("/desk/statistics/replies/").content.decode()
    assert "=HYPERLINK(&quot;x&quot;)&lt;b&gt;" in page
    assert citizen.name not in page
    table = text_of(visitor.get("/desk/statistics/replies.csv"))
    assert "'=HYPERLINK" in table
    assert citizen.name not in table
