"""The two standing institutions, and that each test leaves nothing behind."""

from types import SimpleNamespace

import pytest

from platform_core.accounts.models import User
from tenants.context import here, in_public, institution_context, public
from tenants.models import Institution
from tests.conftest import pytest_runtest_setup


def test_a_test_stands_in_the_institution_it_names_first(haneul, bada):
    assert here() == haneul
    assert haneul.name == "하늘시" and haneul.languages == ["ko", "en"]
    assert bada.name == "바다군"
    with public():
        assert Institution.objects.count() == 2


@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_test_writes_is_gone_in_the_next(haneul, make_citizen, turn):
    assert not User.objects.filter(email="somebody@example.org").exists()
    make_citizen(email="somebody@example.org")


def test_a_test_without_an_institution_stands_in_public(db):
    assert in_public()


def test_a_neighbour_lives_next_door(haneul, neighbour):
    assert not User.objects.filter(email=neighbour.email).exists()


def test_a_fresh_institution_is_committed_and_has_its_own_people(fresh_institution, make_citizen):
    assert here() == fresh_institution
    make_citizen(email="racer@example.org")
    assert User.objects.filter(email="racer@example.org").exists()


def test_no_fresh_institution_stays(db):
    with public():
        assert not Institution.objects.filter(name="새별구").exists()


def test_rolled_back_contexts_leave_the_right_schema(haneul, bada):
    with institution_context(bada):
        assert here() == bada
    assert here() == haneul


def test_a_test_that_would_flush_the_tables_is_stopped():
    item = SimpleNamespace(get_closest_marker=lambda name: None, fixturenames=["transactional_db"])
    with pytest.raises(pytest.fail.Exception, match="fresh_institution"):
        pytest_runtest_setup(item)
