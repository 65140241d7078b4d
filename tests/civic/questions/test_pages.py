"""The desk's path and the citizens' pages, as people see them."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from civic.debates.models import Card, Debate, Material
from civic.journeys.clock import close_windows
from civic.journeys.debate import opine
from civic.people.models import Role
from civic.proposals.models import Proposal
from civic.questions.kinds import Neutrality, State, Step
from civic.questions.letters import Words, write_letter
from civic.questions.models import Question
from platform_core.documents.pdf import pdf_is_here
from platform_core.events.models import Event
from tests.civic.questions.making import (
    agreed,
    filled_in,
    over,
    published,
    question_process,
)


@pytest.fixture
def process(administrator):
    return question_process(administrator, timezone.now())


@pytest.fixture
def colleague(make_staff, roads):
    return make_staff(Role.RESPONDENT, roads, name="도로 팀장")


def picture() -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (80, 80), "navy").save(content, "PNG")
    return SimpleUploadedFile("card.png", content.getvalue(), "image/png")


def prepare(desk, roads, process) -> Question:
    """Everything a department's officer types, page by page."""
    assert desk.post("/desk/questions/new/", {"department": roads.pk, "topic": "보행로"}).status_code == 302
    question = Question.objects.get()
    pages = {
        "consultation": {"topic": "보행로", "viewpoint": "contested", "purpose": "contested"},
        "key-question": {"title": "보행로를 넓힐까요?", "lead": "", "neutrality": Neutrality.values},
        "form": {"process": process.pk, "form": "pro_con", "category": ""},
        "schedule": {
            "opens_on": (timezone.now() + timedelta(days=2)).date().isoformat(),
            "promotion": "보도자료",
            "afterwards": "설계에 반영",
        },
        "materials": {"background": "사고가 늘어서", "pro": "안전합니다", "con": "막힙니다"},
    }
    for step, typed in pages.items():
        address = f"/desk/questions/{question.pk}/steps/{step}/"
        assert desk.get(address).status_code == 200
        assert desk.post(address, {**typed, "finish": "1"}).status_code == 302, step
    return question


def test_an_officer_asks_citizens_from_begin_to_answer(
    haneul, visit, process, roads, respondent, colleague, moderator, make_citizen
):
    desk = visit(haneul, as_=respondent)
    question = prepare(desk, roads, process)
    at = f"/desk/questions/{question.pk}"
    note = SimpleUploadedFile("교통량.txt", "하루 3만 대".encode())
    assert (
        desk.post(f"{at}/sources/", {"part": "facts", "made_by": "도로과", "file": note}).status_code == 302
    )
    card = {"text": "넓힐까요?", "picture": picture(), "alt": "질문이 적힌 파란 카드"}
    assert desk.post(f"{at}/cards/", card).status_code == 302
    assert desk.post(f"{at}/review/request/").status_code == 302
    refused = desk.post(f"{at}/review/", {"agree": "1"})
    assert refused.status_code in (403, 409)
    assert visit(haneul, as_=colleague).post(f"{at}/review/", {"agree": "1"}).status_code == 302
    organiser = visit(haneul, as_=moderator)
    assert organiser.get(f"{at}/publication/").status_code == 200
    assert organiser.post(f"{at}/publication/").status_code == 302
    question.refresh_from_db()
    assert question.state == State.SCHEDULED
    question = published(question, by=moderator, at=timezone.now())
    debate = Debate.objects.get(item=question.item)
    assert (Material.objects.count(), Card.objects.get().alt) == (1, "질문이 적힌 파란 카드")
    opine(debate=debate, author=make_citizen(), side="pro", body="찬성합니다", at=timezone.now())
    running = visit(haneul).get("/questions/").content.decode()
    assert "하늘시가 묻습니다" in running or "하늘시가 asks" in running
    assert question.title in running
    close_windows(at=question.item.stage_ends_at + timedelta(minutes=1))
    letter = {
        "number": "소통-12",
        "sent_from": "하늘시",
        "sent_to": "도로과",
        "basis": "조례 제9조",
        "subject": "결과 전달",
    }
    assert organiser.post(f"{at}/letter/", letter).status_code == 302
    assert organiser.post(f"{at}/letter/exports/", {"form": "print"}).status_code == 302
    assert Event.objects.get(kind="questions.letter.exported").actor == moderator
    printed = organiser.get(f"{at}/letter/print/").content.decode()
    assert "소통-12" in printed
    assert organiser.post(f"{at}/letter/delivery/", {"received_by": "도로팀"}).status_code == 302
    owed = question.item.answer_requests.get()
    answered = {
        "verdict": "adopted",
        "form": "text",
        "body": "넓히겠습니다.",
        "next_steps": "봄에 시작합니다.",
        "step": "publish",
    }
    desk.post(f"/desk/answers/{owed.pk}/answer/", answered)
    owed.refresh_from_db()
    assert owed.state == "answered"
    assert organiser.post(f"{at}/result/").status_code == 302
    ended = visit(haneul).get("/questions/").content.decode()
    assert question.title in ended
    assert "도로과" in ended
    item = visit(haneul).get(f"/proposals/{question.item_id}/").content.decode()
    assert "하늘시" in item
    assert f"/debates/{debate.pk}/" in item


