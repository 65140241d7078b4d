"""Below HTTP: bytes no browser sends, to the real web server. It answers or hangs up, and goes on serving."""

import re
import socket
import time

import pytest

FOUR_HUNDREDS = range(400, 500)


def say(stack, data: bytes, *, more: bytes = b"", patience: float = 10) -> int:
    """The status of the answer, or 0 when the server hung up without one."""
    with socket.create_connection(("127.0.0.1", stack.port), timeout=patience) as wire:
        try:
            wire.sendall(data)
            if more:
                wire.sendall(more)
            answer = wire.recv(65_536)
        except (ConnectionError, TimeoutError):
            return 0
    found = re.match(rb"HTTP/1\.[01] (\d{3})", answer)
    return int(found[1]) if found else 0


def head(line: str, *headers: str) -> bytes:
    return ("\r\n".join([line, *headers]) + "\r\n\r\n").encode("latin-1", "replace")


HOME = "GET / HTTP/1.1"
HERE = "Host: haneul.localhost"
TOGETHER = "Content-Type: application/x-www-form-urlencoded"
WIRE = {
    "no host": head(HOME, "Connection: close"),
    "two hosts": head(HOME, HERE, "Host: bada.localhost", "Connection: close"),
    "a null in the host": head(HOME, "Host: haneul\x00.localhost"),
    "a null in a header": head(HOME, HERE, "Authorization: Token \x00"),
    "a null in the path": head("GET /proposals/\x00/ HTTP/1.1", HERE),
    "a path that is no path": head("GET \\..\\.. HTTP/1.1", HERE),
    "an address instead of a path": head("GET http://bada.localhost/ HTTP/1.1", HERE, "Connection: close"),
    "another protocol": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 50,
    "no protocol": b"hello\r\n\r\n",
    "a length below zero": head("POST /proposals/new/ HTTP/1.1", HERE, TOGETHER, "Content-Length: -5"),
    "a length that is no number": head(
        "POST /proposals/new/ HTTP/1.1", HERE, TOGETHER, "Content-Length: much"
    ),
    "two lengths": head(
        "POST /proposals/new/ HTTP/1.1", HERE, TOGETHER, "Content-Length: 3", "Content-Length: 30"
    )
    + b"a=1",
    "length and chunks": head(
        "POST /proposals/new/ HTTP/1.1",
        HERE,
        TOGETHER,
        "Content-Length: 4",
        "Transfer-Encoding: chunked",
        "Connection: close",
    )
    + b"0\r\n\r\nGET /desk/ HTTP/1.1\r\nHost: haneul.localhost\r\n\r\n",
    "a length of a terabyte": head(
        "POST /proposals/new/ HTTP/1.1", HERE, TOGETHER, f"Content-Length: {10**12}", "Connection: close"
    ),
    "a chunk that is no number": head(
        "POST /proposals/new/ HTTP/1.1", HERE, TOGETHER, "Transfer-Encoding: chunked"
    )
    + b"zz\r\nabc\r\n",
    "a header without end": head(HOME, HERE, "X-Long: " + "a" * 600_000),
    "ten thousand headers": head(HOME, HERE, *(f"X-{n}: {n}" for n in range(10_000))),
}


@pytest.mark.parametrize("label", WIRE)
def test_bytes_no_browser_sends_break_nothing(stack, label):
    status = say(stack, WIRE[label])
    assert status < 500, status
    assert status in (0, 200, *FOUR_HUNDREDS)
    assert say(stack, head(HOME, HERE, "Connection: close")) == 200, "and it goes on serving"


def test_a_body_shorter_than_it_says_keeps_nobody_else_waiting(stack):
    """Three people stop in the middle of a form; the fourth gets the page at once.

    Each holds one of the server's threads: in front of many, the proxy reads bodies to their end first.
    """
    begun = [socket.create_connection(("127.0.0.1", stack.port), timeout=10) for _ in range(3)]
    try:
        for wire in begun:
            wire.sendall(head("POST /sign-in/ HTTP/1.1", HERE, TOGETHER, "Content-Length: 5000") + b"login=")
        start = time.monotonic()
        assert say(stack, head(HOME, HERE, "Connection: close")) == 200
        assert time.monotonic() - start < 5
    finally:
        for wire in begun:
            wire.close()


def test_a_body_longer_than_it_says_is_cut_there(stack, haneul):
    before = haneul.facts.one("SELECT count(*) FROM proposals_proposal")
    body = b"title=abcdef&body=abcdefghijklmnop"
    status = say(
        stack,
        head("POST /proposals/new/ HTTP/1.1", HERE, TOGETHER, "Content-Length: 5", "Connection: close"),
        more=body,
    )
    assert status in (0, *FOUR_HUNDREDS)
    assert haneul.facts.one("SELECT count(*) FROM proposals_proposal") == before


def test_ten_megabytes_of_text_are_refused_at_once(stack):
    size = 10 * 1024 * 1024
    start = time.monotonic()
    request = head(
        "POST /proposals/new/ HTTP/1.1", HERE, TOGETHER, f"Content-Length: {size}", "Connection: close"
    )
    status = say(stack, request, more=b"body=" + b"a" * (size - 5), patience=20)
    # A server that answers before it has read everything may have hung up while we were still talking.
    assert status in (0, 400, 403, 413, 422)
    assert time.monotonic() - start < 5


def test_an_unknown_house_is_a_neutral_404_and_leaves_no_trace(stack, haneul):
    houses = haneul.facts.one("SELECT count(*) FROM public.tenants_hostname")
    for host in (
        "nobody.localhost",
        "xn--bcher-kva.localhost",
        "haneul.localhost.evil.example",
        "127.0.0.1",
        "[::1]",
    ):
        assert (
            say(stack, head(HOME, f"Host: {host}", "X-Forwarded-Host: haneul.localhost", "Connection: close"))
            == 404
        )
    assert haneul.facts.one("SELECT count(*) FROM public.tenants_hostname") == houses
