"""A citizen opens the link a neighbour sent: what it is about, where people stand, and a place to speak."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from civic.debates.models import Briefing, Card, Debate, Material, Note, Opinion, Part
from civic.journeys.debate import edit_opinion, hide_opinion, opine, opine_on_paper, support_opinion
from civic.people.models import Department, Role
from civic.processes.kinds import Counter, Shown
from civic.processes.words import counted
from civic.proposals.actions import link_items
from civic.proposals.models import Standing
from tests.civic.debates.conftest import debate, rules_of_debate  # noqa: F401
from tests.civic.proposals.conftest import moderator, process  # noqa: F401


def now():
    return timezone.now()


def page(visitor, address):
    response = visitor.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


def at(held, *more):
    return "/".join([f"/debates/{held.pk}", *map(str, more)]).rstrip("/") + "/"


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.fixture
def held(debate):  # noqa: F811
    return debate()


@pytest.fixture
def spoken(held, make_citizen):
    """Two for, one against, each with words."""
    said = [("pro", "출근길이 편해집니다"), ("pro", "아이들이 안전합니다"), ("con", "주차할 곳이 없어집니다")]
    for side, body in said:
        opine(debate=held, author=make_citizen(), side=side, body=body, at=now())
    return Debate.objects.select_related("item").get(pk=held.pk)


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


def test_a_stranger_chooses_logs_in_and_finds_everything_kept(haneul, visit, held, citizen):
    visitor = visit(haneul)
    sent = visitor.post(at(held, "opinions"), {"side": "con", "body": "너무 비쌉니다"})
    assert sent.status_code == 302 and sent["Location"].startswith("/sign-in/?next=")
    kept = page(visitor, at(held))
    assert "너무 비쌉니다" in kept
    assert re.search(r'value="con"[^>]* checked', kept)
    assert not Opinion.objects.exists()


def test_an_opinion_is_given_and_the_page_says_where_one_stands(haneul, visit, held, citizen):
    visitor = visit(haneul, as_=citizen)
    assert visitor.post(at(held, "opinions"), {"side": "pro", "body": "필요합니다"}).status_code == 302
    html = page(visitor, at(held))
    assert 'id="my-stand"' in html and "필요합니다" in html
    visitor.post(at(held, "opinions"), {"side": "con", "body": "생각이 바뀌었습니다"})
    html = page(visitor, at(held))
    assert re.search(r'value="con"[^>]* checked', html)
    assert "필요합니다" in html and "생각이 바뀌었습니다" in html


def test_without_a_side_the_form_comes_back_with_its_words(haneul, visit, held, citizen):
    answer = visit(haneul, as_=citizen).post(at(held, "opinions"), {"body": "편을 고르지 않고 쓴 말"})
    assert answer.status_code == 422
    assert "편을 고르지 않고 쓴 말" in answer.content.decode()
    assert not Opinion.objects.exists()


def test_a_reason_is_asked_for_where_the_rules_do(haneul, visit, debate, citizen):  # noqa: F811
    held = debate(rules_of_debate(debate={"form": "pro_con", "reason_required": True}))
    visitor = visit(haneul, as_=citizen)
    assert visitor.post(at(held, "opinions"), {"side": "pro", "body": " "}).status_code == 422
    free = debate()
    assert visitor.post(at(free, "opinions"), {"side": "pro", "body": ""}).status_code == 302


def test_what_was_written_as_it_ended_is_still_on_the_page(haneul, visit, held, citizen):
    Debate.objects.filter(pk=held.pk).update(closes_at=now() - timedelta(seconds=1))
    answer = visit(haneul, as_=citizen).post(at(held, "opinions"), {"side": "pro", "body": "한발 늦은 말"})
    assert answer.status_code == 409
    assert "한발 늦은 말" in answer.content.decode()


def test_a_thousand_people_signs_are_taken_and_one_more_is_not(haneul, visit, held, citizen):
    visitor = visit(haneul, as_=citizen)
    assert visitor.post(at(held, "opinions"), {"side": "pro", "body": "가" * 1000}).status_code == 302
    assert visitor.post(at(held, "opinions"), {"side": "pro", "body": "나" * 1001}).status_code == 422


@pytest.mark.parametrize("shown", [Shown.AFTER_TAKING_PART, Shown.AT_THE_END])
def test_sides_that_are_kept_back_are_told_nowhere(haneul, visit, spoken, shown, citizen):
    """Neither by numbers, nor by marks, tabs or orders that could be counted."""
    Debate.objects.filter(pk=spoken.pk).update(shown=shown)
    plain = page(visit(haneul), at(spoken))
    for html in (plain, page(visit(haneul, as_=citizen), at(spoken))):
        assert "67%" not in html and "stand-bar" not in html and "side-mark" not in html
        assert "side=pro" not in html and "sort=balanced" not in html
    bodies = re.findall(r'class="comment__body[^>]*>([^<]*)', plain)
    for trick in ("?side=pro", "?side=con", "?sort=balanced"):
        assert (
            re.findall(r'class="comment__body[^>]*>([^<]*)', page(visit(haneul), at(spoken) + trick))
            == bodies
        )
    for one in Opinion.objects.all():
        assert "side-mark" not in page(visit(haneul), at(spoken, "opinions", one.pk))
    assert "stand-bar" not in page(visit(haneul), "/debates/")


def test_who_has_taken_part_sees_how_it_stands(haneul, visit, spoken, citizen):
    Debate.objects.filter(pk=spoken.pk).update(shown=Shown.AFTER_TAKING_PART)
    visitor = visit(haneul, as_=citizen)
    assert "stand-bar" not in page(visitor, at(spoken))
    visitor.post(at(spoken, "opinions"), {"side": "other", "body": "셋째 길"})
    html = page(visitor, at(spoken))
    assert "stand-bar" in html and "side-mark--con" in html
    # A list is for everybody: it tells nobody more than strangers.
    assert "stand-bar" not in page(visitor, "/debates/")


def test_at_the_end_everybody_sees_it(haneul, visit, spoken):
    Debate.objects.filter(pk=spoken.pk).update(shown=Shown.AT_THE_END, closes_at=now() - timedelta(days=1))
    assert "stand-bar" in page(visit(haneul), at(spoken))
    assert "stand-bar" in page(visit(haneul), "/debates/")


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


def test_every_change_shows_at_once_to_strangers(haneul, visit, spoken, citizen, moderator):  # noqa: F811
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
    debate,  # noqa: F811
    spoken,
    make_citizen,
):
    for number in range(30):
        given = opine(debate=spoken, author=make_citizen(), side="con", body=f"말 {number}", at=now())
        opine(debate=spoken, author=make_citizen(), parent=given, body="답글", at=now())
    page(visit(haneul), at(debate(title="다른 질문")))  # names of processes and departments are remembered
    for query, most in (("", 7), ("", 2), ("?sort=balanced", 8), ("?side=con&sort=oldest", 7)):
        with CaptureQueriesContext(connection) as queries:
            page(visit(haneul), at(spoken) + query)
        asked = [query["sql"] for query in queries if not query["sql"].startswith("SET search_path")]
        assert len(asked) <= most, [sql[:90] for sql in asked]


def test_the_list_asks_few_questions(haneul, visit, debate):  # noqa: F811
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
    moderator,  # noqa: F811
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


def test_what_is_prepared_is_seen_by_staff_alone(haneul, visit, held, make_staff, citizen, neighbour):
    Debate.objects.filter(pk=held.pk).update(opened_at=None)
    for person in (None, citizen, neighbour):
        assert visit(haneul, as_=person).get(at(held)).status_code == 404
    assert held.question in page(visit(haneul, as_=make_staff(Role.MODERATOR)), at(held))
    assert held.question not in page(visit(haneul), "/debates/?state=all")


def test_a_hidden_items_debate_is_gone_with_all_it_has(haneul, visit, spoken):
    picture = a_card(spoken)
    spoken.item.standing = Standing.HIDDEN
    spoken.item.save()
    opinion = Opinion.objects.first()
    for address in (at(spoken), at(spoken, "opinions", opinion.pk), f"/debates/cards/{picture.key}/"):
        assert visit(haneul).get(address).status_code == 404


def a_card(held, alt="막대그래프: 2023년 사고 12건, 2025년 31건"):
    stored = default_storage.save(f"cards/{uuid4().hex}.png", ContentFile(b"\x89PNG not really"))
    return Card.objects.create(
        debate=held,
        key=uuid4(),
        position=1,
        stored_as=stored,
        width=1080,
        height=1080,
        alt=alt,
        caption="사고",
    )


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


def test_a_film_is_a_link_and_fetches_nothing_by_itself(haneul, visit, held):
    Debate.objects.filter(pk=held.pk).update(video_url="https://video.example.org/watch?v=1")
    response = visit(haneul).get(at(held))
    html = response.content.decode()
    assert 'href="https://video.example.org/watch?v=1"' in html and "<iframe" not in html
    assert "video.example.org" not in response["Content-Security-Policy"]


def test_an_opinion_from_paper_is_marked_and_a_staff_reply_names_its_department(
    haneul,
    visit,
    held,
    make_staff,
    citizen,
    moderator,  # noqa: F811
):
    roads = Department.objects.create(code="roads", name="도로과")
    answering = make_staff(Role.RESPONDENT, roads)
    said = opine(debate=held, author=citizen, side="pro", body="좋습니다", at=now())
    opine(debate=held, author=answering, parent=said, body="검토하고 있습니다", at=now())
    opine_on_paper(debate=held, author=None, side="con", body="종이에 쓴 말", entered_by=moderator, at=now())
    html = page(visit(haneul), at(held))
    assert "도로과" in html and "검토하고 있습니다" in html
    on_paper = html[html.index("종이에 쓴 말") - 2500 : html.index("종이에 쓴 말")]
    assert "badge--calm" in on_paper


def test_ones_own_opinion_is_edited_and_taken_back_by_nobody_else(
    haneul, visit, held, citizen, make_citizen, neighbour
):
    said = opine(debate=held, author=citizen, side="pro", body="처음 말", at=now())
    for other in (make_citizen(), neighbour, None):
        visitor = visit(haneul, as_=other)
        assert visitor.post(at(held, "opinions", said.pk, "edition"), {"body": "남의 말"}).status_code in (
            302,
            403,
        )
        assert visitor.post(at(held, "opinions", said.pk, "withdrawal")).status_code in (302, 403)
    assert Opinion.objects.get(pk=said.pk).body == "처음 말"
    mine = visit(haneul, as_=citizen)
    assert mine.post(at(held, "opinions", said.pk, "edition"), {"body": "고친 말"}).status_code == 302
    assert Opinion.objects.get(pk=said.pk).body == "고친 말"
    assert mine.get(at(held, "opinions", said.pk, "withdrawal")).status_code == 200
    assert mine.post(at(held, "opinions", said.pk, "withdrawal")).status_code == 302
    assert "고친 말" not in page(visit(haneul), at(held))


def test_an_opinion_is_supported_and_answered_once_deep(haneul, visit, held, citizen, make_citizen):
    said = opine(debate=held, author=make_citizen(), side="pro", body="처음 말", at=now())
    visitor = visit(haneul, as_=citizen)
    here = at(held, "opinions", said.pk)
    visitor.post(f"{here}support/")
    visitor.post(f"{here}support/")
    assert Opinion.objects.get(pk=said.pk).support_count == 1
    visitor.post(f"{here}support/withdrawal/")
    assert Opinion.objects.get(pk=said.pk).support_count == 0
    assert visitor.post(here, {"body": "답글"}).status_code == 302
    reply = Opinion.objects.get(parent=said)
    assert visitor.get(at(held, "opinions", reply.pk)).status_code == 302
    assert "답글" in page(visitor, here)
    stranger = visit(haneul)
    assert stranger.post(here, {"body": "로그인하기 전에 쓴 답글"}).status_code == 302
    assert "로그인하기 전에 쓴 답글" in page(stranger, here)


def test_an_opinion_of_another_debate_is_not_found_under_this_one(haneul, visit, debate, citizen):  # noqa: F811
    one, other = debate(), debate(title="다른 질문")
    said = opine(debate=one, author=citizen, side="pro", body="말", at=now())
    assert visit(haneul).get(at(other, "opinions", said.pk)).status_code == 404
    assert visit(haneul).get(f"/debates/{'9' * 30}/").status_code == 404
    assert visit(haneul).get(f"/debates/{one.pk}/opinions/{'9' * 30}/").status_code == 404


def test_what_is_over_says_so_and_then_what_came_of_it(haneul, visit, spoken):
    Debate.objects.filter(pk=spoken.pk).update(closes_at=now() - timedelta(days=1))
    html = page(visit(haneul), at(spoken))
    assert 'id="opinion-form"' not in html and 'id="summary"' not in html
    Debate.objects.filter(pk=spoken.pk).update(summary_html="<p>차로를 넓히기로</p>", concluded_at=now())
    html = page(visit(haneul), at(spoken))
    assert html.index("차로를 넓히기로") < html.index('id="opinions"')


def test_rounds_of_a_series_lead_to_each_other(haneul, visit, debate):  # noqa: F811
    first, second = debate(title="1차 질문"), debate(title="2차 질문")
    Debate.objects.filter(pk=second.pk).update(follows=first)
    assert at(second) in page(visit(haneul), at(first))
    assert at(first) in page(visit(haneul), at(second))


def test_markup_in_an_opinion_stays_text(haneul, visit, held, citizen):
    opine(debate=held, author=citizen, side="pro", body="<script>alert(1)</script>", at=now())
    for address in (at(held), at(held, "opinions", Opinion.objects.get().pk)):
        assert "<script>alert" not in page(visit(haneul), address)


def test_the_menu_leads_to_debates_where_there_are_any(haneul, visit, debate):  # noqa: F811
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


def test_the_items_own_page_and_api_keep_the_sides_back_too(haneul, visit, debate, make_citizen):  # noqa: F811
    """A threshold reached on the way is recorded with all its numbers; they wait like all others."""
    many = {"key": "many", "when": {"counter": "participants", "at_least": 3}, "effects": ["agenda_candidate"]}
    most = {"key": "most", "when": {"counter": "in_favour", "at_least": 50}, "effects": ["owe_answer"]}
    held = debate(rules_of_debate(many, most, debate={"form": "pro_con", "shown": "at_the_end"}))
    for side in ("pro", "pro", "con"):
        opine(debate=held, author=make_citizen(), side=side, body="말", at=now())
    item = held.item
    assert item.results.get().counts["in_favour"] == 2
    html = page(visit(haneul), f"/proposals/{item.pk}/")
    story = html[html.index('id="story"') :]
    assert counted(Counter.IN_FAVOUR, 2) not in html and counted(Counter.VOTES, 3) not in story
    told = visit(haneul).get(f"/api/v1/proposals/{item.pk}/").json()
    assert {part["counter"] for goal in told["goals"] for part in goal["parts"]} == {"participants"}
    assert [part["actual"] for goal in told["goals"] for part in goal["parts"]] == [3]
    Debate.objects.filter(pk=held.pk).update(shown=Shown.LIVE)
    assert counted(Counter.IN_FAVOUR, 2) in page(visit(haneul), f"/proposals/{item.pk}/")
