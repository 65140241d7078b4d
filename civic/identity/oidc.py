"""OpenID Connect, code flow with PKCE (RFC 7636), and Naver's OAuth 2.0: from “go there” to “it is this one”.

Whatever a service says is believed only as far as it is signed by its own key, made for us, for this very attempt,
and fresh. Everything else raises Lied; a service that cannot be asked raises Silent.
"""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import jwt
from django.core.cache import cache

from civic.identity.models import Kind, Provider
from civic.identity.presets import PRESETS, Preset
from platform_core.access.sealing import BrokenSeal, unseal
from platform_core.web.asking import NoAnswer, ask_json

# Signatures that need the service's own key: never "none", never one made with our shared secret.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]
REMEMBERED_SECONDS = 600
CLOCKS_DIFFER_SECONDS = 60


class ProviderTrouble(Exception):
    """`code` is stable: see civic/identity/saying.py for what people read."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Silent(ProviderTrouble):
    """Down, slow, or not what was entered: try later, or another way."""


class Lied(ProviderTrouble):
    """What came back does not hold: signed by another, for another, too old, or for another attempt."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One going there and coming back. All of it stays in the visitor's own session."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def new(cls) -> "Attempt":
        return cls(*(secrets.token_urlsafe(32) for _ in range(3)))

    @property
    def challenge(self) -> str:
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


@dataclass(frozen=True, slots=True)
class Said:
    """What the service vouches for. `subject` is its own number for the person; `claims` are never stored."""

    subject: str
    email: str
    email_is_confirmed: bool
    claims: Mapping[str, Any]


def preset_of(provider: Provider) -> Preset:
    return PRESETS[provider.kind]


def issuer_of(provider: Provider) -> str:
    return (provider.issuer or preset_of(provider).issuer).rstrip("/")


def discover(provider: Provider, *, anew: bool = False) -> dict[str, Any]:
    """Its .well-known document, remembered ten minutes. Raises Silent, and Lied for another's document."""
    issuer = issuer_of(provider)
    key = f"oidc-found:{hashlib.sha256(issuer.encode()).hexdigest()[:32]}"
    found: dict[str, Any] | None = None if anew else cache.get(key)
    if found is None:
        found = _asked(f"{issuer}/.well-known/openid-configuration")
        if str(found.get("issuer", "")).rstrip("/") != issuer:
            raise Lied("other_issuer")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            if not isinstance(found.get(name), str):
                raise Silent("not_oidc")
        cache.set(key, found, REMEMBERED_SECONDS)
    return found


def address_to_go_to(provider: Provider, attempt: Attempt, *, back: str) -> str:
    """Where the visitor is sent. Raises ProviderTrouble before anybody leaves the page."""
    preset = preset_of(provider)
    asked = {"response_type": "code", "client_id": provider.client_id, "redirect_uri": back}
    asked |= {"state": attempt.state, "code_challenge": attempt.challenge, "code_challenge_method": "S256"}
    if provider.kind == Kind.NAVER:
        where = preset.authorize
    else:
        where = discover(provider)["authorization_endpoint"]
        asked |= {"scope": preset.scope, "nonce": attempt.nonce, **preset.more}
    return f"{where}{'&' if '?' in where else '?'}{urlencode(asked)}"


def redeem(provider: Provider, attempt: Attempt, *, code: str, back: str) -> Said:
    """The code for what the service says of the person. Raises ProviderTrouble."""
    preset = preset_of(provider)
    where = preset.token if provider.kind == Kind.NAVER else discover(provider)["token_endpoint"]
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back}
    form |= {"client_id": provider.client_id, "code_verifier": attempt.verifier, "state": attempt.state}
    if provider.secret:
        form["client_secret"] = _secret(provider)
    given = _asked(where, form=form, wrong_too=True)
    if "error" in given:
        raise Lied("code_refused" if given["error"] == "invalid_grant" else "we_are_refused")
    if provider.kind == Kind.NAVER:
        return _naver(preset, given)
    return _oidc(provider, attempt, given)


