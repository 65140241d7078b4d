"""Each page says what happened and what to do; nothing typed is lost; nothing secret is shown."""

import pytest
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory

from platform_core.access import Refused, no
from platform_core.web import views
from tenants.context import public
from tenants.models import Standing
from tenants.queries import forget_hosts
from tests.fixtures.people import new_staff


@pytest.fixture
def asked(haneul):
    """A request as the middleware leaves it for a view."""

    def make(
        method: str = "get", path: str = "/propose/", data: dict | None = None, **headers: str
    ) -> HttpRequest:
        request = getattr(RequestFactory(), method)(path, data or {}, HTTP_HOST="haneul.localhost", **headers)
        request.tenant = haneul
        request.csp_nonce = ""
        return request

    return make


def said(response) -> str:
    return response.content.decode()


TYPED = {
    "title": "그늘막을 놓아 주세요",
    "body": "햇볕이 <b>뜨겁습니다</b>",
    "category": "3",
    "password": "비밀비밀",
}


def test_a_refusal_says_why_and_gives_back_what_was_typed(asked):
    refusal = Refused(no("stage_closed", "공감은 마감되었습니다.", "답변을 기다려 주세요.", "/proposals/7/"))
    response = views.refused(asked("post", data=TYPED), refusal)
    page = said(response)
    assert response.status_code == 409
    assert "공감은 마감되었습니다." in page and 'href="/proposals/7/"' in page
    assert "햇볕이 &lt;b&gt;뜨겁습니다&lt;/b&gt;" in page and "비밀비밀" not in page


def test_a_refusal_of_the_person_is_403_and_a_fragment_for_htmx(asked):
    refusal = Refused(no("not_allowed", "담당자만 할 수 있습니다."))
    response = views.refused(asked("post", HTTP_HX_REQUEST="true"), refusal)
    assert response.status_code == 403 and response["X-Fragment"] == "yes"
    assert "<html" not in said(response) and 'role="alert"' in said(response)


def test_machines_get_codes(asked):
    response = views.refused(
        asked("post", "/api/v1/proposals/7/support/"), Refused(no("stage_closed", "마감"))
    )
    assert response.headers["Content-Type"] == "application/json" and b"stage_closed" in response.content


def test_an_old_form_is_shown_and_sent_again_with_one_press(haneul, visit, citizen):
    browser = visit(haneul, as_=citizen)
    browser.handler.enforce_csrf_checks = True
    browser.cookies["csrf"] = "x" * 32
    response = browser.post("/me/account/name/?from=here", {"name": "고운 말", "csrfmiddlewaretoken": "old"})
    page = said(response)
    assert response.status_code == 403 and "고운 말" in page
    assert 'action="/me/account/name/?from=here"' in page and 'name="name" value="고운 말"' in page
    fresh = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    again = browser.post("/me/account/name/", {"name": "고운 말", "csrfmiddlewaretoken": fresh})
    assert again.status_code == 302


def test_an_old_log_in_form_is_opened_anew_instead(haneul, visit):
    browser = visit(haneul)
    browser.handler.enforce_csrf_checks = True
    response = browser.post("/sign-in/", {"login": "kim@example.org", "password": "비밀비밀"})
    page = said(response)
    assert response.status_code == 403 and "비밀비밀" not in page
    assert 'href="/sign-in/"' in page and 'name="password"' not in page


def test_a_form_sent_from_a_sibling_institution_is_not_echoed(haneul, visit, citizen):
    browser = visit(haneul, as_=citizen)
    browser.handler.enforce_csrf_checks = True
    response = browser.post("/me/account/name/", {"name": "남의 말"}, HTTP_ORIGIN="http://bada.localhost")
    assert response.status_code == 403 and "남의 말" not in said(response)


def test_far_too_much_is_413_not_a_riddle(asked):
    assert views.bad_request(asked(), RequestDataTooBig("too big")).status_code == 413
    assert views.bad_request(asked(), ValueError("odd")).status_code == 400


def test_pages_for_a_broken_house_need_no_house(django_assert_num_queries, db):
    request = RequestFactory().post("/propose/", TYPED)
    with django_assert_num_queries(0):
        broken, busy = views.server_error(request), views.busy(request)
        nobody = views.unknown_host(request)
    assert (broken.status_code, busy.status_code, nobody.status_code) == (500, 503, 404)
    assert busy["Retry-After"] == "5" and "뜨겁습니다" in said(busy) and "비밀비밀" not in said(busy)
    assert "하늘시" not in said(nobody) and "바다군" not in said(nobody)


def test_a_database_that_stumbles_is_503_and_says_try_again(asked):
    from platform_core.web.middleware.refusals import RefusalMiddleware

    middleware = RefusalMiddleware(lambda request: None)
    assert middleware.process_exception(asked(), OperationalError("canceling statement")).status_code == 503


@pytest.mark.parametrize(
    "template", ["web/broken.html", "web/unknown_host.html", "web/closed.html", "429.html"]
)
def test_standing_alone_means_no_inline_code(template):
    page = render_to_string(template, {"title": "T", "sentence": "S", "status": 500})
    assert " style=" not in page and "<script>" not in page and 'lang="' in page


def test_an_unknown_host_is_a_neutral_404(db, visit):
    from tests.fixtures.visiting import Visitor

    response = Visitor(HTTP_HOST="nobody.localhost").get("/")
    assert response.status_code == 404 and "주소" in said(response)


@pytest.fixture
def read_only(haneul):
    with public():
        haneul.standing = Standing.READ_ONLY
        haneul.save(update_fields=["standing"])
    forget_hosts()
    return haneul


def test_a_read_only_institution_gives_words_back(read_only, visit):
    assert visit(read_only).get("/sign-in/").status_code == 200
    response = visit(read_only).post("/sign-up/", TYPED)
    page = said(response)
    assert response.status_code == 403 and "하늘시" in page and "그늘막을" in page and "비밀비밀" not in page


def test_an_institution_being_prepared_asks_for_patience(haneul, visit):
    with public():
        haneul.standing = Standing.PREPARING
        haneul.save(update_fields=["standing"])
    forget_hosts()
    assert visit(haneul).get("/sign-in/").status_code == 503


def test_an_address_that_only_takes_forms_leads_to_the_page_above(haneul, visit):
    answer = visit(haneul, as_=new_staff()).get("/desk/categories/1/place/")
    page = answer.content.decode()
    assert answer.status_code == 405 and answer["Allow"] == "POST"
    assert "<h1>" in page and 'href="/desk/categories/1/"' in page


def test_who_may_not_work_there_is_led_back_to_where_they_may(haneul, visit):
    answer = visit(haneul, as_=new_staff("moderator")).get("/desk/staff/")
    assert answer.status_code == 403
    assert 'href="/desk/"' in answer.content.decode()
