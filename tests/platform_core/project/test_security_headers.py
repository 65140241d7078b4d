"""What every answer tells the browser it may not do, whoever answers: pages, errors, machines, files, console."""

import pytest
from django.conf import settings

STRICT = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "connect-src": "'self'",
}
HAPPENED_TO_NOBODY = {"/healthz/"}

DOORS = {
    "a citizen's page": ("haneul", "stranger", "/"),
    "a list": ("haneul", "stranger", "/proposals/"),
    "a form": ("haneul", "citizen", "/proposals/new/"),
    "my page": ("haneul", "citizen", "/me/"),
    "the log-in": ("haneul", "stranger", "/sign-in/"),
    "the desk": ("haneul", "administrator", "/desk/"),
    "the desk's settings": ("haneul", "administrator", "/desk/settings/"),
    "the theme": ("haneul", "administrator", "/desk/theme/"),
    "machines": ("haneul", "stranger", "/api/v1/proposals/"),
    "the machines' document": ("haneul", "stranger", "/api/v1/openapi.json"),
    "a page that is not there": ("haneul", "citizen", "/nobody-here/"),
    "an unknown house": ("nowhere", "stranger", "/"),
    "the console": ("console", "stranger", "/"),
    "the console's log-in": ("console", "stranger", "/sign-in/"),
}


@pytest.fixture
def knock(haneul, visit, citizen, make_staff):
    people = {"stranger": None, "citizen": citizen, "administrator": make_staff()}

    def at(where: str, who: str, path: str):
        browser = visit(None if where == "console" else haneul, as_=people[who])
        if where == "nowhere":
            browser.defaults["HTTP_HOST"] = "nobody.localhost"
        return browser.get(path)

    return at


def policy_of(response) -> dict[str, str]:
    parts = (
        part.strip().partition(" ") for part in response["Content-Security-Policy"].split(";") if part.strip()
    )
    return {name: words for name, _, words in parts}


@pytest.mark.parametrize("door", DOORS)
def test_every_door_sends_the_strict_policy(knock, door):
    response = knock(*DOORS[door])
    policy = policy_of(response)
    assert {name: policy.get(name) for name in STRICT} == STRICT
    assert (
        "unsafe" not in response["Content-Security-Policy"] and "*" not in response["Content-Security-Policy"]
    )
    assert "http:" not in response["Content-Security-Policy"]


@pytest.mark.parametrize("door", DOORS)
def test_every_door_sends_the_other_headers(knock, door):
    response = knock(*DOORS[door])
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"
    for power in ("camera", "microphone", "geolocation", "payment", "usb"):
        assert f"{power}=()" in response["Permissions-Policy"]


@pytest.mark.parametrize("door", DOORS)
def test_behind_https_every_door_asks_to_be_visited_encrypted(knock, settings, door):
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    where, who, path = DOORS[door]
    response = knock(where, who, path)
    assert response.status_code == 301 and response["Location"].startswith("https://"), (
        "not encrypted: sent on"
    )


def test_encrypted_answers_carry_hsts(haneul, visit, settings):
    settings.SECURE_HSTS_SECONDS = 31_536_000
    for host in (haneul.primary_host, settings.CONSOLE_HOST, "nobody.localhost"):
        browser = visit(haneul)
        browser.defaults["HTTP_HOST"] = host
        response = browser.get("/sign-in/", secure=True)
        assert "max-age=31536000" in response["Strict-Transport-Security"], host


def test_no_cookie_names_a_domain(knock):
    for where, who, path in DOORS.values():
        for cookie in knock(where, who, path).cookies.values():
            assert cookie["domain"] == "" and cookie["path"] == "/"
            assert cookie["samesite"] == "Lax"
            assert cookie["httponly"] or cookie.key != settings.SESSION_COOKIE_NAME


def test_no_page_holds_inline_code(knock):
    """What the policy forbids is not there either: the page does not lean on a browser being old."""
    import re

    for where, who, path in DOORS.values():
        response = knock(where, who, path)
        if "html" not in response.headers.get("Content-Type", ""):
            continue
        page = response.content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)", page), path
        assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=\"", page), path
        assert not re.search(
            r"(?:src|href)=\"(?:https?:)?//(?!haneul\.localhost|console\.localhost)[^\"]*\.(?:js|css|woff2?|png|svg)",
            page,
        ), path
