"""A tablet in the hall: opened by a code, good for nothing a stranger may not do, and empty when somebody leaves."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from civic.debates.counting import numbers_of, recount
from civic.debates.models import Debate, Opinion
from civic.journeys.kiosk import finish_at_the_counter
from civic.journeys.support import give_support
from civic.paper.folding import fold
from civic.paper.kiosks import revoke_kiosk, set_up_kiosk
from civic.paper.models import KioskDevice, KioskVisit, OfflinePerson
from civic.paper.visits import forget_visits
from civic.portal.kiosk_frame import COOKIE
from civic.proposals.counting import exact_count
from civic.proposals.models import Proposal
from platform_core.outbound.models import OutboundMail
from tests.civic.debates.conftest import debate, process  # noqa: F401
from tests.civic.paper.conftest import KIM, LEE


@pytest.fixture
def kiosk(haneul, visit, officer):
    made = set_up_kiosk(name="1층", place="민원실", by=officer, at=timezone.now())
    tablet = visit(haneul)
    tablet.post("/kiosk/", {"code": made.code})
    assert COOKIE in tablet.cookies
    return tablet


def code_in_the_letter():
    letter = OutboundMail.objects.order_by("-pk").first()
    return re.search(r"\b\d{6}\b", letter.text)[0]


def test_a_code_switches_one_device_on_once(haneul, visit, officer):
    made = set_up_kiosk(name="1층", place="민원실", by=officer, at=timezone.now())
    assert visit(haneul).post("/kiosk/", {"code": "00000000"}).status_code == 422
    assert visit(haneul).post("/kiosk/", {"code": made.code}).status_code == 302
    assert visit(haneul).post("/kiosk/", {"code": made.code}).status_code == 422


def test_a_code_is_good_for_a_quarter_of_an_hour(haneul, visit, officer):
    made = set_up_kiosk(name="1층", place="민원실", by=officer, at=timezone.now() - timedelta(minutes=16))
    assert visit(haneul).post("/kiosk/", {"code": made.code}).status_code == 422


def test_the_kiosks_cookie_opens_nothing_but_the_kiosk(haneul, kiosk, item):
    cookie = kiosk.cookies[COOKIE]
    assert (cookie["path"], cookie["samesite"], cookie["httponly"]) == ("/kiosk/", "Strict", True)
    for path in ("/desk/", "/me/", "/desk/paper/", "/me/supports/"):
        answer = kiosk.get(path)
        assert answer.status_code == 302
        assert "/sign-in/" in answer.headers["Location"]


def test_the_next_citys_cookie_is_no_kiosk_here(haneul, bada, kiosk, visit):
    there = visit(bada)
    there.cookies[COOKIE] = kiosk.cookies[COOKIE].value
    assert there.get("/kiosk/proposals/").status_code == 302


def test_a_device_that_was_switched_off_shows_nothing(haneul, kiosk, officer):
    assert kiosk.get("/kiosk/proposals/").status_code == 200
    revoke_kiosk(device=KioskDevice.objects.get(), by=officer, at=timezone.now())
    assert kiosk.get("/kiosk/proposals/").status_code == 302


def test_who_signed_in_on_the_device_is_signed_out_by_the_first_page(haneul, kiosk, make_citizen):
    kiosk.force_login(make_citizen())
    assert Session.objects.exists()
    kiosk.get("/kiosk/")
    assert not Session.objects.exists()
    assert not kiosk.cookies.get(settings.SESSION_COOKIE_NAME).value


def test_every_page_may_be_kept_by_nobody(haneul, kiosk, item):
    for path in (
        "/kiosk/", "/kiosk/proposals/", f"/kiosk/proposals/{item.pk}/", f"/kiosk/proposals/{item.pk}/support/",
        "/kiosk/new/", "/kiosk/done/",
    ):  # fmt: skip
        answer = kiosk.get(path)
        assert answer.status_code == 200, path
        assert "no-store" in answer.headers["Cache-Control"]
        assert settings.SESSION_COOKIE_NAME not in answer.cookies


def test_with_a_code_from_a_letter_somebody_without_an_account_supports(haneul, kiosk, item):
    where = f"/kiosk/proposals/{item.pk}/support/"
    answer = kiosk.post(where, {"way": "mail", "name": "", "contact": LEE["contact"]})
    visit_page = answer.headers["Location"]
    assert exact_count(item) == 0
    assert kiosk.post(visit_page, {"code": "000000"}).status_code == 422
    assert kiosk.post(visit_page, {"code": code_in_the_letter()}).headers["Location"] == "/kiosk/done/"
    assert exact_count(item) == 1
    assert OfflinePerson.objects.count() == 1
    assert not KioskVisit.objects.exists()
    # Whoever presses Back finds the beginning.
    assert kiosk.get(visit_page).headers["Location"] == "/kiosk/"
    assert LEE["contact"] not in kiosk.get(where).content.decode()


def test_with_the_address_of_an_account_it_is_the_accounts(haneul, kiosk, item, make_citizen):
    account = make_citizen("바다", email=LEE["contact"])
    give_support(proposal=item, citizen=account)
    answer = kiosk.post(
        f"/kiosk/proposals/{item.pk}/support/", {"way": "mail", "name": "", "contact": LEE["contact"]}
    )
    kiosk.post(answer.headers["Location"], {"code": code_in_the_letter()})
    assert exact_count(item) == 1
    assert EmailAddress.objects.get(email=LEE["contact"]).user == account
    assert not OfflinePerson.objects.exists()


def test_five_wrong_codes_end_it(haneul, kiosk, item):
    answer = kiosk.post(
        f"/kiosk/proposals/{item.pk}/support/", {"way": "mail", "name": "", "contact": LEE["contact"]}
    )
    right = code_in_the_letter()
    wrong = "111111" if right != "111111" else "222222"
    for _number in range(5):
        kiosk.post(answer.headers["Location"], {"code": wrong})
    assert kiosk.post(answer.headers["Location"], {"code": right}).headers["Location"] == "/kiosk/"
    assert exact_count(item) == 0


def test_an_officer_at_the_counter_confirms_what_was_typed(haneul, kiosk, visit, item, officer):
    answer = kiosk.post(f"/kiosk/proposals/{item.pk}/support/", {"way": "counter", **KIM})
    assert "waits=" in answer.headers["Location"]
    assert exact_count(item) == 0
    # The device has forgotten; the row at the counter has not.
    kiosk.get("/kiosk/end/")
    waiting = KioskVisit.objects.get()
    desk = visit(haneul, as_=officer)
    assert str(waiting.number) in desk.get("/desk/paper/kiosks/").content.decode()
    assert desk.post(f"/desk/paper/visits/{waiting.pk}/", {"seen": "주민등록증"}).status_code == 302
    assert exact_count(item) == 1
    assert not KioskVisit.objects.exists()


def test_somebody_proposes_at_the_kiosk(haneul, kiosk, visit, officer):
    said = {"way": "counter", **KIM, "title": "의자를 놓아 주세요", "text": "다리가 아픕니다."}
    assert kiosk.post("/kiosk/new/", {**said, "title": ""}).status_code == 422
    kiosk.post("/kiosk/new/", said)
    visit(haneul, as_=officer).post(
        f"/desk/paper/visits/{KioskVisit.objects.get().pk}/", {"seen": "주민등록증"}
    )
    made = Proposal.objects.get(title="의자를 놓아 주세요")
    assert made.origin == "paper"
    assert "하늘" not in made.author.name


def test_time_ends_a_visit_whether_or_not_the_clock_has_come_by(haneul, kiosk, item):
    answer = kiosk.post(
        f"/kiosk/proposals/{item.pk}/support/", {"way": "mail", "name": "", "contact": LEE["contact"]}
    )
    KioskVisit.objects.update(until=timezone.now())
    assert (
        kiosk.post(answer.headers["Location"], {"code": code_in_the_letter()}).headers["Location"]
        == "/kiosk/"
    )
    assert exact_count(item) == 0
    assert forget_visits(at=timezone.now()) == 0
    assert not KioskVisit.objects.exists()


def test_what_is_closed_is_closed_before_anybody_types(haneul, kiosk, item):
    Proposal.objects.filter(pk=item.pk).update(closes_at=timezone.now())
    page = kiosk.get(f"/kiosk/proposals/{item.pk}/")
    assert "support/" not in page.content.decode()
    assert kiosk.get(f"/kiosk/proposals/{item.pk}/support/").status_code == 302


def test_a_wrong_field_keeps_what_was_typed_and_asks_no_browser_to_remember(haneul, kiosk, item):
    answer = kiosk.post(
        f"/kiosk/proposals/{item.pk}/support/", {"way": "counter", "name": "김하늘", "contact": "x"}
    )
    body = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="김하늘"' in body
    assert 'autocomplete="off"' in body


def test_a_kiosk_sends_no_more_letters_than_a_queue_needs(haneul, kiosk, item, monkeypatch):
    from civic.portal import kiosk_visits

    monkeypatch.setattr(kiosk_visits, "MOST_LETTERS", 1)
    where = f"/kiosk/proposals/{item.pk}/support/"
    assert kiosk.post(where, {"way": "mail", "contact": "a@example.org"}).status_code == 302
    assert kiosk.post(where, {"way": "mail", "contact": "b@example.org"}).status_code == 422
    assert OutboundMail.objects.filter(to__in=["a@example.org", "b@example.org"]).count() == 1


def test_somebody_without_an_account_says_what_they_think_and_leaves_nothing_behind(
    haneul,
    kiosk,
    debate,  # noqa: F811
    officer,
):
    held = debate()
    assert "/kiosk/debates/" in kiosk.get("/kiosk/").content.decode()
    assert held.question in kiosk.get("/kiosk/debates/").content.decode()
    page = kiosk.get(f"/kiosk/debates/{held.pk}/")
    assert page.status_code == 200 and "no-store" in page.headers["Cache-Control"]
    where, said = f"/kiosk/debates/{held.pk}/opinion/", {"text": "밤길이 밝아집니다", "side": "pro"}
    wrong = kiosk.post(where, {"text": said["text"], "way": "mail", "name": "", "contact": LEE["contact"]})
    assert wrong.status_code == 422 and said["text"] in wrong.content.decode()
    answer = kiosk.post(where, {**said, "way": "mail", "name": "", "contact": LEE["contact"]})
    kiosk.post(answer.headers["Location"], {"code": code_in_the_letter()})
    assert (numbers_of(held).pro, numbers_of(held).participants) == (1, 1)
    assert not KioskVisit.objects.exists()
    # The same person at the counter, with another view: one vote, the latest.
    kiosk.post(where, {**said, "side": "con", "way": "counter", "name": "", **LEE})
    waiting = KioskVisit.objects.get()
    finish_at_the_counter(
        visit=waiting, seen="신분증", confirmed=(), full_years=None, by=officer, at=timezone.now()
    )
    assert (numbers_of(held).pro, numbers_of(held).con, numbers_of(held).participants) == (0, 1, 1)
    assert not recount(held, at=timezone.now())
    Debate.objects.filter(pk=held.pk).update(closes_at=timezone.now())
    Proposal.objects.filter(pk=held.item_id).update(stage_ends_at=timezone.now())
    assert kiosk.get(where).headers["Location"] == f"/kiosk/debates/{held.pk}/"


def test_what_was_said_at_a_kiosk_becomes_the_accounts(haneul, kiosk, debate, make_citizen):  # noqa: F811
    held = debate()
    where = f"/kiosk/debates/{held.pk}/opinion/"
    answer = kiosk.post(
        where, {"side": "pro", "text": "좋아요", "way": "mail", "name": "", "contact": LEE["contact"]}
    )
    kiosk.post(answer.headers["Location"], {"code": code_in_the_letter()})
    stand_in, account = OfflinePerson.objects.get().user, make_citizen("바다")
    fold(stand_in=stand_in, account=account, by=None, at=timezone.now())
    assert Opinion.objects.get().author == account
    assert not recount(held, at=timezone.now())
