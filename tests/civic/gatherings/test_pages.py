"""Doors: what citizens, guests and staff see and press. No script runs here."""

import io
import json
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from civic.gatherings.kinds import State
from civic.gatherings.models import Gathering, GatheringFile, SignUp
from civic.gatherings.queries import coming_gatherings
from civic.gatherings.signing import Guest, sign_up, sign_up_by_phone
from civic.people.models import Department, Role
from platform_core.events.models import Event
from tests.civic.gatherings.conftest import CONSENT


@pytest.fixture
def staff(make_staff):
    return make_staff(Role.MODERATOR)


def page_of(gathering) -> str:
    return f"/gatherings/{gathering.pk}/"


def test_a_member_signs_up_with_a_tick_and_a_press(haneul, visit, citizen, make_gathering):
    gathering, visitor = make_gathering(), visit(haneul, as_=citizen)
    answer = visitor.post(
        f"{page_of(gathering)}sign-up/", {"consent": "on", "version": CONSENT, "answer_0": "자막"}
    )
    signup = SignUp.objects.get(user=citizen)
    assert answer["Location"] == f"/gatherings/places/{signup.key}/"
    assert signup.answers == [{"question": "필요한 도움이 있나요?", "answer": "자막"}]
    shown = visitor.get(answer["Location"]).content.decode()
    assert "<svg" in shown and "style=" not in shown.split("<svg")[1].split("</svg>")[0]


def test_without_the_tick_nobody_is_put_on_the_list_and_nothing_typed_is_lost(haneul, visit, make_gathering):
    gathering = make_gathering()
    answer = visit(haneul).post(f"{page_of(gathering)}sign-up/", {"name": "김손님", "phone": "010-1234-5678"})
    assert answer.status_code == 422
    assert 'value="김손님"' in answer.content.decode()
    assert not SignUp.objects.exists()


def test_a_guest_follows_the_letter_presses_and_cancels_again(haneul, visit, make_gathering):
    gathering, visitor = make_gathering(), visit(haneul)
    typed = {"name": "김손님", "email": "g@example.org", "consent": "on", "version": CONSENT}
    assert visitor.post(f"{page_of(gathering)}sign-up/", typed).status_code == 200
    signup = SignUp.objects.get()
    place = f"/gatherings/places/{signup.key}/"
    visitor.get(place)  # a program that looks at links
    assert SignUp.objects.get().state == State.UNCONFIRMED
    visitor.post(place, {"do": "confirm"})
    assert SignUp.objects.get().state == State.GOING
    visitor.post(place, {"do": "cancel"})
    assert SignUp.objects.get().state == State.CANCELLED


def test_an_address_on_the_list_looks_like_any_other(haneul, visit, make_gathering, make_citizen):
    gathering = make_gathering()
    member = make_citizen(email="known@example.org")
    sign_up(gathering=gathering, member=member, consented_to=CONSENT, at=timezone.now())
    pages = []
    for email in ("known@example.org", "new@example.org"):
        typed = {"name": "누구", "email": email, "consent": "on", "version": CONSENT}
        answer = visit(haneul).post(f"{page_of(gathering)}sign-up/", typed)
        main = answer.content.decode().split("<main")[1].split("</main")[0]
        pages.append((answer.status_code, main))
    assert pages[0] == pages[1]


def test_a_program_that_signs_up_without_end_is_stopped(haneul, visit, make_gathering):
    gathering, visitor = make_gathering(), visit(haneul, REMOTE_ADDR="203.0.113.77")
    codes = []
    for number in range(21):
        typed = {
            "name": f"손님 {number}",
            "phone": f"0101234{number:04}",
            "consent": "on",
            "version": CONSENT,
        }
        codes.append(visitor.post(f"{page_of(gathering)}sign-up/", typed).status_code)
    assert codes == [302] * 20 + [429]


def test_a_closed_sign_up_says_why(haneul, visit, make_gathering):
    gathering = make_gathering()
    Gathering.objects.filter(pk=gathering.pk).update(signup_closes_at=timezone.now())
    answer = visit(haneul).get(f"{page_of(gathering)}sign-up/")
    assert "<form" not in answer.content.decode().split("<main")[1].split("</main")[0]


def test_what_is_being_prepared_is_not_there_for_citizens(haneul, visit, citizen, staff, make_gathering):
    gathering = make_gathering(publish=False)
    for address in (page_of(gathering), f"{page_of(gathering)}calendar.ics", f"{page_of(gathering)}sign-up/"):
        assert visit(haneul).get(address).status_code == 404
        assert visit(haneul, as_=citizen).get(address).status_code == 404
    assert visit(haneul, as_=staff).get(page_of(gathering)).status_code == 200


