"""A search engine finds every proposal that everybody can see, at the city's own address, and no other."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from civic.portal import sitemap
from civic.proposals.actions import hide_proposal, withdraw_proposal
from civic.proposals.models import Proposal, ProposalStat
from tenants.context import public
from tenants.models import Hostname

XML = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
OURS = "http://haneul.localhost:8000"


def places(answer) -> dict[str, str]:
    """{address: last changed} of an index or a page."""
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("application/xml")
    root = ElementTree.fromstring(answer.content)
    return {one.findtext("s:loc", "", XML): one.findtext("s:lastmod", "", XML) for one in root}


@pytest.fixture
def read(haneul, visit):
    """Every proposal's address that a search engine finds from robots.txt on."""

    def read(**who):
        visitor = visit(haneul, **who)
        robots = visitor.get("/robots.txt").content.decode()
        (start,) = [line.partition(" ")[2] for line in robots.splitlines() if line.startswith("Sitemap: ")]
        found: dict[str, str] = {}
        for page in places(visitor.get(start.removeprefix(OURS))):
            assert page.startswith(f"{OURS}/sitemaps/")
            found |= places(visitor.get(page.removeprefix(OURS)))
        return found

    return read


def address(proposal: Proposal) -> str:
    return f"{OURS}/proposals/{proposal.pk}/"


def test_what_everybody_can_see_is_found_and_nothing_else(read, make_proposal, make_staff, citizen):
    shown = [make_proposal(), make_proposal(stage="closed", closed_as="answered")]
    hide_proposal(proposal=make_proposal(), reason="확인", by=make_staff("moderator"), at=timezone.now())
    withdraw_proposal(proposal=make_proposal(author=citizen), at=timezone.now())
    for visibility in ("by_link", "author_and_staff"):
        make_proposal(visibility=visibility)
    assert list(read()) == [address(one) for one in shown]
    # The same for the author and for staff: what is cached for all must not hold what one may see.
    assert list(read(as_=citizen)) == list(read(as_=make_staff("administrator"))) == list(read())


def test_it_says_when_something_last_changed(read, make_proposal):
    proposal = make_proposal(ago=timedelta(days=9))
    moment = timezone.now().replace(microsecond=0) - timedelta(days=2)
    ProposalStat.objects.filter(proposal=proposal).update(last_activity_at=moment)
    assert parse_datetime(read()[address(proposal)]) == moment
    Proposal.objects.filter(pk=proposal.pk).update(edited_at=moment + timedelta(days=1))
    assert parse_datetime(read()[address(proposal)]) == moment + timedelta(days=1)


def test_it_is_paged_by_numbers_and_each_stands_once(haneul, visit, read, make_proposal, monkeypatch):
    monkeypatch.setattr(sitemap, "NUMBERS", 2)
    made = [make_proposal() for _number in range(5)]
    assert list(read()) == [address(one) for one in made]
    assert 3 <= len(places(visit(haneul).get("/sitemap.xml"))) <= 4


@pytest.mark.parametrize("page", ["0", "4999", "9" * 19, "9" * 60])
def test_a_page_with_nothing_on_it_is_not_there(haneul, visit, page):
    assert visit(haneul).get(f"/sitemaps/{page}.xml").status_code == 404


def test_a_city_without_proposals_has_an_empty_one(bada, visit):
    assert places(visit(bada).get("/sitemap.xml")) == {}


def test_next_doors_proposals_and_address_are_not_in_it(haneul, bada, visit, make_proposal):
    proposal = make_proposal()
    there = visit(bada).get("/robots.txt").content.decode()
    assert "Sitemap: http://bada.localhost:8000/sitemap.xml" in there
    page = (proposal.pk - 1) // sitemap.NUMBERS + 1
    assert visit(bada).get(f"/sitemaps/{page}.xml").status_code == 404


def test_at_another_of_its_names_it_points_to_the_first(haneul, visit, make_proposal):
    with public():
        Hostname.objects.create(tenant=haneul, domain="proposals.haneul.example", is_primary=False)
    visitor = visit(haneul, SERVER_NAME="proposals.haneul.example")
    visitor.defaults["HTTP_HOST"] = "proposals.haneul.example"
    make_proposal()
    answer = visitor.get("/sitemap.xml")
    assert list(places(answer)) and all(one.startswith(OURS) for one in places(answer))


def test_each_kind_of_page_costs_one_query(haneul, visit, make_proposal, django_assert_max_num_queries):
    for _number in range(3):
        make_proposal()
    visitor = visit(haneul)
    visitor.get("/sitemap.xml")
    # The search path, then proposals, gatherings, debates, votes and notices.
    with django_assert_max_num_queries(6):
        visitor.get("/sitemap.xml")
