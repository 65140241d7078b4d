"""How one comes to a debate: the list, the menu, the front page, a proposal, the round before."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from civic.debates.models import Debate
from civic.proposals.actions import link_items
from tests.civic.portal.debates.pages import at, now, page


def test_the_list_asks_few_questions(haneul, visit, debate):
    for number in range(12):
        debate(title=f"질문 {number}")
    page(visit(haneul), "/debates/")
    with CaptureQueriesContext(connection) as queries:
        page(visit(haneul), "/debates/?state=all&q=질문")
    assert len(queries) <= 5, [query["sql"][:200] for query in queries]


def test_the_list_tells_running_from_ended_and_citizens_from_the_institution(
    haneul,
    visit,
    debate,
    make_proposal,
    moderator,
):
    running, over, grown = (
        debate(title="지금 묻습니다"),
        debate(title="끝난 질문"),
        debate(title="제안에서 온 질문"),
    )
    Debate.objects.filter(pk=over.pk).update(closes_at=now() - timedelta(days=1))
    link_items(earlier=make_proposal("처음 제안"), later=grown.item, by=moderator, at=now())
    visitor = visit(haneul)
    assert "지금 묻습니다" in page(visitor, "/debates/") and "끝난 질문" not in page(visitor, "/debates/")
    ended = page(visitor, "/debates/?state=ended")
    assert "끝난 질문" in ended and "지금 묻습니다" not in ended
    assert "제안에서 온 질문" in page(visitor, "/debates/?from=citizens")
    assert "제안에서 온 질문" not in page(visitor, "/debates/?from=institution")
    assert running.question in page(visitor, "/debates/?from=institution&q=지금")
    assert "처음 제안" in page(visitor, at(grown))


def test_rounds_of_a_series_lead_to_each_other(haneul, visit, debate):
    first, second = debate(title="1차 질문"), debate(title="2차 질문")
    Debate.objects.filter(pk=second.pk).update(follows=first)
    assert at(second) in page(visit(haneul), at(first))
    assert at(first) in page(visit(haneul), at(second))


def test_the_menu_leads_to_debates_where_there_are_any(haneul, visit, debate):
    from civic.portal.choices import forget_choices

    assert 'href="/debates/"' not in page(visit(haneul), "/proposals/")
    debate()
    forget_choices()
    assert 'href="/debates/"' in page(visit(haneul), "/proposals/")


def test_a_proposals_page_leads_to_its_debate_and_so_does_the_front_page(haneul, visit, spoken):
    assert at(spoken) in page(visit(haneul), f"/proposals/{spoken.item_id}/")
    assert at(spoken) in page(visit(haneul), "/")
    Debate.objects.filter(pk=spoken.pk).update(closes_at=now() - timedelta(days=1))
    assert at(spoken) in page(visit(haneul), f"/proposals/{spoken.item_id}/")
    assert at(spoken) not in page(visit(haneul), "/")