def test_what_machines_read_cannot_break_out_of_its_script(haneul, visit, make_gathering):
    gathering = make_gathering(
        title="제목</script><script>alert(1)</script>", stream_url="https://example.org/live"
    )
    page = visit(haneul).get(page_of(gathering)).content.decode()
    [told] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    read = json.loads(told)
    assert read["@type"] == "Event" and read["name"] == "제목</script><script>alert(1)</script>"
    assert read["eventAttendanceMode"].endswith("MixedEventAttendanceMode")
    assert "<script>alert" not in page


def test_the_list_is_narrowed_by_kind_place_and_what_must_be_there(haneul, visit, make_gathering):
    make_gathering(title="턱 없는 곳", access={"step_free": "yes", "lift": "yes"})
    make_gathering(title="계단 있는 곳", access={"step_free": "no"}, kind="talk", place="구름회관")
    visitor = visit(haneul)

    def titles(**asked):
        page = visitor.get("/gatherings/", asked).content.decode()
        return [title for title in ("턱 없는 곳", "계단 있는 곳") if title in page]

    assert titles() == ["턱 없는 곳", "계단 있는 곳"]
    assert titles(access=["step_free", "lift"]) == ["턱 없는 곳"]
    assert titles(kind="talk") == titles(place="구름회관") == ["계단 있는 곳"]
    assert titles(when="past") == []
    assert titles(kind="nonsense", after="torn") == ["턱 없는 곳", "계단 있는 곳"]


def test_an_item_and_its_gathering_lead_to_each_other(haneul, visit, make_gathering, make_proposal):
    item = make_proposal("그늘막 제안")
    gathering = make_gathering(items=[item], title="그늘막 간담회")
    assert f"/proposals/{item.pk}/" in visit(haneul).get(page_of(gathering)).content.decode()
    assert page_of(gathering) in visit(haneul).get(f"/proposals/{item.pk}/").content.decode()


@pytest.mark.parametrize("people", [1, 30])
def test_pages_cost_the_same_however_many_come(
    haneul, visit, staff, make_gathering, make_citizen, django_assert_max_num_queries, people
):
    gathering = make_gathering()
    for number in range(people):
        who = Guest(f"손님 {number}", phone=f"010{number:08}")
        sign_up_by_phone(gathering=gathering, guest=who, by=staff, at=timezone.now())
        if number:
            make_gathering(title=f"다른 워크숍 {number}")
    stranger, colleague = visit(haneul), visit(haneul, as_=staff)
    for visitor, address, most in (
        (stranger, "/gatherings/", 4),
        (stranger, page_of(gathering), 7),
        (stranger, "/gatherings/calendar.ics", 3),
        (colleague, "/desk/gatherings/", 11),
        # One of them writes down who looked at whom.
        (colleague, f"/desk/gatherings/{gathering.pk}/people/", 12),
        (colleague, f"/desk/gatherings/{gathering.pk}/check-in/", 12),
    ):
        visitor.get(address)
        with django_assert_max_num_queries(most):
            assert visitor.get(address).status_code == 200, address


def test_the_front_page_gets_the_next_ones_that_take_place(haneul, make_gathering, django_assert_num_queries):
    now = timezone.now()
    later = make_gathering(title="나중", begins_at=now + timedelta(days=20), ends_at=now + timedelta(days=21), kept_until=(now + timedelta(days=30)).date())  # fmt: skip
    sooner = make_gathering(title="먼저")
    make_gathering(title="준비 중", publish=False)
    with django_assert_num_queries(1):
        assert coming_gatherings(now, 5) == [sooner, later]


def begun(gathering) -> Gathering:
    now = timezone.now()
    Gathering.objects.filter(pk=gathering.pk).update(
        begins_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1), signup_closes_at=now
    )
    return Gathering.objects.get(pk=gathering.pk)


def test_scanning_shows_who_it_is_and_pressing_lets_them_in(haneul, visit, staff, citizen, make_gathering):
    gathering = make_gathering()
    signup = sign_up(gathering=gathering, member=citizen, consented_to=CONSENT, at=timezone.now())
    begun(gathering)
    address, visitor = f"/desk/gatherings/check-in/{signup.code}/", visit(haneul, as_=staff)
    assert citizen.name in visitor.get(address).content.decode()
    assert SignUp.objects.get(pk=signup.pk).checked_in_at is None
    visitor.post(address, {"do": "in"})
    assert SignUp.objects.get(pk=signup.pk).checked_in_by == staff
    visitor.post(address, {"do": "undo"})
    assert SignUp.objects.get(pk=signup.pk).checked_in_at is None