def _oidc(provider: Provider, attempt: Attempt, given: Mapping[str, Any]) -> Said:
    claims = _verified(provider, attempt, str(given.get("id_token", "")))
    if "email" not in claims or "email_verified" not in claims:
        claims = {**_more(provider, given, claims["sub"]), **claims}
    confirmed = claims.get("email_verified") in (True, "true")
    return _said(claims["sub"], claims, confirmed and preset_of(provider).confirms_addresses)


def _verified(provider: Provider, attempt: Attempt, token: str) -> dict[str, Any]:
    issuer = issuer_of(provider)
    try:
        head = jwt.get_unverified_header(token)
        if head.get("alg") not in ALGORITHMS:
            raise Lied("bad_signature")
        claims: dict[str, Any] = jwt.decode(
            token,
            _key(provider, head),
            algorithms=ALGORITHMS,
            audience=provider.client_id,
            leeway=CLOCKS_DIFFER_SECONDS,
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )
    except jwt.ExpiredSignatureError:
        raise Lied("too_old") from None
    except (jwt.InvalidAudienceError, jwt.InvalidIssuerError):
        raise Lied("for_another") from None
    except (jwt.PyJWTError, ValueError, TypeError):
        raise Lied("bad_signature") from None
    if str(claims["iss"]).rstrip("/") != issuer or not str(claims["sub"]):
        raise Lied("for_another")
    if claims.get("azp", provider.client_id) != provider.client_id:
        raise Lied("for_another")
    if not secrets.compare_digest(str(claims.get("nonce", "")).encode(), attempt.nonce.encode()):
        raise Lied("other_attempt")
    return claims


def _key(provider: Provider, head: Mapping[str, Any]) -> jwt.PyJWK:
    """The key that signed; asked for once more where it is new: services change them."""
    where = discover(provider)["jwks_uri"]
    remembered = f"oidc-keys:{hashlib.sha256(where.encode()).hexdigest()[:32]}"
    for known in (cache.get(remembered), None):
        keys = known if known is not None else _asked(where)
        if known is None:
            cache.set(remembered, keys, REMEMBERED_SECONDS)
        for key in keys.get("keys", []):
            if isinstance(key, dict) and key.get("use", "sig") == "sig" and key.get("kid") == head.get("kid"):
                return jwt.PyJWK(key, algorithm=head["alg"])
    raise Lied("bad_signature")


def _more(provider: Provider, given: Mapping[str, Any], subject: str) -> dict[str, Any]:
    """What the identity token left out, where the service says it elsewhere; {} where it does not."""
    where, bearer = discover(provider).get("userinfo_endpoint"), given.get("access_token")
    if not isinstance(where, str) or not isinstance(bearer, str):
        return {}
    said = _asked(where, headers={"Authorization": f"Bearer {bearer}"})
    if str(said.get("sub", "")) != subject:
        raise Lied("for_another")
    return said


def _naver(preset: Preset, given: Mapping[str, Any]) -> Said:
    bearer = given.get("access_token")
    if not isinstance(bearer, str):
        raise Lied("code_refused")
    said = _asked(preset.profile, headers={"Authorization": f"Bearer {bearer}"}).get("response")
    if not isinstance(said, dict) or not said.get("id"):
        raise Lied("nobody")
    return _said(str(said["id"]), said, False)


def _said(subject: str, claims: Mapping[str, Any], confirmed: bool) -> Said:
    email = claims.get("email")
    email = email.strip() if isinstance(email, str) and len(email) <= 254 else ""
    return Said(str(subject), email, bool(email) and confirmed, claims)


def _secret(provider: Provider) -> str:
    try:
        return unseal(provider.secret)
    except BrokenSeal:
        raise Silent("no_secret") from None


def _asked(where: str, **how: Any) -> dict[str, Any]:
    try:
        return ask_json(where, **how)
    except NoAnswer as trouble:
        raise Silent(trouble.code) from trouble
