"""A citizen opens the link a neighbour sent: what it is about, where people stand, what it is drawn from."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from civic.debates.models import Briefing, Debate, Grouping, Material, Note, Opinion, Part
from civic.journeys.debate import edit_opinion, hide_opinion, opine, support_opinion
from tests.civic.portal.debates.pages import a_card, at, now, page, words


def test_everyone_reads_the_question_the_opinions_and_how_it_stands(haneul, visit, spoken, neighbour):
    for visitor in (visit(haneul), visit(haneul, as_=neighbour)):
        html = page(visitor, at(spoken))
        assert spoken.question in html
        assert "주차할 곳이 없어집니다" in html
        assert "67%" in html and "33%" in html


def test_the_parts_of_the_bar_add_up_to_a_hundred():
    from civic.portal.debate_numbers import shares

    assert shares((1, 1, 1)) == (34, 33, 33)
    assert shares((5007, 135, 5)) == (97, 3, 0)
    assert shares((0, 0, 0)) == (0, 0, 0)
    for counts in ((1, 2, 4), (7, 11, 13), (99, 1, 0), (0, 3, 3)):
        assert sum(shares(counts)) == 100


def test_the_tabs_show_one_side_and_the_orders_what_they_say(haneul, visit, spoken, citizen):
    first = Opinion.objects.order_by("pk").first()
    support_opinion(opinion=first, citizen=citizen, at=now())

    def bodies(query):
        return re.findall(r'class="comment__body">([^<]*)', page(visit(haneul), at(spoken) + query))

    assert bodies("?side=con") == ["주차할 곳이 없어집니다"]
    assert bodies("?sort=supported")[0] == "출근길이 편해집니다"
    assert bodies("?sort=oldest") == ["출근길이 편해집니다", "아이들이 안전합니다", "주차할 곳이 없어집니다"]
    assert bodies("?sort=balanced")[:2] == ["아이들이 안전합니다", "주차할 곳이 없어집니다"]


@pytest.mark.parametrize("query", ["?sort=__class__", "?side=x", "?after=" + "A" * 3000, "?side=%ED%A0%80"])
def test_a_strange_address_still_shows_the_page(haneul, visit, spoken, query):
    page(visit(haneul), at(spoken) + query)


def test_every_change_shows_at_once_to_strangers(haneul, visit, spoken, citizen, moderator):
    """Their page is drawn once for all of them: for as long as nothing on it is different."""

    def seen():
        return words(page(visit(haneul), at(spoken)))

    said = Opinion.objects.order_by("pk").first()
    before = seen()
    assert seen() == before
    edit_opinion(opinion=said, author=said.author, body="고친 말입니다", at=now())
    edited = seen()
    assert "고친 말입니다" in edited and edited != before
    support_opinion(opinion=said, citizen=citizen, at=now())
    supported = seen()
    assert supported != edited
    opine(debate=spoken, author=citizen, parent=said, body="답글입니다", at=now())
    replied = seen()
    assert "답글입니다" in replied
    hide_opinion(opinion=said, reason="욕설", by=moderator, at=now())
    hidden = seen()
    assert "고친 말입니다" not in hidden and "욕설" in hidden
    Note.objects.create(debate=spoken, body_source="x", body_html="<p>쟁점을 모았습니다</p>", at=now())
    assert "쟁점을 모았습니다" in seen()
    Briefing.objects.create(
        debate=spoken, part=Part.PRO, body_source="x", body_html="<p>찬성 근거</p>", changed_at=now()
    )
    assert "찬성 근거" in seen()
    said.author.name = "새 이름"
    said.author.save()


def test_a_strangers_page_asks_little_and_the_next_stranger_less(
    haneul,
    visit,
    debate,
    spoken,
    make_citizen,
):
    for number in range(30):
        given = opine(debate=spoken, author=make_citizen(), side="con", body=f"말 {number}", at=now())
        opine(debate=spoken, author=make_citizen(), parent=given, body="답글", at=now())
    page(visit(haneul), at(debate(title="다른 질문")))  # names of processes and departments are remembered
    for query, most in (("", 7), ("", 2), ("?sort=balanced", 6), ("?side=con&sort=oldest", 7)):
        with CaptureQueriesContext(connection) as queries:
            page(visit(haneul), at(spoken) + query)
        asked = [query["sql"] for query in queries if not (query["sql"] or "").startswith("SET search_path")]
        assert len(asked) <= most, [str(sql)[:90] for sql in asked]


def test_card_news_can_be_read_without_seeing_it(haneul, visit, held):
    a_card(held)
    html = page(visit(haneul), at(held))
    assert html.count("막대그래프: 2023년 사고 12건, 2025년 31건") == 2  # the picture's text, and on request
    listed = page(visit(haneul), at(held, "cards"))
    assert "막대그래프" in listed


def test_a_card_without_words_cannot_exist(haneul, held):
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        a_card(held, alt="")


def test_files_are_served_as_they_were_handed_in_and_run_nothing(haneul, visit, held):
    card = a_card(held)
    stored = default_storage.save(f"materials/{uuid4().hex}.html", ContentFile(b"<script>alert(1)</script>"))
    material = Material.objects.create(
        debate=held,
        key=uuid4(),
        stored_as=stored,
        name="교통량 조사.html",
        content_type="text/html",
        size=25,
        sha256="0" * 64,
        added_at=now(),
    )
    picture = visit(haneul).get(f"/debates/cards/{card.key}/")
    assert picture["Content-Type"] == "image/png" and "sandbox" in picture["Content-Security-Policy"]
    again = visit(haneul).get(f"/debates/cards/{card.key}/", headers={"if-none-match": picture["ETag"]})
    assert again.status_code == 304
    document = visit(haneul).get(f"/debates/materials/{material.key}/{material.name}")
    assert document["Content-Disposition"].startswith("attachment")
    assert "교통량 조사.html" in page(visit(haneul), at(held))


def test_both_sides_stand_beside_each_other_with_the_same_weight(haneul, visit, held):
    for part in (Part.PRO, Part.CON, Part.BACKGROUND):
        Briefing.objects.create(
            debate=held, part=part, body_source="x", body_html=f"<p>글 {part}</p>", changed_at=now()
        )
    html = page(visit(haneul), at(held))
    assert html.count("both-sides__side ") == 2
    assert html.index("글 background") < html.index("글 pro") < html.index("글 con")


def test_a_film_is_shown_once_it_has_captions_or_its_words(haneul, visit, held):
    film = Debate.objects.filter(pk=held.pk)
    film.update(video_url="https://video.example.org/watch?v=1")
    assert "video.example.org" not in page(visit(haneul), at(held))
    film.update(video_captioned=True)
    assert "video.example.org" in page(visit(haneul), at(held))
    film.update(video_captioned=False)
    Briefing.objects.create(
        debate=held, part=Part.SCRIPT, body_source="x", body_html="<p>해설</p>", changed_at=now()
    )
    assert "video.example.org" in page(visit(haneul), at(held))


def test_a_film_is_a_link_and_fetches_nothing_by_itself(haneul, visit, held):
    film = {"video_url": "https://video.example.org/watch?v=1", "video_captioned": True}
    Debate.objects.filter(pk=held.pk).update(**film)
    response = visit(haneul).get(at(held))
    html = response.content.decode()
    assert 'href="https://video.example.org/watch?v=1"' in html and "<iframe" not in html
    assert "video.example.org" not in response["Content-Security-Policy"]


def test_what_is_over_says_so_and_then_what_came_of_it(haneul, visit, spoken):
    Debate.objects.filter(pk=spoken.pk).update(closes_at=now() - timedelta(days=1))
    html = page(visit(haneul), at(spoken))
    assert 'id="opinion-form"' not in html and 'id="summary"' not in html
    Debate.objects.filter(pk=spoken.pk).update(summary_html="<p>차로를 넓히기로</p>", concluded_at=now())
    html = page(visit(haneul), at(spoken))
    assert html.index("차로를 넓히기로") < html.index('id="opinions"')


def test_similar_opinions_can_be_read_together_and_none_is_hidden_by_it(haneul, visit, spoken):
    first, other = Opinion.objects.order_by("pk")[:2]
    Grouping.objects.create(
        debate=spoken,
        groups=[{"words": ["출근길"], "count": 1}],
        members=[[first.pk]],
        counted_at=now(),
        made_at=now(),
    )
    everything = page(visit(haneul), at(spoken))
    assert "?group=0#opinions" in everything and other.body in everything
    alike = page(visit(haneul), at(spoken) + "?group=0")
    assert first.body in alike and other.body not in alike
    assert first.body not in page(visit(haneul), at(spoken) + "?group=7")


def test_a_search_engine_finds_open_debates_and_none_that_is_prepared(haneul, bada, visit, spoken):
    index = visit(haneul).get("/sitemap.xml").content.decode()
    assert "/sitemaps/debates.xml" in index
    assert f"/debates/{spoken.pk}/" in visit(haneul).get("/sitemaps/debates.xml").content.decode()
    assert f"/debates/{spoken.pk}/" not in visit(bada).get("/sitemaps/debates.xml").content.decode()
    Debate.objects.filter(pk=spoken.pk).update(opened_at=None)
    assert "/sitemaps/debates.xml" not in visit(haneul).get("/sitemap.xml").content.decode()