def test_whoever_has_the_code_but_is_not_staff_gets_nowhere(
    haneul, visit, citizen, make_staff, make_gathering
):
    gathering = begun(make_gathering())
    signup = SignUp.objects.create(
        gathering=gathering, name="김", state="going", made_at=timezone.now(), code="c", key="k"
    )
    address = f"/desk/gatherings/check-in/{signup.code}/"
    other = make_staff(Role.RESPONDENT, Department.objects.create(code="x", name="다른과"))
    assert visit(haneul, as_=citizen).post(address, {"do": "in"}).status_code == 404
    assert visit(haneul, as_=other).post(address, {"do": "in"}).status_code == 403
    assert SignUp.objects.get(pk=signup.pk).checked_in_at is None


def test_a_code_and_a_key_of_the_next_city_are_nobodys_here(haneul, bada, visit, make_staff, make_gathering):
    """Both cities have a gathering; the tokens of one are tried in the other, in both directions."""
    from tenants.context import institution_context

    tokens = {}
    for city in (haneul, bada):
        with institution_context(city):
            chief = make_staff(Role.ADMINISTRATOR)
            signup = sign_up_by_phone(
                gathering=make_gathering(by=chief),
                guest=Guest("이웃", phone="01011112222"),
                by=chief,
                at=timezone.now(),
            )
            tokens[city.pk] = (chief, signup.code, signup.key)
    for city, other in ((haneul, bada), (bada, haneul)):
        chief, (_chief, code, key) = tokens[city.pk][0], tokens[other.pk]
        with institution_context(city):
            assert visit(city, as_=chief).get(f"/desk/gatherings/check-in/{code}/").status_code == 404
            assert visit(city, as_=chief).post(f"/desk/gatherings/check-in/{code}/").status_code == 404
            assert visit(city).get(f"/gatherings/places/{key}/").status_code == 404
            assert visit(city).post(f"/gatherings/places/{key}/", {"do": "cancel"}).status_code == 404
    with institution_context(bada):
        assert SignUp.objects.get().state == State.GOING


def test_a_name_is_looked_for_without_standing_in_an_address(haneul, visit, staff, make_gathering):
    gathering = make_gathering()
    sign_up_by_phone(
        gathering=gathering, guest=Guest("나눔이", phone="01012345678"), by=staff, at=timezone.now()
    )
    begun(gathering)
    visitor, address = visit(haneul, as_=staff), f"/desk/gatherings/{gathering.pk}/check-in/"
    assert "나눔이" in visitor.post(address, {"name": "나눔"}).content.decode()
    assert "나눔이" not in visitor.get(address, {"name": "나눔"}).content.decode()


def test_another_department_does_not_read_the_list(haneul, visit, make_staff, make_gathering):
    gathering = make_gathering()
    other = make_staff(Role.RESPONDENT, Department.objects.create(code="x", name="다른과"))
    for part in ("people/", "people/export/", "check-in/", "minutes/", "people/destruction/"):
        assert visit(haneul, as_=other).get(f"/desk/gatherings/{gathering.pk}/{part}").status_code == 403, (
            part
        )


def test_an_export_needs_a_reason(haneul, visit, staff, make_gathering):
    gathering, visitor = make_gathering(), visit(haneul, as_=staff)
    sign_up_by_phone(
        gathering=gathering, guest=Guest("=1+1", phone="01012345678"), by=staff, at=timezone.now()
    )
    address = f"/desk/gatherings/{gathering.pk}/people/export/"
    assert visitor.post(address, {"reason": ""}).status_code == 422
    answer = visitor.post(address, {"reason": "명찰"})
    table = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "'=1+1" in table and "01012345678" in table
    assert Event.objects.filter(kind="gatherings.list.exported").get().data == {"reason": "명찰", "rows": 1}


FORM = {
    "kind": "talk",
    "title": "공원 간담회",
    "description": "공원에 무엇이 필요한지 이야기합니다.",
    "begins_at": "2031-05-01T14:00",
    "ends_at": "2031-05-01T16:00",
    "place": "구름회관",
    "access_step_free": "yes",
    "takes_signups": "on",
    "signup_opens_at": "2026-01-01T09:00",
    "signup_closes_at": "2031-05-01T12:00",
    "offer_hours": "24",
    "consent_text": "이름과 연락처",
    "consent_version": "1",
    "kept_until": "2031-05-15",
}


