"""문자 메시지: a short text to a mobile phone, by whatever service the institution has entered for that.

NHN Cloud (docs.nhncloud.com, “SMS v3.0 API”) and SOLAPI (developers.solapi.com, “messages/v4/send”) are known; any
other that takes JSON over HTTP is described by its administrator: a header with the secret, what is sent, and what
the answer says when all is well. Off until one is entered and opened.
"""

import hmac
import json
import re
import secrets
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from civic.identity.models import Kind, Provider, Purpose
from civic.identity.oidc import Lied, Silent
from civic.identity.presets import PRESETS
from civic.identity.text_rules import text_rules, texts_today
from platform_core.access.sealing import BrokenSeal, unseal
from platform_core.outbound.texts import note_text
from platform_core.web.asking import NoAnswer, ask_json

_MOBILE = re.compile(r"01[016789][0-9]{7,8}")
_ABROAD = re.compile(r"\+[1-9][0-9]{7,14}")


def text_service() -> Provider | None:
    """The first that is open; None where codes go by letter only."""
    return Provider.objects.filter(purpose=Purpose.TEXT, is_open=True).order_by("position", "pk").first()


def number_of(said: str) -> str:
    """01012345678 of whatever people write, +44… of a phone from abroad; "" for what is no mobile phone.

    One phone is one number in whatever digits: people are counted by what comes back here.
    """
    bare = unicodedata.normalize("NFKC", said).strip()
    digits = "".join(str(int(one)) for one in bare if one.isdecimal())
    if digits.startswith("82") and (bare.startswith("+") or len(digits) in (11, 12)):
        digits = "0" + digits[2:].removeprefix("0")
        bare = digits
    if _MOBILE.fullmatch(digits) and not bare.startswith("+"):
        return digits
    abroad = f"+{digits}"
    return abroad if bare.startswith("+") and _ABROAD.fullmatch(abroad) else ""


def send_text(provider: Provider, *, to: str, text: str, at: datetime) -> None:
    """At once, in three seconds at most. Raises Silent, and Lied where the service says that it was not sent.

    Silent too (`other_country`, `enough_today`) where the institution's own rules stop it: nothing was asked then.
    """
    _require_room(to, at)
    blanks = {"to": to, "from": provider.channel, "text": text}
    try:
        secret = unseal(provider.secret)
    except BrokenSeal:
        raise Silent("no_secret") from None
    said, headers = _written(provider, blanks, secret, at)
    try:
        answer = ask_json(address_of(provider), said=said, headers=headers)
    except NoAnswer as trouble:
        if trouble.status in (400, 401, 403):
            raise Silent("we_are_refused") from trouble
        raise Silent(trouble.code) from trouble
    except ValueError:
        # A secret that no header can carry, such as one in Korean.
        raise Silent("we_are_refused") from None
    if not _is_good(provider, answer):
        raise Lied("not_sent")
    note_text(at=at)


def _require_room(to: str, at: datetime) -> None:
    """Those under way at this moment are not seen by each other: a day may end a few messages over its number."""
    allowed = text_rules()
    if not allowed.let(to):
        raise Silent("other_country")
    if texts_today(at) >= allowed.per_day:
        raise Silent("enough_today")


def address_of(provider: Provider) -> str:
    address = provider.issuer or PRESETS[provider.kind].issuer
    return address.replace("{key}", quote(provider.client_id, safe=""))


def _written(
    provider: Provider, blanks: Mapping[str, str], secret: str, at: datetime
) -> tuple[Any, dict[str, str]]:
    if provider.kind == Kind.NHN:
        said: Any = {
            "body": blanks["text"],
            "sendNo": blanks["from"],
            "recipientList": [{"recipientNo": blanks["to"]}],
        }
        return said, {"X-Secret-Key": secret}
    if provider.kind == Kind.SOLAPI:
        return {"message": dict(blanks)}, {"Authorization": solapi_header(provider.client_id, secret, at=at)}
    return fill(provider.more["body"], blanks), {provider.more["header"]: secret}


def solapi_header(key: str, secret: str, *, at: datetime, salt: str = "") -> str:
    """HMAC-SHA256 of date and salt, as its documentation has it."""
    date, salt = at.isoformat(timespec="seconds"), salt or secrets.token_hex(16)
    signature = hmac.new(secret.encode(), f"{date}{salt}".encode(), sha256).hexdigest()
    return f"HMAC-SHA256 apiKey={key}, date={date}, salt={salt}, signature={signature}"


def fill(template: Any, blanks: Mapping[str, str]) -> Any:
    """{to}, {from} and {text} in any text of it, and nothing else: what is filled in is never read as a template."""
    if isinstance(template, Mapping):
        return {name: fill(value, blanks) for name, value in template.items()}
    if isinstance(template, list):
        return [fill(value, blanks) for value in template]
    if isinstance(template, str):
        return re.sub(r"\{(to|from|text)\}", lambda found: blanks[found[1]], template)
    return template


def read_template(words: str) -> Any:
    """Of what an administrator typed. Raises ValueError for no JSON, or one without {to} and {text}."""
    template = json.loads(words)
    if not isinstance(template, dict):
        raise ValueError("An object is sent.")
    flat = json.dumps(template)
    if "{to}" not in flat or "{text}" not in flat:
        raise ValueError("Nobody is named, or nothing is said.")
    return template


def _is_good(provider: Provider, answer: Mapping[str, Any]) -> bool:
    if provider.kind == Kind.NHN:
        return dig(answer, "header.isSuccessful") is True
    if provider.kind == Kind.SOLAPI:
        return str(answer.get("statusCode", "")) in ("2000", "3000", "4000")
    good = provider.more.get("good") or {}
    return (
        not good.get("path") or str(dig(answer, good["path"])).lower() == str(good.get("value", "")).lower()
    )


def dig(answer: Mapping[str, Any], path: str) -> Any:
    found: Any = answer
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found
