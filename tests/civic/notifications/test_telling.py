"""It answers → author and supporters are told, each once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from civic.answers.actions import Reply
from civic.answers.models import AnswerRequest, Verdict
from civic.journeys.answer import answer, assign, rescue
from civic.journeys.comment import comment
from civic.journeys.moderate import hide_proposal
from civic.journeys.settle import count_and_settle
from civic.journeys.support import give_support
from civic.notifications.actions import mark_read, set_mail_preference
from civic.notifications.models import NewsKind, Notification
from civic.notifications.queries import unread_count
from civic.notifications.unsubscribe import read_token, unsubscribe_token
from civic.people.models import Department, Role
from platform_core.events.actions import announce_pending
from platform_core.events.models import Event
from platform_core.outbound.models import OutboundMail
from tenants.context import institution_context


@pytest.fixture
def parks(haneul):
    return Department.objects.create(code="parks", name="공원과")


@pytest.fixture
def answered(haneul, parks, make_proposal, make_citizen, make_staff):
    """A proposal that crossed the threshold and was answered; events are recorded, nobody has been told yet."""
    author, supporter = make_citizen("지은이"), make_citizen("함께한 이")
    proposal = make_proposal("그늘막", author=author, supports=49)
    give_support(proposal=proposal, citizen=supporter)
    count_and_settle(at=timezone.now())
    request = AnswerRequest.objects.get(proposal=proposal)
    assign(request=request, department=parks, by=make_staff(Role.MODERATOR), at=timezone.now())
    respondent = make_staff(Role.RESPONDENT, parks, name="김답변")
    reply = Reply(Verdict.DECLINED, "달기 어렵습니다.", reason="바닥이 약합니다.")
    answer(request=request, reply=reply, by=respondent, at=timezone.now())
    return proposal, author, supporter, respondent


def letters_to(person):
    return list(OutboundMail.objects.filter(to=person.email).order_by("pk"))


def test_author_and_supporters_are_told_of_the_answer(answered):
    _proposal, author, supporter, _respondent = answered
    announce_pending()
    for person in (author, supporter):
        kinds = list(Notification.objects.filter(user=person).order_by("pk").values_list("kind", flat=True))
        assert kinds == ["threshold", "assigned", "answered"]
        last = letters_to(person)[-1]
        assert "불채택" in last.subject or "Not adopted" in last.subject
        assert "그늘막" in last.text and "http://haneul.localhost" in last.text


def test_everybody_is_told_once_however_often_the_worker_starts_over(answered):
    announce_pending()
    told = Notification.objects.count(), OutboundMail.objects.count()
    Event.objects.update(announced_at=None)
    announce_pending()
    assert (Notification.objects.count(), OutboundMail.objects.count()) == told


def test_a_worker_that_forgot_it_had_told_people_still_tells_nobody_twice(answered):
    """It died after telling and before noting that it had."""
    announce_pending()
    told = Notification.objects.count(), OutboundMail.objects.count()
    Event.objects.update(announced_at=None)
    from platform_core.events.models import Hearing

    Hearing.objects.all().delete()
    announce_pending()
    assert (Notification.objects.count(), OutboundMail.objects.count()) == told


def test_the_department_is_told_what_it_owes_and_who_answered_is_not_told_of_it(answered, parks, make_staff):
    announce_pending()
    *_, respondent = answered
    assert list(Notification.objects.filter(user=respondent).values_list("kind", flat=True)) == ["owed"]


def test_a_person_who_wants_no_letters_of_a_kind_reads_it_here_only(answered):
    _proposal, author, *_ = answered
    set_mail_preference(user=author, kind=NewsKind.ANSWERED, by_mail=False)
    announce_pending()
    assert Notification.objects.filter(user=author, kind="answered").exists()
    assert not any("그늘막" in letter.text and "Declined" in letter.subject for letter in letters_to(author))
    assert len(letters_to(author)) == 2


def test_the_link_to_stop_letters_works_for_its_person_kind_and_institution_only(answered, bada):
    _proposal, author, *_ = answered
    token = unsubscribe_token(author, NewsKind.ANSWERED)
    assert read_token(token) == (author, NewsKind.ANSWERED)
    assert read_token(token[:-1] + ("a" if token[-1] != "a" else "b")) is None
    with institution_context(bada):
        assert read_token(token) is None


def test_a_failing_listener_holds_up_nobody_and_is_tried_again(answered, monkeypatch):
    from civic.notifications import listeners

    real = listeners.tell

    def breaks_on_answers(*, event, **rest):
        if event.kind == "answers.answer.published":
            raise RuntimeError("mail template broken")
        return real(event=event, **rest)

    monkeypatch.setattr(listeners, "tell", breaks_on_answers)
    announce_pending()
    waiting = Event.objects.get(announced_at=None)
    assert waiting.kind == "answers.answer.published"
    assert "mail template broken" in waiting.last_error
    monkeypatch.setattr(listeners, "tell", real)
    Event.objects.update(retry_at=timezone.now() - timedelta(seconds=1))
    assert announce_pending() == 1


def test_author_hears_of_comments_and_of_being_hidden_but_not_of_ones_own(
    haneul, make_proposal, make_citizen, make_staff
):
    author = make_citizen("지은이")
    proposal = make_proposal(author=author)
    comment(proposal=proposal, citizen=author, body="덧붙입니다.", at=timezone.now())
    comment(proposal=proposal, citizen=make_citizen("이웃"), body="좋아요.", at=timezone.now())
    hide_proposal(
        proposal=proposal, reason="전화번호가 있습니다.", by=make_staff(Role.MODERATOR), at=timezone.now()
    )
    announce_pending()
    assert list(Notification.objects.filter(user=author).order_by("pk").values_list("kind", flat=True)) == [
        "commented",
        "moderated",
    ]
    assert "전화번호가 있습니다." in letters_to(author)[-1].text
    assert unread_count(author) == 2
    mark_read(user=author, at=timezone.now())
    assert unread_count(author) == 0


def test_followers_hear_that_it_was_taken_up_below_the_threshold(
    haneul, make_proposal, make_citizen, make_staff
):
    author = make_citizen("지은이")
    proposal = make_proposal(author=author, supports=3)
    rescue(
        proposal=proposal,
        ground="worthy",
        reason="아이들이 다칩니다.",
        by=make_staff(Role.MODERATOR),
        at=timezone.now(),
    )
    announce_pending()
    assert list(Notification.objects.filter(user=author).values_list("kind", flat=True)) == ["assigned"]
    assert "아이들이 다칩니다." in letters_to(author)[-1].text


def test_news_of_a_proposal_hidden_since_does_not_repeat_its_title(
    haneul, visit, make_proposal, make_citizen, make_staff
):
    supporter = make_citizen("함께한 이")
    proposal = make_proposal("전화번호 010으로 시작", supports=49)
    give_support(proposal=proposal, citizen=supporter)
    count_and_settle(at=timezone.now())
    announce_pending()
    visitor = visit(haneul, as_=supporter)
    assert "전화번호 010" in visitor.get("/me/notifications/").content.decode()
    hide_proposal(proposal=proposal, reason="전화번호", by=make_staff(Role.MODERATOR), at=timezone.now())
    assert "전화번호 010" not in visitor.get("/me/notifications/").content.decode()
