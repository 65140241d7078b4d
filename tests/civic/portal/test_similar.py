"""Before the tenth proposal for the same bus stop is written, its author meets the first one."""

import pytest
from django.utils import timezone

from civic.proposals.actions import hide_proposal
from civic.proposals.models import Proposal, ProposalDraft
from civic.proposals.similar import similar_to
from tests.civic.portal.test_writing import BODY, photo

ASK, WRITE = "/proposals/similar/", "/proposals/new/"


@pytest.fixture(autouse=True)
def files_in_a_folder_of_their_own(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def shade(haneul, make_proposal):
    """Among other things that a city wants."""
    for title in (
        "도서관을 밤에도 열어 주세요",
        "버스 정류장에 의자를 놓아 주세요",
        "공원에 나무를 더 심어 주세요",
    ):
        make_proposal(title, body="주민이 오래 기다렸습니다.")
    return make_proposal("놀이터에 그늘막을 달아 주세요", body="여름에는 미끄럼틀이 너무 뜨겁습니다.")


def numbers(title: str) -> list[int]:
    return [row.number for row in similar_to(title, at=timezone.now())]


@pytest.mark.parametrize(
    "title",
    [
        "놀이터 그늘막 설치",
        "우리 동네 놀이터에 그늘막이 필요합니다",
        "어린이 놀이터에도 그늘막을!",
        "뜨거운 놀이터 미끄럼틀",
        "놀이터에 그늘",
    ],
)
def test_the_same_wish_in_other_words_is_found(shade, title):
    assert numbers(title)[:1] == [shade.pk]


@pytest.mark.parametrize(
    "title",
    [
        "",
        "   ",
        "놀",
        "제안합니다",
        "반려견 산책로",
        "주차장 요금",
        "🙂🙂🙂",
        "%_\\",
        "가" * 5_000,
        "a b c d",
    ],
)
def test_with_nothing_similar_nothing_is_found(shade, title):
    assert numbers(title) == []


def test_one_common_word_of_several_is_not_similar(shade, make_proposal):
    for place in range(6):
        make_proposal(f"{place}번 버스 정류장 안내판")
    assert shade.pk not in numbers("놀이터 바닥 교체 공사")
    assert len(numbers("버스 정류장 안내판 고장")) == 5


def test_what_says_it_in_its_title_stands_before_what_mentions_it(shade, make_proposal):
    mentions = make_proposal("여름 더위 대책", body="놀이터 그늘막도 있으면 좋겠습니다.")
    assert numbers("놀이터 그늘막") == [shade.pk, mentions.pk]


def test_what_others_cannot_see_is_not_hinted_at(shade, make_proposal, make_staff):
    secret = make_proposal("놀이터 그늘막 비밀 제안")
    hide_proposal(proposal=shade, reason="확인", by=make_staff("moderator"), at=timezone.now())
    Proposal.objects.filter(pk=secret.pk).update(visibility="author_and_staff")
    assert numbers("놀이터 그늘막") == []


def test_next_doors_are_not_hinted_at(shade, haneul, bada, visit):
    here = visit(haneul).post(ASK, {"title": "놀이터 그늘막"}).content.decode()
    there = visit(bada).post(ASK, {"title": "놀이터 그늘막"}).content.decode()
    assert shade.title in here
    assert shade.title not in there and "<section" not in there


def test_two_queries_whatever_is_typed(shade, django_assert_num_queries):
    title = "놀이터 그늘막 미끄럼틀 도서관 정류장 의자 나무 공원 버스 여름 주민"
    with django_assert_num_queries(2):
        similar_to(title, at=timezone.now())
    with django_assert_num_queries(0):
        similar_to("!!!", at=timezone.now())


def test_while_typing_a_few_are_shown_and_said_once(shade, haneul, visit):
    visitor = visit(haneul)
    first = visitor.post(ASK, {"title": "놀이터 그늘막"})
    page = first.content.decode()
    assert f'href="/proposals/{shade.pk}/"' in page
    assert 'id="status" hx-swap-oob' in page
    again = visitor.post(ASK, {"title": "놀이터 그늘막 설치", "similar": f"{shade.pk} "})
    assert again.status_code == 204
    gone = visitor.post(ASK, {"title": "반려견 산책로", "similar": f"{shade.pk} "})
    assert gone.status_code == 200 and "<section" not in gone.content.decode()


@pytest.mark.parametrize("title", ["\x00놀이터 그늘막", "놀이터\ud800", "\u202e", "<b>" * 50])
def test_what_is_no_title_gets_an_empty_answer(shade, haneul, visit, title):
    answer = visit(haneul).post(ASK, {"title": title.encode("utf-8", "replace").decode()})
    assert answer.status_code in (200, 204)


def test_only_what_gathers_can_be_supported_instead(shade, haneul, visit, make_proposal):
    done = make_proposal("놀이터 그늘막 확대", stage="closed", closed_as="answered")
    found = visit(haneul).post(ASK, {"title": "놀이터 그늘막"}).context["similar"]
    assert {one["number"]: one["can_be_supported"] for one in found} == {shade.pk: True, done.pk: False}


def test_without_script_a_button_shows_them_and_keeps_everything_typed(shade, haneul, visit, citizen):
    visitor = visit(haneul, as_=citizen)
    answer = visitor.post(
        WRITE, {"do": "similar", "title": "놀이터 그늘막", "body": "짧음", "files": photo()}
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert shade.title in page and "짧음" in page and "보도.webp" in page
    assert "error-summary" not in page
    assert ProposalDraft.objects.get(author=citizen).title == "놀이터 그늘막"
    assert not Proposal.objects.filter(author=citizen).exists()


def test_a_stranger_may_look_too(shade, haneul, visit):
    answer = visit(haneul).post(WRITE, {"do": "similar", "title": "놀이터 그늘막", "body": BODY})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert shade.title in page and BODY in page


def test_the_preview_shows_them(shade, haneul, visit, citizen):
    answer = visit(haneul, as_=citizen).post(WRITE, {"do": "preview", "title": "놀이터 그늘막", "body": BODY})
    assert [one["number"] for one in answer.context["similar"]] == [shade.pk]
    page = visit(haneul).get(WRITE).content.decode()
    assert 'hx-post="/proposals/similar/"' in page and "similar-heading" not in page
