"""Citizens read, choose and vote on pages; without a script, and without losing what they chose."""

from dataclasses import replace

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from civic.ballots.models import Ballot
from civic.ballots.options import Writing, add_option, change_option
from civic.demo.scenes.drawing import drawn
from civic.journeys.ballot import vote
from civic.journeys.ballot_leading import prepare_ballot
from civic.journeys.clock import close_windows
from civic.people.models import Role
from civic.processes.models import ProcessVersion
from tests.civic.ballots.conftest import item_under, numbers, rules_of_vote


@pytest.fixture
def choice(ballot):
    return ballot(kind="several", choices=2, options=("그늘막", "긴 의자", "분수", "꽃밭"))


def test_a_stranger_chooses_logs_in_and_finds_the_choice_kept(choice, haneul, make_citizen, visit):
    shade, bench, *_rest = numbers(choice)
    stranger, page = visit(haneul), f"/votes/{choice.pk}/"
    sent = stranger.post(f"{page}paper/", {"choice": [shade, bench]})
    assert sent.status_code == 302 and "sign-in" in sent.headers["Location"]
    citizen = make_citizen()
    stranger.force_login(citizen)
    shown = stranger.get(page).text
    assert shown.count(" checked") == 2
    assert stranger.post(f"{page}paper/", {"choice": [shade, bench]}).status_code == 302
    receipt = stranger.get(page).text.partition('id="my-vote"')[2].partition("</form>")[0]
    assert "그늘막" in receipt and "긴 의자" in receipt and "checked" in receipt
    assert 'id="my-vote"' not in visit(haneul, as_=make_citizen()).get(page).text


def test_what_was_wrong_is_said_and_everything_stays_chosen(choice, haneul, make_citizen, visit):
    citizen = visit(haneul, as_=make_citizen())
    answer = citizen.post(f"/votes/{choice.pk}/paper/", {"choice": numbers(choice)[:3]})
    assert answer.status_code == 409 and 'role="alert"' in answer.text
    assert answer.text.count(" checked") == 3
    nonsense = citizen.post(f"/votes/{choice.pk}/paper/", {"choice": ["그늘막"]})
    assert nonsense.status_code == 422 and 'role="alert"' in nonsense.text


@pytest.mark.parametrize(
    ("shown", "stranger_sees", "voter_sees"),
    [("live", True, True), ("after_taking_part", False, True), ("at_the_end", False, False)],
)
def test_how_it_stands_is_shown_to_whom_the_rules_show_it(
    ballot, haneul, make_citizen, visit, shown, stranger_sees, voter_sees
):
    held, voter = ballot(shown=shown), make_citizen()
    vote(ballot=held, person=voter, chosen=numbers(held)[:1])
    page = f"/votes/{held.pk}/"
    assert ("ballot-bars" in visit(haneul).get(page).text) is stranger_sees
    assert ("ballot-bars" in visit(haneul, as_=voter).get(page).text) is voter_sees
    close_windows(at=held.closes_at)
    assert "ballot-bars" in visit(haneul).get(page).text


def test_a_picture_comes_with_its_words_is_seen_and_goes_with_them(ballot, haneul, moderator, visit):
    held = ballot(kind="one", options=("그늘막", "의자"))
    option = held.options.first()
    picture = drawn("그늘막", "grass trees", seed="1")
    words = replace(Writing("그늘막"), alt="나무 사이에 천막이 걸려 있습니다.")
    change_option(option=option, writing=words, picture=picture, by=moderator, at=timezone.now())
    option.refresh_from_db()
    page, place = visit(haneul).get(f"/votes/{held.pk}/").text, f"/votes/pictures/{option.picture_key}/"
    assert place in page and words.alt in page
    assert visit(haneul).get(place).headers["Content-Type"] == "image/webp"
    change_option(option=option, writing=Writing("그늘막"), by=moderator, at=timezone.now())
    assert place not in visit(haneul).get(f"/votes/{held.pk}/").text


def test_a_draft_is_seen_by_staff_alone_and_every_finding_stands_beside_it(
    process, haneul, make_citizen, make_staff, visit
):
    made = process(rules_of_vote())
    item = item_under(ProcessVersion.objects.get(pk=made.current_version_id))
    moderator = make_staff(Role.MODERATOR)
    draft = prepare_ballot(item=item, kind="one", by=moderator, at=timezone.now())
    add_option(ballot=draft, writing=Writing("그늘막"), by=moderator, at=timezone.now())
    page = f"/votes/{draft.pk}/"
    assert visit(haneul, as_=make_citizen()).get(page).status_code == 404
    desk = visit(haneul, as_=moderator)
    assert desk.get(page).status_code == 200
    refusal = desk.post(f"/desk{page}approval/")
    assert refusal.status_code == 409 and Ballot.objects.get().approved_at is None
    assert desk.get("/votes/").text.count("card__title") == 0


def test_staff_ask_something_by_a_vote_from_the_first_word_to_its_opening(haneul, make_staff, visit):
    from civic.people.models import Department
    from civic.processes.actions import open_process, publish_rules
    from civic.processes.models import ProcessDraft

    administrator, at = make_staff(), timezone.now()
    process = open_process(preset_key="survey", name="설문", by=administrator, at=at)
    document = ProcessDraft.objects.get(process=process).document
    publish_rules(process=process, document=document, reason="처음", by=administrator, at=at)
    department = Department.objects.create(code="pk", name="공원과", position=1)
    desk = visit(haneul, as_=administrator)
    asked = {
        "process": process.pk,
        "title": "공원 문을 언제 닫을까요?",
        "text": "여름에",
        "department": department.pk,
    }
    preparation = desk.post("/desk/votes/new/", asked).headers["Location"]
    terms = {"question": asked["title"], "kind": "one", "choices": 1, "sum": 0, "ties": "order"}
    place = desk.post(preparation, {**terms, "shown": "at_the_end"}).headers["Location"]
    for title in ("열 시", "열두 시"):
        assert desk.post(f"{place}options/", {"title": title, "description": "문"}).status_code == 302
    assert desk.post(f"{place}approval/").status_code == 302
    assert Ballot.objects.get().is_open_at(timezone.now())
    assert "공원 문을 언제 닫을까요?" in visit(haneul).get("/votes/").text


def test_a_ballot_with_many_options_and_voters_asks_no_more_than_a_small_one(
    ballot, haneul, make_citizen, visit
):
    held = ballot(kind="one", shown="live", options=tuple(f"{n}번" for n in range(3)))

    def asked() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert visit(haneul).get(f"/votes/{held.pk}/").status_code == 200
        return len(queries)

    asked()
    small = asked()
    for number in range(20):
        vote(ballot=held, person=make_citizen(), chosen=numbers(held)[number % 3 :][:1])
    Ballot.objects.get().options.model.objects.bulk_create(
        Ballot.objects.get().options.model(ballot=held, position=9 + n, title=f"더 {n}") for n in range(60)
    )
    assert asked() == small <= 14
