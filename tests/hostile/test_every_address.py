"""Every address, asked with what no link of ours contains: in the path, the query, the cookies, the headers.

Each in some of these ways, each time the same: HOSTILE=all asks all of them in all ways (shares.py).
"""

import re
from typing import Any
from urllib.parse import quote

import pytest

from tests.doors.addresses import addresses
from tests.doors.kinds import NOT_A_PAGE
from tests.doors.setting import INSTITUTION as INSTITUTION_URLS
from tests.doors.table import INSTITUTION
from tests.hostile.corpus import TEXTS
from tests.hostile.shares import ALL, share
from tests.hostile.test_every_form import complaint

NAMES = sorted(addresses(INSTITUTION_URLS))
# Every parameter that any page reads, and a few that only an attacker would think of.
PARAMETERS = (
    "q sort stage category department after then next page draft comments comments_after state whose standing"
    " words from origin kind cursor size format language theme width _connector order_by ordering __class__ pk"
).split()
# Long ones are tried below.
QUERIES = {label: text for label, text in TEXTS.items() if len(text) < 500 and "emoji" not in label}
SHARPEST = (
    "decomposed Hangul",
    "SQL order",
    "huge number",
    "a digit that is no number",
    "too large for a database",
)
LISTS = (
    "portal:proposals",
    "portal:proposal",
    "portal:answers",
    "desk:answers",
    "desk:proposals",
    "portal:my_page",
)
# What everybody opens is asked with everything.
ALWAYS = ("portal:home", "portal:proposals", "portal:proposal", "desk:home", "api:me")
PIECES = [
    "%00",
    "%ff%fe",
    "..%2f..%2f",
    "%F0%9F%92%A9",
    "9" * 400,
    "-1",
    "%2e%2e",
    "'--",
    "a" * 3_000,
    "%0d%0aX: y",
]
HEADERS = {
    "no text": {"HTTP_COOKIE": "session=\x00\xff; csrf=\x80; language=%00"},
    "a foreign session": {"HTTP_COOKIE": f"session={'A' * 5_000}"},
    "a broken cookie": {"HTTP_COOKIE": '=;;==; session="; display=%; language=../../x'},
    "a token of nothing": {"HTTP_AUTHORIZATION": "Token \x00.\x00"},
    "a token of letters": {"HTTP_AUTHORIZATION": "Token " + "가".encode().decode("latin-1") * 50},
    "another scheme": {"HTTP_AUTHORIZATION": "Basic ////"},
    "a wish for a strange tongue": {"HTTP_ACCEPT_LANGUAGE": "../../" + "x" * 600, "HTTP_ACCEPT": "text/\x00"},
    "script's words": {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "\x00", "HTTP_HX_TARGET": "'\"<"},
    "where from": {"HTTP_REFERER": "javascript:\x00", "HTTP_ORIGIN": "null"},
    "through many hands": {"HTTP_X_FORWARDED_FOR": "가, \x00, 999.1.1.1", "HTTP_X_FORWARDED_PROTO": "gopher"},
    "an old copy": {
        "HTTP_IF_NONE_MATCH": "\x00",
        "HTTP_IF_MODIFIED_SINCE": "yesterday",
        "HTTP_RANGE": "bytes=9-1",
    },
}


METHODS = ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]
CONTENT_TYPES = [
    "multipart/form-data",
    "multipart/form-data; boundary=" + "x" * 500,
    "multipart/form-data; boundary=가",
    "application/x-www-form-urlencoded; charset=nonsense",
    "application/x-www-form-urlencoded; charset=utf-16",
    "application/json",
    "",
]


@pytest.fixture
def visitor(setting, haneul, visit):
    """The administrator, who sees most pages."""
    knock = visit(haneul, as_=setting.people["administrator"])
    knock.raise_request_exception = False
    return knock


# What an address is asked in so many ways; each gets its share of the ways.
WAYS = ["query", "path", "headers", "method", "body"]
WAYS_OF_AN_ADDRESS = 2


def asked_by(way: str) -> list[str]:
    """Everybody's pages in all ways, the others in some; what machines are asked is another file's, but for headers."""
    pages = [name for name in NAMES if not name.startswith("api:") or (way == "headers" and name in ALWAYS)]
    return [name for name in pages if name in ALWAYS or way in share(WAYS, name, WAYS_OF_AN_ADDRESS)]


def complaints(ask: Any, tries: list[tuple[str, Any]]) -> list[str]:
    return [f"{label}: {said}" for label, what in tries if (said := complaint(ask(what)))]


def test_no_page_breaks_on_a_strange_query(visitor, setting):
    """Where only forms lead nothing is read; everybody's pages are asked a little more."""
    tries = [
        (f"{name} {label}", (setting.address(name), dict.fromkeys(PARAMETERS, text)))
        for name in asked_by("query")
        if ALL or INSTITUTION[name].administrator != NOT_A_PAGE
        for label, text in share(list(QUERIES.items()), name, 4 if name in ALWAYS else 1)
    ]
    assert complaints(lambda what: visitor.get(*what), tries) == []


def test_no_list_breaks_on_one_strange_parameter(visitor, setting):
    """One at a time, so that an early refusal of one does not hide another."""
    tries = [
        (f"{door} {name} {label}", (setting.address(door), {name: QUERIES[label]}))
        for door in LISTS
        for name in share(PARAMETERS, door, len(PARAMETERS) // 2)
        for label in share(SHARPEST, f"{door} {name}", 1)
    ]
    assert complaints(lambda what: visitor.get(*what), tries) == []


def test_no_address_breaks_on_a_strange_path(visitor):
    tries = []
    routes = addresses(INSTITUTION_URLS)
    for name in asked_by("path"):
        route = routes[name]
        for piece in share(PIECES, name, 1):
            tries.append(
                (
                    f"{name} {piece}",
                    "/" + re.sub(r"<[^>]+>", piece, route) if "<" in route else f"/{route}{piece}",
                )
            )
    assert complaints(visitor.get, tries) == []


def test_no_page_breaks_on_strange_headers(visitor, setting):
    tries = [
        (f"{name} {label}", (setting.address(name), HEADERS[label]))
        for name in asked_by("headers")
        for label in (HEADERS if name in ALWAYS else share(list(HEADERS), name, 1))
    ]
    assert complaints(lambda what: visitor.get(what[0], **what[1]), tries) == []


def test_no_page_breaks_on_another_method(visitor, setting):
    tries = [
        (f"{name} {method}", (method, setting.address(name)))
        for name in asked_by("method")
        for method in share(METHODS, name, 1)
    ]
    assert complaints(lambda what: visitor.generic(*what), tries) == []


def test_no_form_breaks_on_a_body_that_is_not_what_it_says(visitor, setting):
    body = b'--x\r\nContent-Disposition: form-data; name="title"; filename="\x00"\r\n\r\n\xff\x00\r\n--x'
    tries = [
        (f"{name} {content_type}", (setting.address(name), content_type))
        for name in asked_by("body")
        for content_type in share(CONTENT_TYPES, name, 1)
    ]
    assert complaints(lambda what: visitor.generic("POST", what[0], body, what[1]), tries) == []


def test_a_long_address_is_answered_quickly(visitor):
    for query in ("q=" + quote("가" * 20_000), "&".join(f"a{n}=1" for n in range(20_000))):
        assert complaint(visitor.get(f"/proposals/?{query}")) == ""
