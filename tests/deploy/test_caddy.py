"""The proxy's configuration, in a real Caddy: a certificate for each of our names, and none for anybody else's.

Certificates are Caddy's own here instead of Let's Encrypt's, and what stands behind it only writes down what it is
asked; what Madang answers to the question is in tests/tenants/test_own_domains.py.
"""

import os
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from deploy.local.proxy import find_caddy
from tests.waiting import until

CONFIG = Path(__file__).parents[2] / "deploy/caddy/Caddyfile"
CADDY = find_caddy()
pytestmark = pytest.mark.skipif(CADDY is None, reason="Caddy is not here and cannot be fetched")


class Behind(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.asked: list[str] = []
        self.seen: list[tuple[str, str, str]] = []


class Answer(BaseHTTPRequestHandler):
    server: Behind

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        forwarded = self.headers.get("X-Forwarded-For", "")
        if url.path == "/internal/certificate/" and not forwarded:
            name = parse_qs(url.query)["domain"][0]
            self.server.asked.append(name)
            self.send_response(200 if name == "talk.city.example" else 404)
        else:
            self.server.seen.append((self.headers["Host"], forwarded, self.headers["X-Forwarded-Proto"]))
            self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args: object) -> None: ...


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def caddy(tmp_path) -> Iterator[tuple[Behind, int]]:
    port = free_port()
    with Behind() as behind:
        threading.Thread(target=behind.serve_forever, args=(0.02,), daemon=True).start()
        environment = {
            **os.environ,
            "XDG_DATA_HOME": str(tmp_path),
            "XDG_CONFIG_HOME": str(tmp_path),
            "WEB": f"127.0.0.1:{behind.server_address[1]}",
            "SITE": f"https://:{port}",
            # Debian's Caddy is older than the one we run; this is what the setting was called then.
            "BUFFERING": "buffer_requests",
            "CADDY_GLOBAL": f"admin off\nlocal_certs\nskip_install_trust\nhttps_port {port}\nauto_https disable_redirects",
        }
        command = [CADDY, "run", "--config", str(CONFIG), "--adapter", "caddyfile"]
        with open(tmp_path / "log", "w") as log:
            process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            until(lambda: listens(port) or process.poll() is not None, "Caddy listens")
            assert process.poll() is None, (tmp_path / "log").read_text()[-2_000:]
            yield behind, port
        finally:
            process.terminate()
            process.wait(20)
            behind.shutdown()


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def get(port: int, name: str, path: str = "/") -> int:
    """Status of a request over TLS by this name. Raises OSError where no certificate is offered."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with (
        socket.create_connection(("127.0.0.1", port), timeout=20) as plain,
        context.wrap_socket(plain, server_hostname=name) as secure,
    ):
        secure.sendall(f"GET {path} HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n".encode())
        return int(secure.recv(4_096).split()[1])


def test_a_name_of_ours_gets_its_certificate_and_a_strangers_gets_none(caddy):
    behind, port = caddy
    assert get(port, "talk.city.example") == 200
    assert behind.seen == [("talk.city.example", "127.0.0.1", "https")]
    with pytest.raises(OSError):
        get(port, "evil.example")
    assert set(behind.asked) == {"talk.city.example", "evil.example"}


def test_the_question_cannot_be_asked_from_outside(caddy):
    behind, port = caddy
    get(port, "talk.city.example", "/internal/certificate/?domain=evil.example")
    assert "evil.example" not in behind.asked
    assert behind.seen[-1][1] == "127.0.0.1", "it arrived as an ordinary request of somebody"