def test_publicity_is_told_what_to_use_instead(haneul, visit, process, roads, respondent):
    desk = visit(haneul, as_=respondent)
    desk.post("/desk/questions/new/", {"department": roads.pk, "topic": "새 도서관 개관"})
    question = Question.objects.get()
    typed = {"topic": "새 도서관 개관", "viewpoint": "daily_life", "purpose": "publicity", "finish": "1"}
    page = desk.post(f"/desk/questions/{question.pk}/steps/consultation/", typed, follow=True)
    question.refresh_from_db()
    assert question.state == State.REFUSED
    assert page.context["advice"].code == "publicity"
    assert str(page.context["advice"].what_next) in page.content.decode()


def test_what_is_unfinished_is_kept_and_says_what_is_missing(haneul, visit, process, roads, respondent):
    desk = visit(haneul, as_=respondent)
    desk.post("/desk/questions/new/", {"department": roads.pk, "topic": "보행로"})
    question = Question.objects.get()
    desk.post(f"/desk/questions/{question.pk}/steps/form/", {"process": process.pk, "form": "pro_con"})
    address = f"/desk/questions/{question.pk}/steps/materials/"
    page = desk.post(address, {"background": "사고가 늘어서", "pro": "안전합니다", "finish": "1"})
    assert page.status_code == 422
    assert "사고가 늘어서" in page.content.decode()
    assert set(question.texts.exclude(body="").values_list("part", flat=True)) == {"background", "pro"}
    too_long = desk.post(
        f"/desk/questions/{question.pk}/steps/key-question/", {"title": "가" * 101, "lead": "한 줄"}
    )
    assert too_long.status_code == 422
    assert "가" * 101 in too_long.content.decode()


def test_two_officers_at_one_step_lose_nothing(haneul, visit, process, roads, respondent, colleague):
    question = filled_in(department=roads, process=process, by=respondent, at=timezone.now())
    address = f"/desk/questions/{question.pk}/steps/key-question/"
    seen = visit(haneul, as_=respondent).get(address).context["seen"]
    first = {"title": "첫째 물음", "lead": "", "seen": seen}
    assert visit(haneul, as_=colleague).post(address, first).status_code == 302
    second = visit(haneul, as_=respondent).post(address, {"title": "둘째 물음", "lead": "", "seen": seen})
    assert second.status_code == 409
    assert "둘째 물음" in second.content.decode()
    question.refresh_from_db()
    assert question.title == "첫째 물음"


def test_a_card_without_words_for_its_picture_is_not_taken(haneul, visit, process, roads, respondent):
    question = filled_in(department=roads, process=process, by=respondent, at=timezone.now())
    page = visit(haneul, as_=respondent).post(
        f"/desk/questions/{question.pk}/cards/", {"text": "첫 장", "picture": picture(), "alt": ""}
    )
    assert page.status_code == 422
    assert not question.cards.exists()


