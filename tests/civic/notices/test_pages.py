"""Notices as citizens read them and as moderators keep them."""

from datetime import timedelta
from io import BytesIO
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from civic.notices.actions import hide_notice
from civic.notices.models import Notice, NoticeFile
from civic.notices.queries import latest_notices


def a_picture() -> SimpleUploadedFile:
    made = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(made, "JPEG")
    return SimpleUploadedFile("현수막.jpg", made.getvalue(), "image/jpeg")


@pytest.fixture
def desk(haneul, visit, moderator):
    return visit(haneul, as_=moderator)


def typed(**wishes):
    return {"title": "휴관 안내", "body": "월요일에 쉽니다.", "begins_at": "2026-01-02T09:00", **wishes}


def test_a_moderator_writes_one_and_everybody_reads_it(haneul, visit, desk):
    answer = desk.post("/desk/notices/new/", typed(is_pinned="on"))
    notice = Notice.objects.get()
    assert answer.status_code == 302
    page = visit(haneul).get(f"/notices/{notice.pk}/")
    assert page.status_code == 200
    assert "월요일에 쉽니다" in page.content.decode()


def test_what_was_typed_stays_when_the_dates_are_wrong(desk):
    page = desk.post("/desk/notices/new/", typed(ends_at="2026-01-01T09:00"))
    assert page.status_code == 422
    assert "월요일에 쉽니다" in page.content.decode()
    assert not Notice.objects.exists()


def test_what_was_typed_stays_when_the_top_is_full(desk, make_notice):
    for number in range(5):
        make_notice(f"고정 {number}", is_pinned=True)
    page = desk.post("/desk/notices/new/", typed(is_pinned="on"))
    assert page.status_code == 409
    assert "월요일에 쉽니다" in page.content.decode()


def test_pinned_ones_stand_first_and_the_others_go_on_page_by_page(haneul, visit, make_notice):
    now = timezone.now()
    for number in range(25):
        make_notice(f"소식 {number:02}", begins_at=now - timedelta(days=30 - number))
    make_notice("오래된 고정", is_pinned=True, begins_at=now - timedelta(days=99))
    first = visit(haneul).get("/notices/")
    assert [one.title for one in first.context["pinned"]] == ["오래된 고정"]
    assert [one.title for one in first.context["rows"]][:2] == ["소식 24", "소식 23"]
    second = visit(haneul).get(first.context["next_url"])
    assert [one.title for one in second.context["rows"]] == [f"소식 {n:02}" for n in (4, 3, 2, 1, 0)]
    assert second.context["pinned"] == []


def test_words_are_found_in_title_and_text(haneul, visit, make_notice):
    make_notice("도서관 휴관", body="월요일에 쉽니다")
    make_notice("수영장 휴관", body="화요일에 쉽니다", is_pinned=True)
    found = visit(haneul).get("/notices/?q=휴관+화요일").context["rows"]
    assert [one.title for one in found] == ["수영장 휴관"]
    assert visit(haneul).get("/notices/?q=100%25_").context["rows"] == []


@pytest.mark.parametrize("address", ["?after=x", "?after=" + "9" * 300, "?q=" + "가" * 900])
def test_an_address_typed_by_hand_still_gives_the_list(haneul, visit, make_notice, address):
    make_notice()
    assert visit(haneul).get(f"/notices/{address}").status_code == 200


def test_what_is_not_shown_is_not_there_for_citizens_but_is_for_moderators(
    haneul, visit, citizen, desk, make_notice, moderator
):
    hidden, coming = make_notice("숨긴"), make_notice("올", begins_at=timezone.now() + timedelta(days=1))
    hide_notice(notice=hidden, reason="오타", by=moderator, at=timezone.now())
    for notice in (hidden, coming, make_notice("초안", begins_at=None)):
        for visitor in (visit(haneul), visit(haneul, as_=citizen)):
            assert visitor.get(f"/notices/{notice.pk}/").status_code == 404
            assert notice.title not in visitor.get("/notices/feed.xml").content.decode()
        page = desk.get(f"/notices/{notice.pk}/")
        assert page.status_code == 200 and 'content="noindex"' in page.content.decode()


def test_a_neighbour_reads_what_everybody_reads_and_writes_nothing(
    haneul, bada, visit, neighbour, make_notice
):
    notice = make_notice()
    next_door = visit(haneul, as_=neighbour)
    assert next_door.get(f"/notices/{notice.pk}/").status_code == 200
    assert next_door.get(f"/desk/notices/{notice.pk}/").status_code == 302
    next_door.post(f"/desk/notices/{notice.pk}/hiding/", {"reason": "이웃"})
    notice.refresh_from_db()
    assert notice.hidden_at is None
    assert visit(bada).get(f"/notices/{notice.pk}/").status_code == 404


