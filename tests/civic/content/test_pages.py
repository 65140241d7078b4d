"""Pages as an administrator keeps them at the desk and as everybody reads them."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from civic.content.models import Arrangement, Draft, Edition, Redirect
from civic.content.preview import preview_token
from civic.content.queries import forget_content
from civic.content.warning import Warned, put_up
from civic.people.models import Role
from platform_core.accounts.consent import versions_in_force


@pytest.fixture
def desk(haneul, visit, administrator):
    return visit(haneul, as_=administrator)


def text(answer) -> str:
    return answer.content.decode()


def seen_on(page) -> str:
    """Empty where nothing has been written yet."""
    found = re.search(r'name="seen" value="([^"]*)"', text(page))
    return found.group(1) if found else ""


def send(desk, address, **fields):
    """As a browser does: the page is opened, filled and sent."""
    return desk.post(address, {"seen": seen_on(desk.get(address)), **fields})


def test_a_page_is_written_previewed_published_and_read(haneul, visit, desk):
    made = desk.post("/desk/site/pages/new/", {"purpose": "free", "title": "찾아오시는 길", "slug": "visit"})
    page = Arrangement.objects.get(slug="visit")
    desk_page = made["Location"]
    assert visit(haneul).get("/p/visit/").status_code == 404
    assert "아직" in text(desk.get(desk_page)) or "empty" in text(desk.get(desk_page))
    assert desk.post(f"{desk_page}publication/", {"seen": "x"}).status_code == 409
    send(desk, f"{desk_page}blocks/text-1/", body_ko="시청역 1번 출구에서 **3분**", title_ko="전철")
    preview = visit(haneul).get(f"/preview/{preview_token(page)}/")
    assert "<strong>3분</strong>" in text(preview) and "noindex" in text(preview)
    assert preview["Cache-Control"] == "no-store" and "noindex" in preview["X-Robots-Tag"]
    assert visit(haneul).get("/p/visit/").status_code == 404
    assert send(desk, f"{desk_page}publication/").status_code == 302
    read = visit(haneul).get("/p/visit/")
    assert "<strong>3분</strong>" in text(read) and "noindex" not in text(read)
    assert "/p/visit/" in text(visit(haneul).get("/sitemaps/pages.xml"))
    assert "/sitemaps/pages.xml" in text(visit(haneul).get("/sitemap.xml"))


def test_what_two_people_type_at_once_is_kept(desk, make_page):
    page = make_page(is_draft=True)
    address = f"/desk/site/{page.key}/blocks/text-1/"
    seen = seen_on(desk.get(address))
    desk.post(address, {"seen": seen, "body_ko": "먼저 쓴 말"})
    late = desk.post(address, {"seen": seen, "body_ko": "나중에 쓴 말"})
    assert late.status_code == 409
    assert "나중에 쓴 말" in text(late) and "먼저 쓴 말" in text(late)
    assert desk.post(address, {"seen": seen_on(late), "body_ko": "나중에 쓴 말"}).status_code == 302
    other = f"/desk/site/{page.key}/head/"
    head = seen_on(desk.get(other))
    desk.post(address, {"seen": seen_on(desk.get(address)), "body_ko": "또 다른 말"})
    assert desk.post(other, {"seen": head, "title_ko": "새 제목"}).status_code == 302
    document = Draft.objects.get(arrangement=page).document
    assert document["head"]["title"] == {"ko": "새 제목"}
    assert document["blocks"][0]["fields"]["body"] == {"ko": "또 다른 말"}


def test_what_is_typed_into_a_block_that_somebody_took_out_can_be_put_back(desk, make_page):
    page = make_page(is_draft=True)
    address = f"/desk/site/{page.key}/blocks/text-1/"
    seen = seen_on(desk.get(address))
    desk.post(f"{address}place/", {"move": "remove"})
    late = desk.post(address, {"seen": seen, "body_ko": "오래 쓴 말"})
    assert late.status_code == 409 and "오래 쓴 말" in text(late)
    assert desk.post(address, {"seen": seen_on(late), "body_ko": "오래 쓴 말"}).status_code == 302
    blocks = Draft.objects.get(arrangement=page).document["blocks"]
    assert blocks[0]["fields"]["body"] == {"ko": "오래 쓴 말"}
    assert desk.get(f"/desk/site/{page.key}/blocks/nothing-9/").status_code == 404


def test_blocks_move_are_switched_and_taken_out_without_script(haneul, visit, desk):
    visit(haneul).get("/")
    for move in ("up", "up", "off"):
        desk.post("/desk/site/home/blocks/notices/place/", {"move": move})
    desk.post("/desk/site/home/blocks/call/place/", {"move": "remove"})
    blocks = Draft.objects.get(arrangement__place="home").document["blocks"]
    assert [one["id"] for one in blocks][-3:] == ["notices", "how", "changed"]
    assert not next(one for one in blocks if one["id"] == "notices")["is_on"]
    assert "home-call" in text(visit(haneul).get("/"))
    send(desk, "/desk/site/home/publication/")
    assert "home-call" not in text(visit(haneul).get("/"))


def test_an_own_title_and_a_text_stand_on_the_home_page_in_the_readers_language(haneul, visit, desk):
    address = "/desk/site/home/blocks/new/text/"
    send(desk, address, title_ko="시장 인사말", body_ko="안녕하십니까 <script>alert(1)</script>")
    send(desk, "/desk/site/home/blocks/call/", title_ko="골목을 바꿔요", title_en="Change your street")
    send(desk, "/desk/site/home/publication/")
    korean = text(visit(haneul).get("/"))
    english = visit(haneul)
    english.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = text(english.get("/"))
    assert "골목을 바꿔요" in korean and "Change your street" not in korean and "<script>alert" not in korean
    assert "Change your street" in page and "골목을 바꿔요" not in page
    assert '<div class="prose" lang="ko">' in page and "This is only in Korean." in page


@pytest.mark.parametrize(
    "link",
    [
        "http://youtu.be/x",
        "https://evil.example/watch",
        "https://youtu.be.evil.example/",
        "javascript:alert(1)",
        "https://youtu.be@evil.example/",
        'https://youtu.be/"><script>',
    ],
)
def test_a_film_from_elsewhere_is_refused_and_what_was_typed_stays(desk, link):
    answer = send(
        desk, "/desk/site/home/blocks/new/video/", title_ko="소개", link=link, words_ko="우리 도시의 이야기"
    )
    assert answer.status_code == 422 and "우리 도시의 이야기" in text(answer)
    assert not Draft.objects.exists()


def test_a_film_is_a_link_and_loads_nothing(haneul, visit, desk):
    fields = {"title_ko": "소개 영상", "link": "https://youtu.be/abc", "words_ko": "시장이 인사합니다."}
    send(desk, "/desk/site/home/blocks/new/video/", **{**fields, "words_ko": ""})
    assert send(desk, "/desk/site/home/publication/", note="영상").status_code == 409
    send(desk, "/desk/site/home/blocks/video-1/", **fields)
    send(desk, "/desk/site/home/publication/")
    page = text(visit(haneul).get("/"))
    assert 'href="https://youtu.be/abc"' in page and "시장이 인사합니다" in page
    assert (
        "<iframe" not in page
        and "<video" not in page
        and "youtu.be/abc" not in re.findall('src="([^"]*)"', page)
    )


def test_the_menu_has_two_levels_and_leads_to_no_empty_room(haneul, visit, desk, make_page):
    make_page()
    plain = text(visit(haneul).get("/proposals/"))
    send(desk, "/desk/site/menu/blocks/new/group/", title_ko="안내")
    send(desk, "/desk/site/menu/blocks/new/page/", page="visit", level="2")
    # At the desk, too, a page is called by its title.
    for address in ("/desk/site/menu/", "/desk/site/menu/blocks/page-1/"):
        assert re.search(r">\s*찾아오시는 길\s*<", text(desk.get(address))), address
    send(
        desk,
        "/desk/site/menu/blocks/new/outside/",
        title_ko="시청",
        link="https://www.haneul.example/",
        level="2",
    )
    assert send(desk, "/desk/site/menu/publication/").status_code == 409  # more than fit beside each other
    desk.post("/desk/site/menu/blocks/room-questions/place/", {"move": "remove"})
    assert text(visit(haneul).get("/proposals/")).count("/p/visit/") == 0
    send(desk, "/desk/site/menu/publication/")
    page = text(visit(haneul).get("/proposals/"))
    assert page != plain
    assert page.count('href="/p/visit/"') == 2 and page.count("https://www.haneul.example/") == 2
    assert 'href="/debates/"' not in page and 'href="/proposals/" aria-current="page"' in page
    assert "찾아오시는 길" in page and '<details class="menu site-nav__more">' in page


def test_the_foot_of_the_page_says_what_a_public_site_owes(haneul, visit, desk, make_page):
    overview = text(desk.get("/desk/site/"))
    send(
        desk,
        "/desk/site/footer/head/",
        contact_ko="하늘시 하늘로 1",
        phone="02-000-0000",
        mark="4",
        rights_ko="© 하늘시",
    )
    send(desk, "/desk/site/footer/publication/")
    make_page("accessibility", "웹 접근성", purpose="accessibility")
    page = text(visit(haneul).get("/how/"))
    for said in ("하늘시 하늘로 1", "02-000-0000", "© 하늘시", "licenseType4", 'href="/p/accessibility/"'):
        assert said in page
    assert text(desk.get("/desk/site/")).count("badge--good") > overview.count("badge--good")


def test_own_terms_take_the_place_of_the_platforms_and_consents_name_their_version(
    haneul, visit, make_page, put_out, say
):
    at = timezone.now()
    before, ours = versions_in_force(at), text(visit(haneul).get("/terms/"))
    terms = make_page("", "이용약관", "하늘시의 약관입니다.", purpose="terms")
    page = text(visit(haneul).get("/terms/"))
    assert "하늘시의 약관입니다" in page and page != ours
    first = versions_in_force(at)
    assert first["terms"].endswith(".1") and first["privacy"] == before["privacy"]
    say(terms, "고친 약관입니다.")
    put_out(terms, note="제5조를 고침")
    assert versions_in_force(timezone.now())["terms"].endswith(".2")
    history = text(visit(haneul).get("/p/terms/versions/"))
    assert history.count("rows__row") == 2 and "제5조를 고침" in history
    old = text(visit(haneul).get("/p/terms/versions/1/"))
    assert "하늘시의 약관입니다" in old and "noindex" in old
    assert visit(haneul).get("/p/terms/")["Location"] == "/terms/"


def test_an_edition_begins_at_its_second_and_nothing_needs_to_run(
    make_page, say, put_out, haneul, visit, monkeypatch
):
    page = make_page(words="오늘의 말")
    say(page, "내일의 말")
    at = timezone.now()
    edition = put_out(page, at=at, begins_at=at + timedelta(days=1))
    visitor = visit(haneul)
    for moment, word in (
        (at, "오늘의 말"),
        (edition.begins_at - timedelta(seconds=1), "오늘의 말"),
        (edition.begins_at, "내일의 말"),
    ):
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        assert word in text(visitor.get("/p/visit/"))


def test_an_edition_that_has_not_begun_is_taken_back(desk, make_page, say, put_out):
    page = make_page()
    say(page, "내일의 말")
    edition = put_out(page, begins_at=timezone.now() + timedelta(days=1))
    address = f"/desk/site/{page.key}/versions/"
    assert desk.post(f"{address}1/withdrawal/").status_code == 409
    assert desk.post(f"{address}2/withdrawal/").status_code == 302
    edition.refresh_from_db()
    assert edition.withdrawn_at is not None
    assert desk.get(address).status_code == 200


def test_what_was_published_can_be_the_draft_again(desk, make_page, say, put_out, haneul, visit):
    page = make_page(words="처음 말")
    say(page, "나중 말")
    put_out(page)
    shown = text(desk.get(f"/desk/site/{page.key}/versions/2/"))
    assert "처음 말" in shown and "나중 말" in shown
    desk.post(f"/desk/site/{page.key}/versions/1/restoration/")
    assert desk.post(f"/desk/site/{page.key}/versions/2/restoration/").status_code == 409
    send(desk, f"/desk/site/{page.key}/publication/")
    assert "처음 말" in text(visit(haneul).get("/p/visit/"))
    assert list(Edition.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]


def test_a_page_that_goes_leads_on(haneul, visit, desk, make_page):
    page = make_page()
    desk.post(f"/desk/site/{page.key}/address/", {"slug": "how-to-come"})
    assert visit(haneul).get("/p/visit/")["Location"] == "/p/how-to-come/"
    bad = desk.post(f"/desk/site/{page.key}/removal/", {"to": "//evil.example/"})
    assert bad.status_code == 422
    desk.post(f"/desk/site/{page.key}/removal/", {"to": "/notices/"})
    gone = visit(haneul).get("/p/how-to-come/")
    assert (gone.status_code, gone["Location"]) == (301, "/notices/")


@pytest.mark.parametrize(
    ("old", "new", "status"),
    [
        ("/board/list.do", "/notices/", 302),
        ("/board/list.do", "https://evil.example/", 422),
        ("/board/list.do", "//evil.example/", 422),
        ("/board/list.do", "/\\evil.example/", 422),
        ("/desk/old/", "/", 409),
        ("/b/", "/a/", 409),
        ("/a", "/", 409),
        ("/x/", "/x", 409),
    ],
)
def test_redirects_lead_on_inside_and_never_in_a_circle(haneul, visit, desk, old, new, status):
    desk.post("/desk/site/redirects/", {"old": "/a/", "new": "/b/"})
    answer = desk.post("/desk/site/redirects/", {"old": old, "new": new})
    assert answer.status_code == status and (status == 302 or old in text(answer))
    assert Redirect.objects.count() == (2 if status == 302 else 1)
    assert visit(haneul).get("/a")["Location"] == "/b/"
    assert visit(haneul).post("/a/").status_code == 404


def test_a_banner_stands_above_every_page_for_its_time(haneul, visit, desk, make_staff, monkeypatch):
    moderator = visit(haneul, as_=make_staff(Role.MODERATOR))
    at = timezone.now()
    fields = {"level": "bad", "words_ko": "하천이 넘칩니다. 다리를 건너지 마세요.", "link": "/notices/"}
    times = {"begins_at": "2026-01-01T00:00", "ends_at": "2025-01-01T00:00"}
    wrong = moderator.post("/desk/site/banners/new/", {**fields, **times})
    assert wrong.status_code == 409 and "다리를 건너지" in text(wrong)
    local = timezone.localtime(at, haneul.zone)
    times = {
        "begins_at": f"{local - timedelta(minutes=5):%Y-%m-%dT%H:%M}",
        "ends_at": f"{local + timedelta(hours=2):%Y-%m-%dT%H:%M}",
    }
    assert moderator.post("/desk/site/banners/new/", {**fields, **times}).status_code == 302
    for path in ("/", "/proposals/", "/sign-in/"):
        assert "다리를 건너지" in text(visit(haneul).get(path)), path
    with monkeypatch.context() as later:
        later.setattr(timezone, "now", lambda: at + timedelta(hours=3))
        assert "다리를 건너지" not in text(visit(haneul).get("/proposals/"))
    moderator.post(
        f"/desk/site/banners/{desk.get('/desk/site/banners/').context['rows'][0]['banner'].pk}/end/"
    )
    assert "다리를 건너지" not in text(visit(haneul).get("/proposals/"))


def test_a_neighbour_sees_and_changes_nothing_of_it(haneul, bada, visit, neighbour, make_page):
    page = make_page()
    draft = make_page("later", "나중", is_draft=True)
    token = preview_token(draft)
    assert visit(haneul).get(f"/preview/{token}/").status_code == 200
    assert visit(bada).get(f"/preview/{token}/").status_code == 404
    assert visit(bada).get("/p/visit/").status_code == 404
    next_door = visit(haneul, as_=neighbour)
    for path in ("", "pages/", "redirects/", "banners/", f"{page.key}/", f"{page.key}/head/", "home/"):
        assert next_door.get(f"/desk/site/{path}").status_code == 302, path
    next_door.post(f"/desk/site/{page.key}/removal/", {"to": ""})
    assert visit(haneul).get("/p/visit/").status_code == 200


def test_a_preview_link_runs_out_and_cannot_be_made_up(haneul, visit, make_page, monkeypatch):
    token = preview_token(make_page(is_draft=True))
    assert visit(haneul).get(f"/preview/{token}x/").status_code == 404
    monkeypatch.setattr("civic.content.preview.LASTS", timedelta(seconds=-1))
    answer = visit(haneul).get(f"/preview/{token}/")
    assert answer.status_code == 404 and answer["Cache-Control"] == "no-store"


def test_what_is_arranged_adds_no_question_to_a_warm_page(haneul, visit, desk, make_page, make_proposal):
    make_proposal()
    addresses = ("/", "/proposals/", "/how/")

    def counted() -> list[int]:
        counts = []
        for address in addresses:
            visit(haneul).get(address)
            with CaptureQueriesContext(connection) as queries:
                visit(haneul).get(address)
            counts.append(len(queries))
        return counts

    before = counted()
    make_page("accessibility", "웹 접근성", purpose="accessibility")
    send(desk, "/desk/site/menu/blocks/new/group/", title_ko="안내")
    send(desk, "/desk/site/menu/blocks/new/page/", page="accessibility", level="2")
    send(desk, "/desk/site/menu/publication/")
    send(desk, "/desk/site/home/blocks/new/text/", body_ko="인사말")
    send(desk, "/desk/site/home/publication/")
    forget_content()
    assert counted() == before


def test_two_who_change_a_banner_at_once_lose_nothing(haneul, visit, administrator, desk):
    at = timezone.now()
    words = Warned("warn", {"ko": "다리가 잠겼습니다."}, at, at + timedelta(hours=2))
    one = put_up(warning=words, by=administrator, at=at)
    address = f"/desk/site/banners/{one.pk}/"
    seen = seen_on(desk.get(address))
    fields = {
        "level": "warn",
        "begins_at": "2026-01-01T00:00",
        "ends_at": f"{at + timedelta(days=1):%Y-%m-%dT%H:%M}",
    }
    assert desk.post(address, {**fields, "seen": seen, "words_ko": "먼저 고친 말"}).status_code == 302
    late = desk.post(address, {**fields, "seen": seen, "words_ko": "나중에 고친 말"})
    assert late.status_code == 409 and "먼저 고친 말" in text(late) and "나중에 고친 말" in text(late)
    assert (
        desk.post(address, {**fields, "seen": seen_on(late), "words_ko": "나중에 고친 말"}).status_code == 302
    )
