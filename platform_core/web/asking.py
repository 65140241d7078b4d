"""Asking a server on the internet for a small answer, while somebody waits for the page.

Whom to ask, an institution's administrator typed: so the address is looked up once, nothing inside our own network
is reached through it, and what comes back is short, comes soon, or does not count.
"""

import ipaddress
import json
import socket
import ssl
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

import urllib3
from django.conf import settings

# RELIABILITY F13: a provider that is slow must not make our pages slow.
SECONDS = 3.0
LARGEST_BYTES = 256 * 1024
_PIECE = 16 * 1024


class NoAnswer(Exception):
    """Nothing usable came back. `code`: address, down, slow, size, status, nonsense."""

    def __init__(self, code: str, status: int = 0) -> None:
        super().__init__(f"{code} {status or ''}".strip())
        self.code = code
        self.status = status


def ask_json(
    address: str,
    *,
    form: Mapping[str, str] | None = None,
    said: Any = None,
    headers: Mapping[str, str] | None = None,
    wrong_too: bool = False,
) -> dict[str, Any]:
    """GET, or POST with `form` or, as JSON, with `said`; the object that was answered. Redirects are not followed. Raises NoAnswer.

    `wrong_too`: an answer with a status of 4xx is read as well, as OAuth says there what was wrong.
    """
    body = urlencode(form).encode() if form is not None else None
    body = json.dumps(said).encode() if said is not None else body
    sent = {"Accept": "application/json", "User-Agent": "Madang", **(headers or {})}
    if body is not None:
        sent["Content-Type"] = "application/x-www-form-urlencoded" if said is None else "application/json"
    status, answer = _ask("POST" if body is not None else "GET", address, body, sent)
    if not (200 <= status < 300 or (wrong_too and 400 <= status < 500)):
        raise NoAnswer("status", status)
    try:
        found = json.loads(answer)
    except (ValueError, RecursionError):
        raise NoAnswer("nonsense", status) from None
    if not isinstance(found, dict):
        raise NoAnswer("nonsense", status)
    return found


def hand_over(address: str, *, body: bytes, headers: Mapping[str, str]) -> None:
    """POST `body`, whose answer's words nobody reads. Redirects are not followed. Raises NoAnswer unless it is a 2xx."""
    status, _said = _ask("POST", address, body, {"User-Agent": "Madang", **headers})
    if not 200 <= status < 300:
        raise NoAnswer("status", status)


def check_address(address: str) -> None:
    """Raises NoAnswer("address") for what can never be asked: no https, credentials in it, a port that is none."""
    _parts(address)


def _parts(address: str) -> tuple[str, str, int, str]:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise NoAnswer("address") from None
    schemes = ("https", "http") if settings.PRIVATE_PROVIDERS else ("https",)
    if parts.scheme not in schemes or not parts.hostname or parts.username is not None:
        raise NoAnswer("address")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.scheme, parts.hostname, port or (443 if parts.scheme == "https" else 80), target


def _ask(method: str, address: str, body: bytes | None, headers: Mapping[str, str]) -> tuple[int, bytes]:
    scheme, host, port, target = _parts(address)
    until = time.monotonic() + SECONDS
    pool = _pool(scheme, host, port, _look_up(host, port))
    name = host if port in (80, 443) else f"{host}:{port}"
    try:
        answer = pool.request(
            method,
            target,
            body=body,
            headers={**headers, "Host": name},
            redirect=False,
            retries=False,
            preload_content=False,
        )
        return answer.status, _read(answer, until)
    except (urllib3.exceptions.TimeoutError, TimeoutError):
        raise NoAnswer("slow") from None
    except (urllib3.exceptions.HTTPError, OSError, ssl.SSLError):
        raise NoAnswer("down") from None
    finally:
        pool.close()


def _read(answer: urllib3.BaseHTTPResponse, until: float) -> bytes:
    """All of it, in time: a server that says a letter a second is slow, however lively it looks."""
    said = bytearray()
    while piece := answer.read1(_PIECE, decode_content=True):
        said += piece
        if len(said) > LARGEST_BYTES:
            raise NoAnswer("size")
        if time.monotonic() > until:
            raise NoAnswer("slow")
    return bytes(said)


def _look_up(host: str, port: int) -> str:
    try:
        found = [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except OSError:
        raise NoAnswer("down") from None
    if not settings.PRIVATE_PROVIDERS and not all(ipaddress.ip_address(one).is_global for one in found):
        raise NoAnswer("address")
    return found[0]


def _pool(scheme: str, host: str, port: int, ip: str) -> urllib3.HTTPConnectionPool:
    """To the address that was looked at: a name that leads elsewhere a moment later does not."""
    timeout = urllib3.Timeout(connect=SECONDS, read=SECONDS)
    if scheme == "http":
        return urllib3.HTTPConnectionPool(ip, port, timeout=timeout)
    return urllib3.HTTPSConnectionPool(
        ip,
        port,
        timeout=timeout,
        cert_reqs="CERT_REQUIRED",
        server_hostname=host,
        assert_hostname=host,
    )
