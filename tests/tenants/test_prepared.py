"""What the server has planned once is right in every institution, and after every migration."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from platform_core.access.place import prepared_cursor
from tenants.context import institution_context

WORDS = "SELECT word FROM kept_words WHERE number = %s"


def said(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def word(number=1):
    with prepared_cursor() as cursor:
        cursor.execute(WORDS, [number])
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_the_same_words_read_each_citys_own_rows(standing):
    cities = ((standing.haneul, "sky"), (standing.bada, "sea"))
    for city, theirs in cities:
        with institution_context(city):
            said("CREATE TABLE kept_words (number int, word varchar(10))")
            said("INSERT INTO kept_words VALUES (1, %s)", theirs)
    for _again in range(8):  # after five, the server keeps one plan for all
        for city, theirs in cities:
            with institution_context(city):
                assert word() == theirs


def test_it_is_planned_once_and_still_right_when_a_migration_widens_the_column(fresh_institution):
    said("CREATE TABLE kept_words (number int, word varchar(10))")
    said("INSERT INTO kept_words VALUES (1, %s)", "short")
    with CaptureQueriesContext(connection) as captured:
        assert [word() for _again in range(3)] == ["short"] * 3
    assert [one["sql"] for one in captured] == [WORDS.replace("%s", "1")] * 3
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", ["%kept_words%"]
        )
        assert cursor.fetchone() == (1,)
    said("ALTER TABLE kept_words ALTER word TYPE varchar(40)")
    assert word() == "short"
    said("ALTER TABLE kept_words ALTER word TYPE text")
    assert word() == "short"


def test_a_server_that_ended_meanwhile_is_asked_anew(fresh_institution):
    said("CREATE TABLE kept_words (number int, word varchar(10))")
    said("INSERT INTO kept_words VALUES (1, 'still')")
    assert word() == "still"
    connection.connection.close()
    # As at the start of a request.
    connection.health_check_enabled = True
    connection.health_check_done = False
    assert word() == "still"
