"""Who hears what while an answer is on its way."""

# ruff: noqa: F811 - a fixture is imported by the name it is asked for

from datetime import timedelta

import pytest
from django.utils import timezone

from civic.answers.announcing import announce_interims_owed, announce_unassigned, escalate_late_answers
from civic.journeys.answer import give_interim
from civic.journeys.pause import pause, supply
from civic.notifications.letters import headline
from civic.notifications.models import Notification
from civic.people.models import Role
from platform_core.accounts.models import User
from platform_core.events.actions import announce_pending
from platform_core.outbound.models import OutboundMail
from tests.civic.answering import in_english, in_seoul, owe_from, terms  # noqa: F401
from tests.civic.answers.test_pausing import MONDAY
from tests.civic.scenes import administrator, moderator, owe, parks, propose, respondent, roads  # noqa: F401

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture(autouse=True)
def here(haneul, in_seoul, terms):
    with_all = {"pauses": 1, "pause_days": 14, "interim_after_days": 10, "escalate_after_days": 5}
    terms(days=20, others={"head": {"days": 30, "unit": "calendar"}}, **with_all)


def told(event: str) -> set[User]:
    announce_pending()
    return {note.user for note in Notification.objects.filter(event__kind=event).select_related("user")}


def sentences(event: str) -> set[str]:
    return {headline(note.kind, note.data) for note in Notification.objects.filter(event__kind=event)}


def test_moderators_hear_at_once_of_what_no_department_has(owe, moderator, administrator):
    owe()
    assert told("answers.request.opened") == {moderator, administrator}
    assert sentences("answers.request.opened") == {"An answer is owed, and no department has it yet"}
    assert OutboundMail.objects.filter(user=moderator).count() == 1


def test_and_again_two_working_days_later(owe, moderator, administrator):
    owe(at=MONDAY)
    announce_unassigned(at=MONDAY + timedelta(days=3))
    assert told("answers.request.left_unassigned") == {moderator, administrator}


def test_what_found_its_department_meanwhile_is_no_news(owe, roads, moderator, administrator):
    owe(roads)
    assert told("answers.request.opened") == set()


def test_administrators_hear_what_the_head_owes(owe, roads, owe_from, moderator, administrator):
    owe_from(owe(roads).proposal, at=timezone.now(), key="head")
    assert told("answers.request.opened") == {administrator}
    assert sentences("answers.request.opened") == {"An answer is owed by: The head of the institution"}


def test_the_author_hears_what_is_asked_and_the_department_that_it_came(
    owe,
    roads,
    respondent,
    make_citizen,
):
    author = make_citizen("글쓴이")
    request = owe(roads, at=MONDAY, author=author)
    pause(request=request, reason="사진을 보내 주세요.", by=respondent, at=MONDAY + timedelta(days=1))
    assert told("answers.request.paused") == {author}
    assert "사진을 보내 주세요." in OutboundMail.objects.filter(user=author).last().text
    supply(request=request, author=author, body="여기요.", at=MONDAY + timedelta(days=2))
    assert told("answers.request.resumed") == {respondent}
    assert sentences("answers.request.resumed") == {
        "The author answered what was asked: the days count again"
    }


def test_an_interim_answer_is_told_once_to_its_followers(owe, roads, respondent, make_citizen):
    author = make_citizen("글쓴이")
    request = owe(roads, at=MONDAY, author=author)
    announce_interims_owed(at=request.interim_due_at)
    assert told("answers.interim.became_owed") == {respondent}
    give_interim(request=request, body="보고 있습니다.", by=respondent, at=request.interim_due_at)
    assert told("answers.interim.published") == {author}
    announce_pending()
    assert Notification.objects.filter(event__kind="answers.interim.published").count() == 1


def test_what_lies_with_the_head_is_told_to_the_head_and_administrators(
    owe, roads, administrator, make_staff, make_citizen
):
    author, mayor = make_citizen("글쓴이"), make_staff(Role.HEAD, name="한시장")
    request = owe(roads, at=MONDAY, author=author)
    escalate_late_answers(at=request.escalates_at)
    assert told("answers.request.escalated") == {administrator, author, mayor}
    assert sentences("answers.request.escalated") == {
        "It is so late that it lies with: The head of the institution"
    }


def test_next_door_hears_nothing(owe, moderator, make_staff, bada):
    from tenants.context import institution_context

    make_staff(Role.MODERATOR, at=bada)
    owe()
    told("answers.request.opened")
    with institution_context(bada):
        announce_pending()
        assert not Notification.objects.exists()