def test_another_department_finds_no_such_question(
    haneul, visit, process, roads, parks, respondent, make_staff
):
    question = filled_in(department=roads, process=process, by=respondent, at=timezone.now())
    stranger = visit(haneul, as_=make_staff(Role.RESPONDENT, parks))
    assert stranger.get(f"/desk/questions/{question.pk}/").status_code == 404
    assert question.title not in stranger.get("/desk/questions/").content.decode()


def test_a_colleague_next_door_reaches_no_question(haneul, visit, process, roads, respondent, neighbour):
    question = filled_in(department=roads, process=process, by=respondent, at=timezone.now())
    answer = visit(haneul, as_=neighbour).get(f"/desk/questions/{question.pk}/")
    assert answer.status_code == 302
    assert "sign-in" in answer["Location"]


def test_without_a_process_the_desk_says_who_opens_one(haneul, visit, administrator, moderator):
    assert (
        "/desk/rules/new/?preset=question"
        in visit(haneul, as_=administrator).get("/desk/questions/").content.decode()
    )
    assert "preset=question" not in visit(haneul, as_=moderator).get("/desk/questions/").content.decode()
    opened = visit(haneul, as_=administrator).get("/desk/rules/new/?preset=question")
    assert 'value="question" checked' in opened.content.decode()


def test_the_lists_of_proposals_hold_no_question(
    haneul, visit, process, roads, respondent, colleague, moderator, make_proposal
):
    at = timezone.now()
    mine = make_proposal("가로등을 고쳐 주세요")
    asked = agreed(
        filled_in(department=roads, process=process, by=respondent, at=at),
        by=respondent,
        reviewer=colleague,
        at=at,
    )
    asked = published(asked, by=moderator, at=at)
    visitor = visit(haneul)
    for address in ("/", "/proposals/", "/proposals/?q=보행로", "/api/v1/proposals/"):
        assert f"/proposals/{asked.item_id}/" not in visitor.get(address).content.decode(), address
    assert f"/proposals/{mine.pk}/" in visitor.get("/sitemaps/1.xml").content.decode()
    assert f"/proposals/{asked.item_id}/" not in visitor.get("/sitemaps/1.xml").content.decode()
    found = visit(haneul, as_=moderator).get(f"/desk/proposals/?process={process.key}").content.decode()
    assert asked.title in found
    assert mine.title not in found


def test_a_list_of_many_costs_no_more_queries(
    haneul, visit, process, roads, respondent, colleague, moderator, django_assert_max_num_queries
):
    at = timezone.now()
    for _number in range(4):
        ready = agreed(
            filled_in(department=roads, process=process, by=respondent, at=at),
            by=respondent,
            reviewer=colleague,
            at=at,
        )
        over(published(ready, by=moderator, at=at - timedelta(days=40)))
    visitor, desk = visit(haneul), visit(haneul, as_=moderator)
    visitor.get("/questions/"), desk.get("/desk/questions/?show=all")
    with django_assert_max_num_queries(8):
        assert visitor.get("/questions/").content.decode().count('card__title"') == 0
    with django_assert_max_num_queries(20):
        desk.get("/desk/questions/?show=all")
    assert Proposal.objects.filter(asked_as__isnull=False).count() == 4
    assert set(Question.objects.values_list("steps__step", flat=True)) >= {Step.PUBLICATION.value}


def test_the_letter_comes_as_a_pdf_and_it_is_kept_who_took_it(
    haneul, visit, process, roads, respondent, colleague, moderator
):
    at = timezone.now()
    terms = {"department": roads, "process": process, "by": respondent, "at": at}
    ready = agreed(filled_in(**terms), by=respondent, reviewer=colleague, at=at)
    question = over(published(ready, by=moderator, at=at - timedelta(days=40)))
    words = Words("소통-12", "하늘시", "도로과", "조례 제9조", "결과 전달")
    write_letter(question=question, words=words, by=moderator, at=at)
    address = f"/desk/questions/{question.pk}/letter/exports/"
    answer = visit(haneul, as_=moderator).post(address, {"form": "pdf"})
    if not pdf_is_here():
        assert answer.status_code == 302
        return
    assert answer.content.startswith(b"%PDF")
    exported = Event.objects.get(kind="questions.letter.exported")
    assert (exported.actor, exported.data["form"]) == (moderator, "pdf")