def test_hiding_asks_for_a_reason_and_says_who_and_when(desk, make_notice):
    notice = make_notice()
    assert desk.post(f"/desk/notices/{notice.pk}/hiding/", {"reason": " "}).status_code == 422
    assert desk.post(f"/desk/notices/{notice.pk}/hiding/", {"reason": "날짜가 틀림"}).status_code == 302
    page = desk.get(f"/desk/notices/{notice.pk}/").content.decode()
    assert "날짜가 틀림" in page and "운영 담당" in page
    desk.post(f"/desk/notices/{notice.pk}/showing/")
    notice.refresh_from_db()
    assert notice.hidden_at is None


def test_a_picture_needs_words_and_is_written_anew(haneul, visit, desk, make_notice):
    notice = make_notice()
    address = f"/desk/notices/{notice.pk}/files/"
    assert desk.post(address, {"file": a_picture(), "alt": ""}).status_code == 422
    assert desk.post(address, {"file": a_picture(), "alt": "파란 현수막"}).status_code == 302
    page = visit(haneul).get(f"/notices/{notice.pk}/").content.decode()
    assert 'alt="파란 현수막"' in page and 'property="og:image"' in page
    file = NoticeFile.objects.get()
    served = visit(haneul).get(f"/notices/files/{file.key}/{file.name}")
    assert served.status_code == 200 and served["X-Content-Type-Options"] == "nosniff"


def test_a_hidden_notice_takes_its_files_with_it(haneul, visit, desk, make_notice, moderator):
    notice = make_notice()
    desk.post(f"/desk/notices/{notice.pk}/files/", {"file": a_picture(), "alt": "현수막"})
    hide_notice(notice=notice, reason="오타", by=moderator, at=timezone.now())
    file = NoticeFile.objects.get()
    assert visit(haneul).get(f"/notices/files/{file.key}/x").status_code == 404
    assert desk.get(f"/notices/files/{file.key}/x").status_code == 200


def test_five_files_and_no_more(desk, make_notice):
    notice = make_notice()
    address = f"/desk/notices/{notice.pk}/files/"
    answers = [desk.post(address, {"file": a_picture(), "alt": "현수막"}).status_code for _ in range(6)]
    assert answers == [302] * 5 + [422]
    desk.post(f"/desk/notices/files/{NoticeFile.objects.first().pk}/removal/")
    assert notice.files.count() == 4


def test_the_feed_and_the_map_for_search_engines_hold_the_shown_ones(haneul, visit, make_notice):
    notice = make_notice("점검 & 안내")
    feed = ElementTree.fromstring(visit(haneul).get("/notices/feed.xml").content)
    assert [one.text for one in feed.iter("title")][1:] == ["점검 & 안내"]
    assert f"/notices/{notice.pk}/" in visit(haneul).get("/sitemaps/notices.xml").content.decode()
    assert "/sitemaps/notices.xml" in visit(haneul).get("/sitemap.xml").content.decode()


def test_the_front_page_tells_the_latest_and_pinned_first(haneul, visit, make_notice):
    make_notice("고정", is_pinned=True, begins_at=timezone.now() - timedelta(days=9))
    for number in range(4):
        make_notice(f"소식 {number}", begins_at=timezone.now() - timedelta(hours=9 - number))
    assert [one.title for one in latest_notices(timezone.now())] == ["고정", "소식 3", "소식 2"]
    assert "소식 3" in visit(haneul).get("/").content.decode()


def test_a_long_list_costs_no_more_than_a_short_one(
    haneul, visit, make_notice, django_assert_max_num_queries
):
    for number in range(25):
        make_notice(f"소식 {number}")
    visitor = visit(haneul)
    visitor.get("/notices/")
    with django_assert_max_num_queries(6):
        visitor.get("/notices/")
    with django_assert_max_num_queries(6):
        visitor.get(f"/notices/{Notice.objects.first().pk}/")


def test_a_notice_that_is_not_there_is_not_found(haneul, visit, desk):
    assert visit(haneul).get("/notices/987654/").status_code == 404
    for page in ("", "edition/", "hiding/", "files/"):
        assert desk.post(f"/desk/notices/987654/{page}", typed()).status_code in (404, 405)
    assert desk.post(f"/desk/notices/{2**70}/edition/", typed()).status_code == 404
