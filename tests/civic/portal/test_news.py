"""Somebody returning to see what became of it."""

import pytest
from django.utils import timezone

from civic.journeys.support import give_support
from civic.notifications.models import NewsKind, Notification, Preference
from civic.notifications.unsubscribe import unsubscribe_token
from platform_core.events.actions import record


@pytest.fixture
def news(haneul, make_proposal, citizen) -> Notification:
    proposal = make_proposal("소식이 온 제안", author=citizen)
    event = record("proposals.proposal.closed", proposal, at=timezone.now(), ending="not_enough_support")
    return Notification.objects.create(
        user=citizen,
        event=event,
        kind=NewsKind.CLOSED,
        proposal=proposal,
        data={"event": event.kind, "ending": "not_enough_support"},
        created_at=timezone.now(),
    )


def test_news_are_listed_and_marked_as_read(haneul, visit, citizen, news) -> None:
    visitor = visit(haneul, as_=citizen)
    page = visitor.get("/me/notifications/")
    assert "소식이 온 제안" in page.content.decode()
    visitor.post("/me/notifications/reading/", {"newest": page.context["newest"]})
    news.refresh_from_db()
    assert news.read_at is not None


def test_opening_the_list_reads_nothing_by_itself(haneul, visit, citizen, news) -> None:
    visit(haneul, as_=citizen).get("/me/notifications/")
    news.refresh_from_db()
    assert news.read_at is None


def test_nobody_reads_somebody_elses_news(haneul, visit, make_citizen, neighbour, news) -> None:
    other = visit(haneul, as_=make_citizen())
    assert "소식이 온 제안" not in other.get("/me/notifications/").content.decode()
    other.post("/me/notifications/reading/", {"newest": news.pk})
    assert visit(haneul, as_=neighbour).post("/me/notifications/reading/")["Location"].startswith("/sign-in/")
    news.refresh_from_db()
    assert news.read_at is None


def test_letters_are_chosen_by_kind(haneul, visit, citizen) -> None:
    visitor = visit(haneul, as_=citizen)
    kept = [kind.value for kind in NewsKind if kind != NewsKind.COMMENTED]
    visitor.post("/me/notifications/letters/", {"kind": kept})
    refused = Preference.objects.filter(user=citizen, by_mail=False)
    assert [one.kind for one in refused] == [NewsKind.COMMENTED]


def test_only_staff_are_asked_about_what_their_department_owes(haneul, visit, citizen, make_staff) -> None:
    asked = {
        who: NewsKind.OWED
        in [
            kind["value"]
            for kind in visit(haneul, as_=person).get("/me/notifications/letters/").context["kinds"]
        ]
        for who, person in {"citizen": citizen, "staff": make_staff()}.items()
    }
    assert asked == {"citizen": False, "staff": True}


def test_a_link_in_a_letter_asks_before_it_stops_them(haneul, visit, citizen) -> None:
    place = f"/unsubscribe/{unsubscribe_token(citizen, NewsKind.CLOSED)}/"
    assert visit(haneul).get(place).status_code == 200
    assert not Preference.objects.filter(user=citizen).exists()
    assert visit(haneul, enforce_csrf_checks=True).post(place).status_code == 200
    assert Preference.objects.get(user=citizen).by_mail is False


def test_a_letters_link_works_in_its_own_institution_only(haneul, bada, visit, citizen) -> None:
    place = f"/unsubscribe/{unsubscribe_token(citizen, NewsKind.CLOSED)}/"
    assert visit(bada).post(place).status_code == 404
    assert visit(haneul).get("/unsubscribe/abc/").status_code == 404


def test_my_page_shows_what_i_support(haneul, visit, make_proposal, citizen) -> None:
    proposal = make_proposal("내가 공감한 제안")
    give_support(proposal=proposal, citizen=citizen)
    assert "내가 공감한 제안" in visit(haneul, as_=citizen).get("/me/supports/").content.decode()


def test_a_hidden_proposal_i_supported_gives_nothing_away(haneul, visit, make_proposal, citizen) -> None:
    proposal = make_proposal("숨겨질 제목입니다")
    give_support(proposal=proposal, citizen=citizen)
    type(proposal).objects.filter(pk=proposal.pk).update(standing="hidden")
    page = visit(haneul, as_=citizen).get("/me/supports/").content.decode()
    assert "숨겨질 제목입니다" not in page


def test_a_person_with_unread_news_reads_the_list_all_the_same(haneul, visit, news, citizen):
    page = visit(haneul, as_=citizen).get("/proposals/")
    assert page.status_code == 200
    assert "소식이 온 제안" in page.content.decode()
