"""A code goes to an address or a telephone; whoever types it reads what is sent there. It waits in the visitor's own session.

One at a time for each purpose, for half an hour, for five wrong tries. Of the code a keyed hash is kept, the address
is sealed: a session is a row in the database.
"""

import secrets
import time
from dataclasses import dataclass
from typing import Any

from allauth.account.adapter import get_adapter
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from civic.identity.oidc import Silent
from civic.identity.texting import send_text, text_service
from civic.journeys.one_time import CODE_LETTERS
from platform_core.access.place import schema_here
from platform_core.access.sealing import BrokenSeal, seal, unseal
from platform_core.accounts.crowding import takes_one_more
from platform_core.outbound.actions import queue_letter
from platform_core.outbound.sender import sender_name

SECONDS = 30 * 60
MOST_WRONG = 5
# Somebody who presses twice has one letter.
AGAIN_AFTER = 20
_SHELF = "sent_code"


@dataclass(frozen=True, slots=True)
class Sent:
    """`to`: where it went, readable; `more`: what the visitor is to do once it came back."""

    to: str
    more: dict[str, Any]
    can_resend: bool


def send_code(request: HttpRequest, *, purpose: str, to: str, more: dict[str, Any]) -> None:
    """A letter, or a text message, with a new code; the one before is good no longer.

    Raises ProviderTrouble where messages cannot be sent: the one before is still good then.
    """
    code = get_adapter().generate_login_code()
    _deliver(to, code)
    shelf = dict(request.session.get(_SHELF, {}))
    shelf[purpose] = {
        "to": seal(to),
        "code": _hash(purpose, code),
        "at": time.time(),
        "wrong": 0,
        "more": more,
    }
    request.session[_SHELF] = shelf


def send_again(request: HttpRequest, *, purpose: str) -> bool:
    """A new code to the same address; False where none was asked for, the last has only just gone, or too many went."""
    there = waiting(request, purpose)
    if there is None or not there.can_resend:
        return False
    if not takes_one_more(str(get_adapter(request).get_client_ip(request)), there.to):
        return False
    send_code(request, purpose=purpose, to=there.to, more=there.more)
    return True


def waiting(request: HttpRequest, purpose: str) -> Sent | None:
    """The code that is on its way to this visitor; None where there is none, it is over, or was tried too often."""
    held = request.session.get(_SHELF, {}).get(purpose)
    if held is None or time.time() - held["at"] > SECONDS or held["wrong"] >= MOST_WRONG:
        return None
    try:
        return Sent(unseal(held["to"]), held["more"], time.time() - held["at"] >= AGAIN_AFTER)
    except BrokenSeal:
        return None


def came_back(request: HttpRequest, *, purpose: str, code: str) -> Sent | None:
    """What was waiting, once; None for a wrong code, which is counted."""
    there = waiting(request, purpose)
    if there is None:
        return None
    shelf = {name: dict(held) for name, held in request.session[_SHELF].items()}
    is_right = constant_time_compare(shelf[purpose]["code"], _hash(purpose, code))
    if is_right:
        del shelf[purpose]
    else:
        shelf[purpose]["wrong"] += 1
    request.session[_SHELF] = shelf
    return there if is_right else None


def _hash(purpose: str, code: str) -> str:
    """Of one institution and one purpose: a session copied elsewhere answers nothing there."""
    bare = "".join(letter for letter in code if letter.isalnum())
    return salted_hmac(
        "madang.sent_code", f"{schema_here()}\n{purpose}\n{bare}", algorithm="sha256"
    ).hexdigest()


def _deliver(to: str, code: str) -> None:
    if "@" not in to:
        _text(to, code)
        return
    queue_letter(
        to=to,
        subject=_("[%(sender)s] Your code: %(code)s") % {"sender": sender_name(), "code": code},
        body=_(
            "Somebody, probably you, wants to take part with this address. The code is\n\n%(code)s\n\n"
            "Enter it on the page you have open. It is good for half an hour.\n\n"
            "If this was not you, nothing happens. Do not give the code to anybody who asks for it."
        )
        % {"code": code},
        language=get_language() or "",
        dedupe_key=f"{CODE_LETTERS}{secrets.token_hex(12)}",
        secret=True,
    )


def _text(to: str, code: str) -> None:
    service = text_service()
    if service is None:
        raise Silent("down")
    words = _("[%(sender)s] Code: %(code)s") % {"sender": sender_name(), "code": code}
    send_text(service, to=to, text=words, at=timezone.now())
