"""The banner of official government sites stands where a theme says so, and nowhere else."""

import pytest
from django.utils import timezone

from tenants.context import public
from tenants.models import Institution
from tenants.queries import forget_hosts
from themes.actions import publish_theme
from themes.catalogue import catalogue
from themes.queries import forget_worn_theme

BANNER = 'class="official"'


@pytest.fixture(autouse=True)
def forgotten_afterwards():
    yield
    forget_worn_theme()


def test_a_public_agency_says_that_it_is_one_above_and_below(haneul, visit):
    publish_theme(catalogue_name="agency", by=None, at=timezone.now())
    page = visit(haneul).get("/").text
    assert page.index(BANNER) < page.index("<main") < page.index("official--foot")
    assert haneul.name in page.partition("official--foot")[2]


def test_nobody_else_says_so(haneul, visit):
    assert {key for key, theme in catalogue().items() if theme.document["official"]} == {"agency"}
    assert BANNER not in visit(haneul).get("/").text


def test_a_town_elsewhere_is_no_site_of_the_republic(haneul, visit):
    with public():
        Institution.objects.filter(pk=haneul.pk).update(country="US")
    forget_hosts()
    publish_theme(catalogue_name="agency", by=None, at=timezone.now())
    page = visit(haneul).get("/").text
    assert BANNER not in page and "official--foot" in page
