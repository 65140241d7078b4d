"""A log-in at one institution is worth nothing at another, through the real doors."""

from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from platform_core.accounts.models import User
from tenants.context import institution_context, public


def who(visitor: Client) -> object:
    user = visitor.get("/").wsgi_request.user
    return user if user.is_authenticated else None


def twin_of(user: User, institution) -> User:
    """Another institution's person with the same number, address and password."""
    with institution_context(institution):
        return User.objects.create(pk=user.pk, email=user.email, name=user.name, password=user.password)


def test_the_cookie_opens_its_own_door_only(haneul, bada, visit, citizen):
    twin_of(citizen, bada)
    at_home = visit(haneul, as_=citizen)
    assert who(at_home) == citizen
    next_door = visit(bada)
    next_door.cookies = at_home.cookies
    assert who(next_door) is None


def test_a_session_row_copied_next_door_opens_nothing(haneul, bada, visit, citizen):
    twin_of(citizen, bada)
    at_home = visit(haneul, as_=citizen)
    row = Session.objects.get(session_key=at_home.cookies[settings.SESSION_COOKIE_NAME].value)
    with institution_context(bada):
        Session(
            session_key=row.session_key, session_data=row.session_data, expire_date=row.expire_date
        ).save()
    next_door = visit(bada)
    next_door.cookies = at_home.cookies
    assert who(next_door) is None


def test_an_operators_cookie_opens_no_institution(haneul, visit, operator):
    console = visit(None, as_=operator)
    citys = visit(haneul)
    citys.cookies = console.cookies
    assert who(citys) is None
    with public():
        assert Session.objects.count() == 1


def test_cookies_are_for_this_host_alone(haneul, visit, citizen):
    assert settings.SESSION_COOKIE_HTTPONLY and settings.SESSION_COOKIE_SAMESITE == "Lax"
    visitor = visit(haneul, as_=citizen)
    visitor.get("/")
    assert visitor.cookies
    assert not any(cookie["domain"] for cookie in visitor.cookies.values())


def test_an_unknown_host_gets_the_same_neutral_page_whatever_it_asks_for(haneul, visit):
    answers = {
        (response.status_code, response.content)
        for path in ("/", "/api/v1/", "/desk/", "/static/x.css", "/" + "a" * 500)
        if (response := Client(HTTP_HOST="nobody.localhost").get(path))
    }
    assert len(answers) == 1
    ((status, content),) = answers
    assert status == 404
    assert "하늘시" not in content.decode()
