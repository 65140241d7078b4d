"""Taking a side, changing one’s mind, replying, supporting, taking back."""

import re
from datetime import timedelta

from civic.debates.models import Debate, Opinion
from civic.journeys.debate import opine, opine_on_paper
from civic.people.models import Department, Role
from tests.civic.debates.conftest import rules_of_debate
from tests.civic.portal.debates.pages import at, now, page


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


def test_a_reason_is_asked_for_where_the_rules_do(haneul, visit, debate, citizen):
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


def test_an_opinion_from_paper_is_marked_and_a_staff_reply_names_its_department(
    haneul,
    visit,
    held,
    make_staff,
    citizen,
    moderator,
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


def test_an_opinion_of_another_debate_is_not_found_under_this_one(haneul, visit, debate, citizen):
    one, other = debate(), debate(title="다른 질문")
    said = opine(debate=one, author=citizen, side="pro", body="말", at=now())
    assert visit(haneul).get(at(other, "opinions", said.pk)).status_code == 404
    assert visit(haneul).get(f"/debates/{'9' * 30}/").status_code == 404
    assert visit(haneul).get(f"/debates/{one.pk}/opinions/{'9' * 30}/").status_code == 404


def test_markup_in_an_opinion_stays_text(haneul, visit, held, citizen):
    opine(debate=held, author=citizen, side="pro", body="<script>alert(1)</script>", at=now())
    for address in (at(held), at(held, "opinions", Opinion.objects.get().pk)):
        assert "<script>alert" not in page(visit(haneul), address)
