"""Everybody reads what taking part brings: with charts, as tables, in words, and nobody is known by a number."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone, translation
from openpyxl import load_workbook

from civic.categories.models import Category
from civic.efficacy.counting import count_statistics
from civic.efficacy.drawing import draw
from civic.efficacy.queries import Numbers, share_of_people
from civic.efficacy.words import indicator, people_told


@pytest.fixture
def counted(haneul, make_proposal, category):
    """Seven people over a month, one of them in a category; counted tonight."""
    for number in range(6):
        make_proposal(ago=timedelta(days=40 + number))
    make_proposal(ago=timedelta(days=40), category=category)
    count_statistics(at=timezone.now())


def lines_of(response):
    return b"".join(response.streaming_content).decode("utf-8-sig").splitlines()


def test_everybody_reads_it_without_signing_in(counted, english, haneul):
    page = english(haneul).get("/effect/").content.decode()
    assert "People who took part" in page
    assert "<title" in page
    assert "<desc" in page
    assert "What each number means" in page


def test_before_the_first_night_it_says_so(haneul, english):
    assert "Nothing has been counted yet" in english(haneul).get("/effect/").content.decode()


@pytest.mark.parametrize("by", ["month", "quarter", "year", "century"])
def test_it_is_told_by_month_quarter_and_year(counted, english, haneul, by):
    assert english(haneul).get(f"/effect/?by={by}").status_code == 200


def test_it_is_told_of_one_category_or_department(counted, english, haneul, category, roads):
    page = english(haneul).get(f"/effect/?category={category.key}").content.decode()
    assert category.name in page
    assert english(haneul).get("/effect/?department=roads").status_code == 200
    assert english(haneul).get("/effect/?category=nowhere").status_code == 404


def test_fewer_than_five_people_are_not_told_of(counted, english, haneul, category):
    rows = lines_of(english(haneul).get("/effect/numbers.csv?by=year"))
    assert '"7"' in rows[-1] or '"7"' in rows[-2]
    alone = english(haneul).get(f"/effect/numbers.csv?by=year&category={category.key}")
    head, *lines = lines_of(alone)
    place = head.split('","').index("People who took part")
    assert {line.split('","')[place] for line in lines} <= {"", "0"}


def test_neither_a_small_part_nor_what_it_leaves_is_told():
    assert share_of_people(3, 100) is None
    assert share_of_people(97, 100) is None
    assert share_of_people(2, 4) is None
    assert share_of_people(50, 100) == 50
    assert share_of_people(0, 100) == 0
    assert people_told(4) == "<5"
    assert people_told(5) == "5"


def test_the_table_opens_in_a_spreadsheet(counted, english, haneul):
    csv = b"".join(english(haneul).get("/effect/numbers.csv").streaming_content)
    assert csv.startswith(b"\xef\xbb\xbf")
    book = load_workbook(io.BytesIO(b"".join(english(haneul).get("/effect/numbers.xlsx").streaming_content)))
    assert book.worksheets[0].max_row == 9


def test_half_a_quarter_and_three_quarters_of_the_changes():
    numbers = Numbers()
    numbers.days.update({10: 1, 20: 1, 30: 1, 400: 1})
    assert [numbers.days_within(share) for share in (25, 50, 75, 100)] == [10, 20, 30, 400]
    assert Numbers().days_within(50) is None
    assert indicator("days").told(Numbers()) == "–"


def test_a_column_that_is_not_told_is_no_column_of_nothing():
    chart = draw([("1", 4), ("2", None), ("3", 0)])
    assert [column.number for column in chart.columns] == ["4", "–", "0"]
    assert chart.columns[1].is_untold
    assert chart.columns[0].height > 0


def test_a_page_asks_little_however_much_has_been_counted(
    counted, haneul, visit, make_proposal, django_assert_max_num_queries
):
    visit(haneul).get("/effect/")
    with django_assert_max_num_queries(8):
        visit(haneul).get("/effect/?by=month")
    for number in range(60):
        Category.objects.create(key=f"c{number}", name=f"분야 {number}", position=100 + number)
        make_proposal(ago=timedelta(days=number * 5))
    count_statistics(at=timezone.now() + timedelta(days=1))
    with django_assert_max_num_queries(8):
        visit(haneul).get("/effect/?by=month")


def test_the_neighbours_numbers_are_their_own(counted, visit, bada):
    page = visit(bada).get("/effect/").content.decode()
    with translation.override("ko"):
        assert translation.gettext("Nothing has been counted yet") in page


def test_machines_read_the_same_numbers(counted, haneul, visit):
    found = visit(haneul).get("/api/v1/effect/?by=year").json()
    assert found["periods"][-1]["numbers"].keys() == found["meanings"].keys()
    assert visit(haneul).post("/api/v1/effect/").status_code in (403, 405)
