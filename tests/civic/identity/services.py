"""A real server on a real port that speaks as identity services do, and, when told to, as they should not.

OpenID Connect (code flow, PKCE, RS256, JWKS), Naver's OAuth 2.0, PortOne's REST and services for text messages
(NHN Cloud, SOLAPI and one that nobody knows), all at one address.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from dataclasses import dataclass, field
from functools import cache
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from platform_core.web import asking

CLIENT, SECRET = "madang-client", "a-secret-of-the-institution"
PORTONE_SECRET = "portone-secret"
NOT_LONG, AS_LONG_AS_ALWAYS = 0.3, asking.SECONDS


@cache
def key_named(name: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65_537, key_size=2_048)


@dataclass
class Service:
    """`person`: the claims of whoever is at the keyboard. `mode`: how it behaves; "honest" unless told."""

    address: str = ""
    mode: str = "honest"
    person: dict[str, Any] = field(default_factory=lambda: {"sub": "1001"})
    userinfo: dict[str, Any] = field(default_factory=dict)
    checks: dict[str, dict[str, Any]] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    # Text messages that were sent: what was said, and with which headers.
    texts: list[tuple[Any, dict[str, str]]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    held: threading.Event = field(default_factory=threading.Event)

    def __setattr__(self, name: str, value: Any) -> None:
        """Only a slow one is not waited for: an honest one has its time, however busy the machine is."""
        object.__setattr__(self, name, value)
        if name == "mode":
            asking.SECONDS = NOT_LONG if value == "slow" else AS_LONG_AS_ALWAYS

    def goes(self, where: str) -> str:
        """The person follows the link, signs in there, and is sent back: the address they are sent to."""
        parts = urlsplit(where)
        connection = HTTPConnection(parts.netloc, timeout=5)
        connection.request("GET", f"{parts.path}?{parts.query}")
        back = connection.getresponse().headers["Location"]
        connection.close()
        return back

    def id_token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        said = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked.get("nonce")}
        said |= self.person
        lies: dict[str, dict[str, Any]] = {
            "for_another_client": {"aud": "somebody-else"},
            "from_another": {"iss": "https://other.example"},
            "of_another_attempt": {"nonce": "made up"},
            "too_old": {"iat": now - 9_000, "exp": now - 3_600},
            "of_nobody": {"sub": ""},
            "party": {"azp": "somebody-else"},
        }
        said |= lies.get(self.mode, {})
        if self.mode == "unsigned":
            return jwt.encode(said, None, algorithm="none")
        if self.mode == "signed_with_our_secret":
            return jwt.encode(said, SECRET.ljust(32, "x"), algorithm="HS256", headers={"kid": "first"})
        signer = key_named("wrong" if self.mode == "another_key" else "first")
        return jwt.encode(said, signer, algorithm="RS256", headers={"kid": "first"})


class Answers(BaseHTTPRequestHandler):
    service: Service

    def log_message(self, *_said: Any) -> None:
        pass

    def do_GET(self) -> None:
        self._answer({})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        if self.headers.get("Content-Type") == "application/json":
            self.service.texts.append((json.loads(body), dict(self.headers)))
            body = ""
        self._answer({name: values[0] for name, values in parse_qs(body).items()})

    def _answer(self, form: dict[str, str]) -> None:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.service.asked.append(parts.path)
        authorizes = parts.path.endswith("/authorize")
        if self.service.mode == "slow" and not authorizes:
            self.service.held.wait(20)
            return
        if self.service.mode == "garbage" and not authorizes:
            return self._say(200, b"<html>maintenance</html>")
        if self.service.mode == "huge" and not authorizes:
            return self._say(200, b'{"a": "' + b"x" * 400_000 + b'"}')
        if authorizes:
            return self._send_back(query)
        said = self._said(parts.path, query, form)
        status = int(said.pop("status_code", 200))
        self._say(status, json.dumps(said).encode())

    def _send_back(self, query: dict[str, str]) -> None:
        code = secrets.token_urlsafe(12)
        self.service.codes[code] = query
        self.send_response(302)
        self.send_header(
            "Location", f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"
        )
        self.end_headers()

    def _said(self, path: str, query: dict[str, str], form: dict[str, str]) -> dict[str, Any]:
        here = self.service.address
        if path == "/.well-known/openid-configuration":
            return {
                "issuer": "https://other.example" if self.service.mode == "another_description" else here,
                "authorization_endpoint": f"{here}/authorize",
                "token_endpoint": f"{here}/token",
                "userinfo_endpoint": f"{here}/userinfo",
                "jwks_uri": f"{here}/jwks",
            }
        if path == "/jwks":
            public = jwt.algorithms.RSAAlgorithm.to_jwk(key_named("first").public_key(), as_dict=True)
            return {"keys": [{**public, "kid": "first", "use": "sig", "alg": "RS256"}]}
        if path in ("/token", "/naver/token"):
            return self._token(form)
        if path == "/userinfo":
            return {"sub": self.service.person["sub"], **self.service.userinfo}
        if path == "/naver/me":
            return {"resultcode": "00", "response": self.service.person}
        if path.startswith("/identity-verifications/"):
            return self._check(path.rpartition("/")[2])
        return self._texted(path)

    def _texted(self, path: str) -> dict[str, Any]:
        is_sent = self.service.mode != "unsent"
        if path == f"/sms/v3.0/appKeys/{CLIENT}/sender/sms":
            return {"header": {"isSuccessful": is_sent, "resultCode": 0 if is_sent else -2019}}
        if path == "/messages/v4/send":
            return {"statusCode": "2000"} if is_sent else {"status_code": 400, "errorCode": "ValidationError"}
        if path == "/texts":
            return {"result": {"code": "OK" if is_sent else "NO"}}
        return {"status_code": 404}

    def _token(self, form: dict[str, str]) -> dict[str, Any]:
        asked = self.service.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if asked is None or (form["client_id"], form.get("client_secret")) != (CLIENT, SECRET):
            return {"status_code": 400, "error": "invalid_grant" if asked is None else "invalid_client"}
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked.get("code_challenge"):
            return {"status_code": 400, "error": "invalid_grant"}
        if form["redirect_uri"] != asked["redirect_uri"]:
            return {"status_code": 400, "error": "invalid_grant"}
        return {"access_token": "bearer", "token_type": "Bearer", "id_token": self.service.id_token(asked)}

    def _check(self, number: str) -> dict[str, Any]:
        if self.headers.get("Authorization") != f"PortOne {PORTONE_SECRET}":
            return {"status_code": 401}
        found = self.service.checks.get(number)
        return {"id": number, **found} if found else {"status_code": 404}

    def _say(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def open_service() -> tuple[Service, ThreadingHTTPServer]:
    service = Service()
    handler = type("Handler", (Answers,), {"service": service})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    service.address = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    return service, server
