"""A citizen on a phone from a shared link; somebody returning to see what became of it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from civic.answers.actions import Reply
from civic.answers.models import AnswerRequest, Verdict
from civic.journeys.answer import answer, assign, extend
from civic.journeys.moderate import hide_proposal
from civic.journeys.propose import edit
from civic.journeys.settle import settle
from civic.people.models import Department
from civic.portal.outcomes import three_steps
from civic.processes.queries import current_version
from civic.proposals.actions import Writing
from tenants.context import institution_context


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def parks(haneul) -> Department:
    return Department.objects.create(code="parks", name="공원녹지과")


@pytest.fixture
def owed(haneul, make_proposal, make_staff, parks):
    """A proposal with fifty supports, and the parks department owing the answer."""
    proposal = make_proposal("버스 정류장에 의자를 놓아 주세요", supports=50, ago=timedelta(days=3))
    settle(proposal=proposal, count=50, at=timezone.now() - timedelta(days=1))
    request = AnswerRequest.objects.get(proposal=proposal)
    assign(request=request, department=parks, by=make_staff("moderator"), at=timezone.now())
    return AnswerRequest.objects.get(proposal=proposal)


PUBLIC = ["/", "/proposals/", "/proposals/new/", "/how/", "/answers/", "/robots.txt"]


@pytest.mark.parametrize("path", PUBLIC)
def test_the_public_pages_open_before_anybody_has_written(haneul, visit, path) -> None:
    assert visit(haneul).get(path).status_code == 200


@pytest.mark.parametrize("path", PUBLIC)
def test_the_public_pages_open_for_everyone(
    haneul, visit, path, owed, citizen, neighbour, make_staff
) -> None:
    for person in (citizen, neighbour, make_staff()):
        assert visit(haneul, as_=person).get(path).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/me/",
        "/me/supports/",
        "/me/comments/",
        "/me/drafts/",
        "/me/notifications/",
        "/me/notifications/letters/",
    ],
)
def test_my_pages_are_for_people_who_logged_in_here(haneul, visit, path, citizen, neighbour) -> None:
    assert visit(haneul, as_=citizen).get(path).status_code == 200
    for outsider in (visit(haneul), visit(haneul, as_=neighbour)):
        response = outsider.get(path)
        assert response.status_code == 302
        assert response["Location"].startswith("/sign-in/?next=/me/")


def test_the_list_asks_few_questions_whatever_its_length(haneul, visit, make_proposal, citizen) -> None:
    for hour in range(25):
        make_proposal(supports=hour % 2, ago=timedelta(hours=hour))
    for visitor, most in ((visit(haneul), 5), (visit(haneul, as_=citizen), 8)):
        visitor.get("/proposals/")
        with CaptureQueriesContext(connection) as queries:
            response = visitor.get("/proposals/?sort=supported&q=놀이터")
        assert response.status_code == 200
        assert len(queries) <= most, [query["sql"] for query in queries]


def test_the_list_goes_on_and_back_to_its_beginning(haneul, visit, make_proposal) -> None:
    for hour in range(25):
        make_proposal(ago=timedelta(hours=hour))
    first = visit(haneul).get("/proposals/")
    assert text(first).count('class="card"') == 20
    second = visit(haneul).get(first.context["next_url"])
    assert text(second).count('class="card"') >= 5
    assert second.context["first_url"] == "/proposals/"


def test_a_cursor_typed_by_hand_shows_the_beginning_with_a_note(haneul, visit, make_proposal) -> None:
    make_proposal("처음부터 보여 주세요")
    response = visit(haneul).get("/proposals/?after=가나다")
    assert response.status_code == 200
    assert "처음부터 보여 주세요" in text(response)
    assert len(response.context["messages"]) == 1


@pytest.mark.parametrize(
    "query",
    [
        "sort=__class__",
        "stage=x&category=y&department=z",
        "q=%25%25%25%25",
        "q=%ED%A0%80",
        "after=" + "A" * 3000,
    ],
)
def test_a_strange_address_still_shows_the_list(haneul, visit, make_proposal, query) -> None:
    make_proposal()
    assert visit(haneul).get(f"/proposals/?{query}").status_code == 200


def test_an_empty_search_says_what_to_do(haneul, visit, make_proposal) -> None:
    response = visit(haneul).get("/proposals/?q=없는낱말들")
    assert response.status_code == 200
    assert "/proposals/new/" in text(response)
    assert "없는낱말들" in text(response)


def test_my_own_support_is_marked_in_the_list(haneul, visit, make_proposal, citizen) -> None:
    from civic.journeys.support import give_support

    proposal = make_proposal()
    give_support(proposal=proposal, citizen=citizen)
    card = visit(haneul, as_=citizen).get("/proposals/").context["cards"][0]
    assert card != visit(haneul).get("/proposals/").context["cards"][0]


def test_a_title_cannot_bring_markup_into_the_page(haneul, visit, make_proposal) -> None:
    proposal = make_proposal("<script>alert(1)</script> & “따옴표”")
    for path in ("/", "/proposals/", f"/proposals/{proposal.pk}/"):
        assert "<script>alert" not in text(visit(haneul).get(path))


@pytest.mark.parametrize("number", ["0", "999999999", "9" * 40])
def test_a_number_nobody_has_is_a_404(haneul, visit, number) -> None:
    assert visit(haneul).get(f"/proposals/{number}/").status_code == 404


def test_a_proposal_says_how_far_it_is(haneul, visit, make_proposal) -> None:
    proposal = make_proposal(supports=47)
    panel = visit(haneul).get(f"/proposals/{proposal.pk}/").context["panel"]
    assert (panel.support_count, panel.next_threshold, panel.remaining) == (47, 50, 3)


def test_the_count_is_exact_before_the_worker_has_come_by(haneul, visit, make_proposal, make_citizen) -> None:
    from civic.journeys.support import give_support

    proposal = make_proposal(supports=4)
    give_support(proposal=proposal, citizen=make_citizen())
    assert visit(haneul).get(f"/proposals/{proposal.pk}/").context["panel"].support_count == 5


def test_support_counted_elsewhere_is_shown_apart(haneul, visit, make_proposal) -> None:
    proposal = make_proposal(supports=3, imported_support=1234)
    response = visit(haneul).get(f"/proposals/{proposal.pk}/")
    assert response.context["panel"].support_count == 3
    assert "1,234" in text(response)


def test_everybody_sees_who_owes_the_answer_and_by_when(haneul, visit, owed) -> None:
    response = visit(haneul).get(f"/proposals/{owed.proposal_id}/")
    assert response.context["waiting"].answers[0].who == "공원녹지과"
    assert not response.context["waiting"].is_overdue
    assert "공원녹지과" in text(visit(haneul).get("/answers/"))


def test_an_answer_that_is_late_is_late_in_public(haneul, visit, owed) -> None:
    AnswerRequest.objects.filter(pk=owed.pk).update(due_at=timezone.now() - timedelta(days=9))
    assert visit(haneul).get(f"/proposals/{owed.proposal_id}/").context["waiting"].is_overdue
    assert visit(haneul).get("/answers/").context["record"].overdue == 1


def test_the_whole_story_is_told_with_its_reasons(haneul, visit, owed, make_staff) -> None:
    moderator, roads = make_staff("moderator"), Department.objects.create(code="roads", name="도로과")
    respondent = make_staff("respondent", roads)
    at = timezone.now()
    assign(request=owed, department=roads, by=moderator, at=at, reason="도로 위의 일입니다")
    extend(request=owed, reason="현장을 한 번 더 봅니다", by=moderator, at=at)
    reply = Reply(Verdict.ADOPTED, "의자를 놓겠습니다.", next_steps="봄에 시작합니다.")
    answer(request=owed, reply=reply, by=respondent, at=at)
    page = text(visit(haneul).get(f"/proposals/{owed.proposal_id}/"))
    for told in (
        "공원녹지과",
        "도로과",
        "도로 위의 일입니다",
        "현장을 한 번 더 봅니다",
        "의자를 놓겠습니다.",
        "봄에 시작합니다.",
    ):
        assert told in page
    order = [page.rindex(word) for word in ("도로 위의 일입니다", "현장을 한 번 더 봅니다")]
    assert order == sorted(order)


def test_the_page_asks_a_bounded_number_of_questions(haneul, visit, owed, citizen) -> None:
    from civic.journeys.comment import comment

    for number in range(30):
        comment(proposal=owed.proposal, citizen=citizen, body=f"의견 {number}", at=timezone.now())
    visitor = visit(haneul, as_=citizen)
    visitor.get(f"/proposals/{owed.proposal_id}/")
    with CaptureQueriesContext(connection) as queries:
        visitor.get(f"/proposals/{owed.proposal_id}/")
    # One of them, once for the whole page: whether a moderator has restricted the reader.
    assert len(queries) <= 25, "\n".join(query["sql"][:150] for query in queries)


def test_what_it_said_before_a_change_stays_readable(haneul, visit, make_proposal, citizen) -> None:
    proposal = make_proposal("처음 제목입니다", author=citizen, supports=1)
    edit(
        proposal=proposal,
        citizen=citizen,
        writing=Writing("바뀐 제목입니다", "바뀐 글입니다."),
        at=timezone.now(),
    )
    page = text(visit(haneul).get(f"/proposals/{proposal.pk}/"))
    assert f"/proposals/{proposal.pk}/versions/1/" in page
    assert "처음 제목입니다" in text(visit(haneul).get(f"/proposals/{proposal.pk}/versions/1/"))
    assert visit(haneul).get(f"/proposals/{proposal.pk}/versions/2/").status_code == 404


def test_a_hidden_proposal_is_there_for_its_author_and_staff_with_the_reason(
    haneul, visit, make_proposal, make_citizen, make_staff, neighbour
) -> None:
    author, moderator = make_citizen(), make_staff("moderator")
    proposal = make_proposal(author=author)
    hide_proposal(proposal=proposal, reason="전화번호가 적혀 있습니다", by=moderator, at=timezone.now())
    path = f"/proposals/{proposal.pk}/"
    for viewer in (author, moderator):
        assert "전화번호가 적혀 있습니다" in text(visit(haneul, as_=viewer).get(path))
    for visitor in (visit(haneul), visit(haneul, as_=make_citizen()), visit(haneul, as_=neighbour)):
        assert visitor.get(path).status_code == 404
    assert "전화번호가 적혀 있습니다" in text(visit(haneul, as_=author).get("/me/"))


def test_a_closed_proposal_does_not_ask_strangers_to_log_in(haneul, visit, make_proposal) -> None:
    proposal = make_proposal(ago=timedelta(days=50))
    response = visit(haneul).get(f"/proposals/{proposal.pk}/")
    assert response.context["panel"].verdict.code == "window_closed"
    assert "then%3Dsupport" not in text(response)


def test_a_neighbours_proposal_is_not_here(haneul, bada, visit, make_proposal) -> None:
    """The fixtures stand in 하늘시; its number means nothing at 바다군."""
    proposal = make_proposal("하늘시의 일입니다")
    assert "하늘시의 일입니다" not in text(visit(bada).get("/proposals/"))
    assert "하늘시의 일입니다" not in visit(bada).get(f"/proposals/{proposal.pk}/").content.decode()


def test_the_front_page_tells_the_numbers_of_this_house(haneul, bada, visit) -> None:
    for place, count in ((haneul, "50"), (bada, "10")):
        with institution_context(place):
            _first, second, _third = three_steps(current_version().rules)
        assert count in second["text"]
        assert second["text"] in text(visit(place).get("/"))


def test_the_front_page_shows_what_is_close_to_an_answer(haneul, visit, make_proposal) -> None:
    make_proposal("거의 다 왔습니다", supports=48)
    assert "거의 다 왔습니다" in text(visit(haneul).get("/"))


def test_a_shared_link_shows_its_title_in_messengers(haneul, visit, make_proposal) -> None:
    proposal = make_proposal("그늘막을 달아 주세요")
    page = text(visit(haneul).get(f"/proposals/{proposal.pk}/"))
    assert '<meta property="og:title" content="그늘막을 달아 주세요">' in page
    assert f'/proposals/{proposal.pk}/">' in page


def test_the_record_of_answers_goes_on(haneul, visit, make_proposal) -> None:
    at = timezone.now()
    for number in range(23):
        AnswerRequest.objects.create(
            proposal=make_proposal(stage="reviewing"),
            cause="threshold",
            opened_at=at,
            due_at=at + timedelta(days=number // 2),
        )
    first = visit(haneul).get("/answers/")
    second = visit(haneul).get(first.context["next_url"])
    seen = [row["number"] for page in (first, second) for row in page.context["rows"]]
    assert len(seen) == len(set(seen)) == 23


def test_what_is_being_carried_out_asks_for_no_more_support(haneul, visit, make_proposal) -> None:
    """Its days may not be over; what a hundred supports would do is no news any more."""
    proposal = make_proposal(supports=50, stage="carrying_out")
    page = visit(haneul).get(f"/proposals/{proposal.pk}/").content.decode()
    assert "50명이 더 공감하면" not in page and "days-left" not in page
    assert "50" in page


def test_whoever_only_reads_may_follow_it_from_its_page(haneul, visit, owed, make_citizen) -> None:
    visitor = visit(haneul, as_=make_citizen("지나가는이"))
    address = f"/proposals/{owed.proposal_id}/"
    assert f'action="{address}following/"' in visitor.get(address).content.decode()
    visitor.post(f"{address}following/", {"back": address})
    assert f'action="{address}following/end/"' in visitor.get(address).content.decode()
