"""E_01: joining, logging in, one's own account. Most of it is proven where accounts live (see README.md)."""

import pytest
from django.core.cache import cache

from platform_core.accounts.models import User
from tests.fixtures.people import PASSWORD

NEW = "quite another staple"


@pytest.fixture(autouse=True)
def nothing_counted_yet():
    """Limits are counted in the cache, which no transaction rolls back."""
    cache.clear()


@pytest.fixture
def kim(haneul, visit, citizen):
    browser = visit(haneul, as_=citizen)
    browser.post("/me/account/confirmation/", {"password": PASSWORD})
    return browser


@pytest.mark.parametrize(("old", "is_changed"), [(PASSWORD, True), ("not the one", False)])
def test_a_password_is_changed_only_by_whoever_knows_the_old_one(kim, citizen, old, is_changed):
    kim.post("/me/account/password/", {"oldpassword": old, "password1": NEW, "password2": NEW})
    assert User.objects.get(pk=citizen.pk).check_password(NEW) is is_changed


def test_an_address_that_nobody_has_lets_nobody_in(haneul, visit):
    page = visit(haneul).post("/sign-in/", {"login": "nobody@example.org", "password": PASSWORD})
    assert page.status_code == 200 and 'role="alert"' in page.content.decode()
