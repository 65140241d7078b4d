"""What a connection remembers of its search path, and what it must not."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tenants.context import institution_context, public


def path() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('search_path')")
        return cursor.fetchone()[0]


def test_a_path_set_outside_a_transaction_is_not_set_again_after_a_look_elsewhere(fresh_institution):
    path()
    with CaptureQueriesContext(connection) as captured:
        with public():
            pass  # nothing asked there
        assert path() == fresh_institution.schema_name
    assert [one["sql"] for one in captured if "SET search_path" in one["sql"]] == []


def test_reading_elsewhere_in_between_sets_the_path_again(fresh_institution):
    path()
    with public():
        assert path() == "public"
    assert path() == fresh_institution.schema_name


def test_a_path_set_inside_a_transaction_that_failed_in_silence_is_not_believed(fresh_institution):
    with public():
        path()
        with (
            transaction.atomic(),
            institution_context(fresh_institution),
            connection.cursor() as cursor,
            pytest.raises(DatabaseError),
        ):
            cursor.execute("SELECT 1 / 0")
        # Left without an exception: Django commits, and PostgreSQL rolls back.
    assert path() == fresh_institution.schema_name
    with public():
        assert path() == "public"


def test_a_rollback_and_a_savepoint_forget(fresh_institution):
    with public():
        path()
    for _turn in range(2):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            path()
            raise ZeroDivisionError
        assert path() == fresh_institution.schema_name
        with transaction.atomic():
            with pytest.raises(ZeroDivisionError), transaction.atomic(), public():
                path()
                raise ZeroDivisionError
            assert path() == fresh_institution.schema_name


def test_a_new_connection_knows_nothing(fresh_institution):
    path()
    connection.close()
    assert path() == fresh_institution.schema_name


def test_a_connection_that_the_server_ended_is_noticed_without_asking(fresh_institution):
    path()
    assert connection.is_usable()
    pid = connection.connection.info.backend_pid
    with connection.copy().cursor() as other:
        other.execute("SELECT pg_terminate_backend(%s, 2000)", [pid])
    assert not connection.is_usable()
    connection.close()
    assert path() == fresh_institution.schema_name
