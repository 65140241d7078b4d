"""People ask about their data, are answered in time, and may say that nothing be done with it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from civic.journeys.support import give_support
from civic.people.models import Role
from civic.privacy.appointing import Said, name_officer
from civic.privacy.models import DataRequest, State, Wish
from civic.privacy.requests import OWED_WITHIN, answer, ask, forget_old_requests, remind_of_requests
from civic.privacy.schedules import REQUESTS
from civic.proposals.models import Support
from platform_core.access import Refused
from platform_core.accounts.actions import withdraw_from
from platform_core.accounts.models import User
from platform_core.accounts.public_names import public_name
from platform_core.events.actions import announce_pending
from platform_core.outbound.actions import queue_mail
from platform_core.outbound.models import OutboundMail

MINE, DESK, OFFICER = "/me/data/requests/", "/desk/privacy/requests/", "/privacy/officer/"


@pytest.fixture
def admin(make_staff):
    return make_staff(Role.ADMINISTRATOR, name="박관리")


def test_who_answers_for_privacy_is_read_by_everybody_and_may_do_the_work(haneul, visit, admin, make_staff):
    officer = make_staff(Role.MODERATOR, name="최보호")
    assert visit(haneul, as_=officer).get(DESK).status_code == 403
    said = {"name": "최보호", "title": "정보과장", "phone": "02-120", "account": officer.pk}
    assert visit(haneul, as_=admin).post("/desk/privacy/officer/", {**said, "phone": ""}).status_code == 422
    assert visit(haneul, as_=admin).post("/desk/privacy/officer/", said).status_code == 302
    page = visit(haneul).get(OFFICER).content.decode()
    assert "최보호" in page and "02-120" in page
    assert visit(haneul, as_=officer).get(DESK).status_code == 200
    with pytest.raises(Refused):
        name_officer(said=Said("나"), by=officer, at=timezone.now())


def test_a_request_is_owed_in_ten_days_and_its_answer_reaches_the_person(
    haneul, visit, citizen, admin, neighbour
):
    mine = visit(haneul, as_=citizen)
    assert mine.post(MINE, {"wish": "correct", "words": "이름을 고쳐 주세요"}).status_code == 302
    assert mine.post(MINE, {"wish": "correct", "words": "한 번 더"}).status_code == 422
    asked = DataRequest.objects.get()
    assert asked.due_on == localdate() + OWED_WITHIN
    letter = OutboundMail.objects.get(dedupe_key__startswith="privacy-owed-")
    assert letter.to == admin.email and "이름을 고쳐" not in letter.text and citizen.email not in letter.text
    desk = visit(haneul, as_=admin)
    assert "이름을 고쳐 주세요" in desk.get(f"{DESK}{asked.pk}/").content.decode()
    assert desk.post(f"{DESK}{asked.pk}/", {"is_done": "no", "words": ""}).status_code == 422
    assert desk.post(f"{DESK}{asked.pk}/", {"is_done": "yes", "words": "고쳤습니다"}).status_code == 302
    told = OutboundMail.objects.get(dedupe_key=f"privacy-request-{asked.pk}")
    assert told.to == citizen.email and "고쳤습니다" in told.text
    assert "고쳤습니다" in mine.get(MINE).content.decode()
    assert visit(haneul, as_=neighbour).get(f"{DESK}{asked.pk}/").status_code == 302


def test_the_officer_is_reminded_once_and_old_requests_go(haneul, admin, citizen):
    now = timezone.now()
    asked = ask(person=citizen, wish=Wish.SEE, words="", at=now)
    soon = now + OWED_WITHIN - timedelta(days=1)
    assert (remind_of_requests(at=now), remind_of_requests(at=soon), remind_of_requests(at=soon)) == (0, 1, 1)
    assert OutboundMail.objects.filter(dedupe_key__startswith=f"privacy-owed-{asked.pk}-again").count() == 1
    answer(asked=asked, is_done=True, words="", by=admin, at=now)
    assert (forget_old_requests(at=now), forget_old_requests(at=now + REQUESTS * 1.01)) == (0, 1)


def test_a_caller_without_an_account_is_put_down(haneul, visit, admin):
    desk = visit(haneul, as_=admin)
    typed = {"came": "phone", "wish": "see", "words": "무엇을 갖고 있나요"}
    wrong = desk.post(f"{DESK}new/", typed)
    assert wrong.status_code == 422 and "무엇을 갖고 있나요" in wrong.content.decode()
    assert (
        desk.post(f"{DESK}new/", {**typed, "name": "한어른", "contact": "010-0000-0000"}).status_code == 302
    )
    asked = DataRequest.objects.get()
    assert asked.name == "한어른"
    # No letter goes to whoever has no account, and none is said to have gone.
    assert not answer(asked=asked, is_done=True, words="전화로 답함", by=admin, at=timezone.now())
    assert not OutboundMail.objects.filter(dedupe_key__startswith="privacy-request-").exists()


def test_whoever_has_left_meanwhile_is_written_to_no_more(haneul, admin, citizen):
    now = timezone.now()
    asked = ask(person=citizen, wish=Wish.SEE, words="", at=now)
    withdraw_from(user=citizen, keep_writings=True, at=now)
    assert not answer(asked=asked, is_done=True, words="", by=admin, at=now)
    asked.refresh_from_db()
    assert asked.state == State.DONE
    assert not OutboundMail.objects.filter(to__endswith=".invalid").exists()


def test_erased_on_request_and_told_so(haneul, admin, citizen, make_proposal):
    now, address = timezone.now(), citizen.email
    asked = ask(person=citizen, wish=Wish.ERASE, words="모두 지워 주세요", at=now)
    answer(asked=asked, is_done=True, words="", keep_writings=False, by=admin, at=now)
    announce_pending()
    assert User.objects.get(pk=citizen.pk).withdrawn_at == now
    assert OutboundMail.objects.get(dedupe_key=f"privacy-erased-{asked.pk}").to == address
    asked.refresh_from_db()
    assert (asked.state, asked.words) == (State.DONE, "")


def test_whoever_says_stop_gets_nothing_and_takes_part_in_nothing_until_they_come_back(
    haneul, visit, citizen, make_proposal, make_staff
):
    place = make_proposal("남의 제안")
    give_support(proposal=place, citizen=citizen)
    mine = visit(haneul, as_=citizen)
    queue_mail(to=citizen.email, subject="기다리는 편지", text="본문", user=citizen)
    assert mine.post(MINE, {"wish": "stop"}).status_code == 302
    citizen = User.objects.get(pk=citizen.pk)
    assert DataRequest.objects.get().state == State.DONE and citizen.name not in public_name(citizen)
    queue_mail(to=citizen.email, subject="또 하나", text="본문", user=citizen)
    assert not OutboundMail.objects.filter(to=citizen.email).exists()
    comments = reverse("portal:comments", args=[place.pk])
    assert mine.post(comments, {"body": "의견"}).status_code == 409
    assert mine.get("/proposals/").status_code == 200 and Support.objects.count() == 1
    assert mine.post("/me/data/resumption/").status_code == 302
    assert mine.post(comments, {"body": "의견"}).status_code == 302
    with pytest.raises(Refused):
        ask(person=make_staff(Role.MODERATOR), wish=Wish.STOP, words="", at=timezone.now())
