"""Whether two entries are the same person: by what they wrote, hashed with a key that only the server has.

What is recognised: the same address for letters; the same telephone or date of birth together with the same
name, however they are spaced, hyphenated or written in full width. A confirmed address leads to the account
that has it; so does whatever was once entered together with that account.

What is not: somebody who writes a telephone on one sheet and an address on another; somebody whose name is
written differently (홍길동, 洪吉童); an account whose owner wrote only a telephone, because accounts have none;
somebody whose account was closed, because everything about them was erased. Two people with one name who were
born on the same day and wrote nothing else count as one; so do two who share one address, as they share one
account. An officer who has both in view can say who somebody is.
"""

import hmac
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.encoding import force_bytes
from django.utils.translation import gettext as _

from civic.paper.models import Means
from tenants.connection import connection

_NO_LETTER = re.compile(r"[\W_]+")
_NO_DIGIT = re.compile(r"\D")
PHONE = range(8, 13)


class Unrecognisable(ValueError):
    """What was written does not tell who it is. The message says what is missing, for whoever types it."""


@dataclass(frozen=True, slots=True)
class Known:
    """What somebody is known by. `value` is what is hashed, never stored; `mail` is "" unless it is one."""

    means: Means
    value: str
    mail: str = ""


def known_by(name: str, contact: str) -> Known:
    """By an e-mail address, a telephone or a date of birth; which of them, `contact` itself shows.

    Raises Unrecognisable.
    """
    contact = unicodedata.normalize("NFKC", contact).strip()
    if "@" in contact:
        return _by_mail(contact)
    bare_name = _NO_LETTER.sub("", unicodedata.normalize("NFKC", name)).casefold()
    if not bare_name:
        raise Unrecognisable(_("Without a name a telephone or a date of birth says nothing."))
    if not contact:
        raise Unrecognisable(_("A telephone, an e-mail address or a date of birth is needed."))
    digits = _NO_DIGIT.sub("", contact)
    if birth := _birth(digits):
        return Known(Means.BIRTH, f"{bare_name} {birth}")
    if contact.startswith("+82") or (digits.startswith("82") and len(digits) in (11, 12)):
        digits = "0" + digits[2:].removeprefix("0")
    if digits.startswith("0") and len(digits) in PHONE:
        return Known(Means.PHONE, f"{bare_name} {digits}")
    raise Unrecognisable(
        _("“%(contact)s” is neither a telephone nor an address nor a date of birth.")
        % {"contact": contact[:40]}
    )


def _by_mail(contact: str) -> Known:
    mail = contact.casefold()
    try:
        validate_email(mail)
    except ValidationError:
        raise Unrecognisable(
            _("“%(contact)s” is no complete e-mail address.") % {"contact": contact[:60]}
        ) from None
    return Known(Means.MAIL, mail, mail)


def _birth(digits: str) -> str:
    """YYMMDD of 19550302, 1955.3.2 (as 195532 it is no day) or 550302; "" for what is no such day."""
    if len(digits) not in (6, 8) or (len(digits) == 8 and digits[:2] not in ("18", "19", "20")):
        return ""
    short = digits[-6:]
    century = int(digits[:4]) if len(digits) == 8 else 2000 + int(short[:2])
    try:
        date(century, int(short[2:4]), int(short[4:]))
    except ValueError:
        return ""
    return short


def keys_of(known: Known) -> dict[int, str]:
    """Its key under each pepper the server has, the newest last. Another institution's are others."""
    said = f"{connection.schema_name}\n{known.means}\n{known.value}".encode()
    return {version: hmac.new(pepper, said, sha256).hexdigest() for version, pepper in peppers().items()}


def peppers() -> Mapping[int, bytes]:
    """By version: those of CONTACT_PEPPERS, after those made of the server's own secret key.

    Those of SECRET_KEY come first, so that what was entered before a pepper was set is still recognised.
    """
    secrets = [*reversed(settings.SECRET_KEY_FALLBACKS), settings.SECRET_KEY]
    # Version 0 is the secret key at hand; older ones only read.
    found = {number - len(secrets) + 1: _derived(secret) for number, secret in enumerate(secrets)}
    found |= {version: secret.encode() for version, secret in settings.CONTACT_PEPPERS.items()}
    return dict(sorted(found.items()))


def _derived(secret: str | bytes) -> bytes:
    return hmac.new(b"madang.paper.contact", force_bytes(secret), sha256).digest()


def same_typing(one: Mapping[str, str] | None, other: Mapping[str, str] | None) -> bool:
    """Whether two people typed the same row: spaces, hyphens and full width apart."""
    return _comparable(one) == _comparable(other)


def _comparable(values: Mapping[str, str] | None) -> dict[str, str]:
    found = {}
    for field, value in (values or {}).items():
        text = unicodedata.normalize("NFKC", value).strip()
        if field == "name":
            text = _NO_LETTER.sub("", text).casefold()
        elif field == "contact":
            text = _contact(text)
        else:
            text = " ".join(text.split())
        if text:
            found[field] = text
    return found


def _contact(text: str) -> str:
    """A telephone or a day by its digits; everything else as it is."""
    if "@" in text:
        return text.casefold()
    return _NO_DIGIT.sub("", text) or text