def test_staff_prepare_publish_copy_and_change(haneul, visit, staff):
    visitor = visit(haneul, as_=staff)
    visitor.post("/desk/gatherings/new/", FORM)
    made = Gathering.objects.get()
    assert made.begins_at.isoformat() == "2031-05-01T05:00:00+00:00"
    assert made.access == {"step_free": "yes"}
    visitor.post(f"/desk/gatherings/{made.pk}/publication/")
    assert Gathering.objects.get().published_at
    copy = visitor.get("/desk/gatherings/new/", {"copy": made.pk}).content.decode()
    assert "공원 간담회" in copy and "2031-05-01T14:00" not in copy
    edition = visitor.get(f"/desk/gatherings/{made.pk}/edition/").content.decode()
    assert "2031-05-01T14:00" in edition


def test_a_form_that_cannot_be_kept_keeps_what_was_typed(haneul, visit, staff):
    answer = visit(haneul, as_=staff).post(
        "/desk/gatherings/new/", {**FORM, "ends_at": "2031-05-01T13:00", "items": "99999"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422 and 'value="99999"' in page and 'value="공원 간담회"' in page
    refused = visit(haneul, as_=staff).post("/desk/gatherings/new/", {**FORM, "kept_until": "2033-05-15"})
    assert refused.status_code == 409 and 'value="공원 간담회"' in refused.content.decode()
    assert not Gathering.objects.exists()


def photograph() -> SimpleUploadedFile:
    """With the camera's note of where it was taken."""
    buffer, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = "Camera of somebody"
    exif.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (40, 30), "red").save(buffer, "JPEG", exif=exif)
    return SimpleUploadedFile("현장.jpg", buffer.getvalue(), content_type="image/jpeg")


def test_a_picture_needs_words_and_loses_where_it_was_taken(haneul, visit, staff, make_gathering):
    gathering, visitor = make_gathering(), visit(haneul, as_=staff)
    address = f"/desk/gatherings/{gathering.pk}/files/"
    assert visitor.post(address, {"file": photograph(), "alt": ""}).status_code == 422
    assert not GatheringFile.objects.exists()
    visitor.post(address, {"file": photograph(), "alt": "둘러앉은 사람들"})
    kept = GatheringFile.objects.get()
    answer = visit(haneul).get(f"/gatherings/files/{kept.key}/{kept.name}")
    content = b"".join(answer.streaming_content)
    assert b"Camera of somebody" not in content and not Image.open(io.BytesIO(content)).getexif()
    assert 'alt="둘러앉은 사람들"' in visit(haneul).get(page_of(gathering)).content.decode()
    visitor.post(f"/desk/gatherings/files/{kept.pk}/removal/")
    assert visit(haneul).get(f"/gatherings/files/{kept.key}/{kept.name}").status_code == 404


def test_minutes_are_public_with_what_follows(haneul, visit, staff, make_gathering, make_proposal):
    written, gathering = make_proposal("그 자리에서 쓴 제안"), begun(make_gathering())
    visit(haneul, as_=staff).post(
        f"/desk/gatherings/{gathering.pk}/minutes/",
        {"minutes": "그늘이 **부족**하다", "follows": "6월에 설치", "written_there": str(written.pk)},
    )
    page = visit(haneul).get(page_of(gathering)).content.decode()
    assert "<strong>부족</strong>" in page and "6월에 설치" in page and "그 자리에서 쓴 제안" in page


def test_minutes_are_not_written_before_it_begins(haneul, visit, staff, make_gathering):
    gathering = make_gathering()
    visit(haneul, as_=staff).post(f"/desk/gatherings/{gathering.pk}/minutes/", {"minutes": "미리"})
    assert Gathering.objects.get(pk=gathering.pk).minutes_at is None


def test_search_engines_find_published_ones_and_no_place_of_anybody(haneul, visit, make_gathering):
    visitor = visit(haneul)
    assert "gatherings" not in visitor.get("/sitemap.xml").content.decode()
    shown, hidden = make_gathering(), make_gathering(publish=False)
    assert "/sitemaps/gatherings.xml" in visitor.get("/sitemap.xml").content.decode()
    found = visitor.get("/sitemaps/gatherings.xml").content.decode()
    assert page_of(shown) in found and page_of(hidden) not in found
    assert "Disallow: /gatherings/places/" in visitor.get("/robots.txt").content.decode()
