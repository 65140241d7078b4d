"""One page tells the whole way, from the first idea to what changed; and one picture of it is shared."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from civic.debates.models import Debate, DebateStat
from civic.execution.models import Execution, ProgressKind
from civic.journeys.answer import answer, assign
from civic.journeys.carry_out import report
from civic.journeys.moderate import hide_proposal
from civic.journeys.settle import settle
from civic.people.models import Department
from civic.portal.story_facts import facts_of
from civic.portal.story_font import lines_of, width_of, writable
from civic.portal.story_steps import steps_of
from civic.portal.story_strip import strip_of
from civic.proposals.actions import link_items
from civic.proposals.models import Link, Proposal
from tests.civic.journeys.test_answer import ADOPTED


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def roads(haneul) -> Department:
    return Department.objects.create(code="roads", name="도로과")


@pytest.fixture
def done(haneul, make_proposal, make_staff, roads) -> Proposal:
    """Proposed ten days ago, supported by fifty, debated by 5,147, answered and carried out."""
    now = timezone.now()
    item = make_proposal("골목길 가로등을 고쳐 주세요", supports=50, ago=timedelta(days=10))
    settle(proposal=item, count=50, at=now - timedelta(days=9))
    debate = Debate.objects.create(
        item=item,
        stage_key="debating",
        form="pro_con",
        question="가로등을 어디에 세울까요?",
        opened_at=now - timedelta(days=8),
        closes_at=now - timedelta(days=5),
        created_at=now,
    )
    DebateStat.objects.create(debate=debate, pro=5_007, con=135, other=5, participants=5_147, counted_at=now)
    request = item.answer_requests.get()
    assign(request=request, department=roads, by=make_staff("moderator"), at=now - timedelta(days=4))
    staff = make_staff("respondent", roads)
    answer(request=request, reply=ADOPTED, by=staff, at=now - timedelta(days=3))
    item.refresh_from_db()
    report(
        proposal=item,
        kind=ProgressKind.OUTCOME,
        body="켰습니다.",
        by=staff,
        at=now - timedelta(days=1),
        finished=True,
    )
    return Proposal.objects.select_related("stat").get(pk=item.pk)


def test_the_whole_way_in_one_line_with_numbers_from_the_data(done):
    stations = strip_of(facts_of(done, timezone.now()))
    from django.utils import translation

    with translation.override("en"):
        words = [one.words for one in strip_of(facts_of(done, timezone.now()))]
    assert words == [
        "Proposal", "Support 50", "Review", "Debate 5,147 people", "Answer", "Execution", "Done",
    ]  # fmt: skip
    assert [one.at for one in stations] == sorted(one.at for one in stations)


def test_every_step_has_a_day_and_only_what_is_told_elsewhere_leads_there(done):
    """A single item stands above its story: its title under each step would say nothing."""
    steps = steps_of(facts_of(done, timezone.now()), timezone.now())
    assert all(step.at for step in steps)
    assert done.title not in [step.url_label for step in steps]
    assert all("#" in step.url and step.url_label for step in steps if step.url)
    assert any(step.url for step in steps)
    assert [step.at for step in steps] == sorted(step.at for step in steps)
    assert any("5,007" in step.text and "135" in step.text for step in steps)


def test_the_story_is_an_ordered_list_and_says_how_long_it_took(done, haneul, visit):
    visitor = visit(haneul)
    visitor.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    shown = text(visitor.get(f"/proposals/{done.pk}/story/"))
    assert '<ol class="timeline">' in shown and '<ol class="story-strip"' in shown
    assert "From the first idea to what changed: 9 days" in shown
    assert f"/proposals/{done.pk}/story.png?v=" in shown


def test_how_sides_stand_is_not_told_while_a_debate_runs(done):
    Debate.objects.update(closes_at=timezone.now() + timedelta(days=1))
    steps = steps_of(facts_of(done, timezone.now()), timezone.now())
    assert not any("5,007" in step.text for step in steps)


def test_a_debate_that_is_being_prepared_is_not_told(done):
    Debate.objects.update(opened_at=None, closes_at=None)
    words = [one.words for one in strip_of(facts_of(done, timezone.now()))]
    assert not any("5,147" in one for one in words)


def test_one_story_for_the_whole_chain_from_either_end(done, make_proposal, haneul, visit):
    first = make_proposal("첫 생각: 밤길이 무섭습니다", ago=timedelta(days=40))
    link_items(earlier=first, later=done, by=None, at=timezone.now())
    for number in (first.pk, done.pk):
        shown = text(visit(haneul).get(f"/proposals/{number}/story/"))
        assert first.title in shown and done.title in shown and "5,147" in shown


def test_what_is_hidden_is_left_out_of_the_others_story_even_for_staff(
    done, make_proposal, make_staff, haneul, visit
):
    secret = make_proposal("가려질 제안")
    link_items(earlier=secret, later=done, by=None, at=timezone.now())
    hide_proposal(proposal=secret, reason="확인 중", by=make_staff("moderator"), at=timezone.now())
    for visitor in (visit(haneul), visit(haneul, as_=make_staff())):
        assert secret.title not in text(visitor.get(f"/proposals/{done.pk}/story/"))


def test_a_long_chain_asks_no_more_than_a_short_one(done, make_proposal, haneul, visit):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert visit(haneul).get(f"/proposals/{done.pk}/story/").status_code == 200
        return len(queries)

    make_proposal("한 번은 물어 본 것")
    Link.objects.create(earlier=make_proposal("앞"), later=done, at=timezone.now())
    asked()
    short = asked()
    for number in range(60):
        Link.objects.create(earlier=make_proposal(f"앞 {number}", supports=1), later=done, at=timezone.now())
    assert asked() == short <= 22
    assert len(facts_of(done, timezone.now()).items) == 50


def test_a_circle_of_links_is_told_once(done, make_proposal, haneul, visit):
    other = make_proposal("고리")
    Link.objects.create(earlier=done, later=other, at=timezone.now())
    Link.objects.create(earlier=other, later=done, at=timezone.now())
    assert visit(haneul).get(f"/proposals/{done.pk}/story/").status_code == 200


# --- The picture ------------------------------------------------------------------
def picture(visitor, item):
    return visitor.get(f"/proposals/{item.pk}/story.png")


def content(response) -> bytes:
    return b"".join(response.streaming_content)


def test_the_picture_has_the_size_messengers_ask_for(done, haneul, visit):
    answer = picture(visit(haneul), done)
    image = Image.open(BytesIO(content(answer)))
    assert (image.size, image.format) == ((1200, 630), "PNG")
    assert len(image.convert("RGB").getcolors(1 << 20)) > 50  # letters were drawn, with soft edges


def test_it_is_drawn_once_and_anew_when_what_is_on_it_changes(done, haneul, visit, monkeypatch):
    from civic.portal import story_card

    drawn = []
    real = story_card.drawn
    monkeypatch.setattr(story_card, "drawn", lambda card: drawn.append(card) or real(card))
    tag = picture(visit(haneul), done)["ETag"]
    again = picture(visit(haneul), done)
    assert again["ETag"] == tag and len(drawn) == 1
    assert visit(haneul).get(f"/proposals/{done.pk}/story.png", HTTP_IF_NONE_MATCH=tag).status_code == 304
    Proposal.objects.filter(pk=done.pk).update(title="다른 제목")
    assert picture(visit(haneul), done)["ETag"] != tag
    assert len(drawn) == 2
    assert len(default_storage.listdir(f"story/{done.pk}")[1]) == 1


def test_nobody_waits_for_a_crowd_of_pictures(done, haneul, visit, monkeypatch):
    from civic.portal import story_card

    Proposal.objects.filter(pk=done.pk).update(title=f"아직 그리지 않은 것 {done.pk}")
    monkeypatch.setattr(story_card, "LONGEST_WAIT", 0.01)
    with story_card._drawing:
        assert picture(visit(haneul), done).status_code == 503
    assert picture(visit(haneul), done).status_code == 200


def test_what_is_hidden_has_no_picture_not_even_for_staff(done, haneul, visit, make_staff):
    hide_proposal(proposal=done, reason="확인 중", by=make_staff("moderator"), at=timezone.now())
    for visitor in (visit(haneul), visit(haneul, as_=make_staff()), visit(haneul, as_=done.author)):
        assert picture(visitor, done).status_code == 404
    assert "story.png" not in text(visit(haneul, as_=done.author).get(f"/proposals/{done.pk}/story/"))


def test_no_name_of_a_person_is_drawn(done, haneul, visit, monkeypatch):
    from civic.portal import story_card

    cards = []
    monkeypatch.setattr(story_card, "drawn", lambda card: cards.append(card) or b"x")
    Proposal.objects.filter(pk=done.pk).update(title="사람 이름 없는 제목")
    picture(visit(haneul), done)
    assert done.author.name not in repr(cards[0])


def test_every_letter_of_a_title_is_drawn_or_left_out_and_never_a_box():
    assert writable("갉뷁 A-1 (50%) → 끝🙂") == "갉뷁 A-1 (50%) → 끝"
    assert lines_of("🙂", 64, 1_000, 3) == []


def test_a_long_title_is_cut_at_the_end_of_three_lines():
    lines = lines_of("가나다라마바사 " * 40, 64, 1_056, 3)
    assert len(lines) == 3 and lines[-1].endswith("…")
    assert all(width_of(line, 64) <= 1_056 for line in lines)
    one_word = lines_of("가" * 300, 64, 1_056, 3)
    assert len(one_word) == 3 and all(width_of(line, 64) <= 1_056 for line in one_word)


def test_executions_are_all_told_at_by_their_rows(done):
    from civic.execution.actions import told_at_by_its_rows

    execution = Execution.objects.get()
    assert execution.told_at == told_at_by_its_rows(execution)
