"""What a grown-up's own session knows: whose letter was opened in it, and that they were seen by a service or a code.

Both wait there until they have read and said yes.
"""

import time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from civic.identity.checking import Checked
from civic.identity.guardians import Shown, shown_by_service
from civic.identity.models import Guardianship, Provider
from platform_core.access import Refused

SECONDS = 30 * 60
_SHELF, _LETTERS = "guardian", "guardian_letters"
# Brothers and sisters, one letter each; the oldest is opened again by its link.
MOST_LETTERS = 10


def came_by_letter(request: HttpRequest, held: Guardianship) -> None:
    others = [number for number in request.session.get(_LETTERS, []) if number != held.pk]
    request.session[_LETTERS] = [*others, held.pk][-MOST_LETTERS:]


def has_come_by_letter(request: HttpRequest, number: int) -> bool:
    return number in request.session.get(_LETTERS, [])


def hold_shown(request: HttpRequest, shown: Shown, *, place: str) -> None:
    """`place`: the page of that one child's; for another child it is shown again."""
    request.session[_SHELF] = {"by": shown.by, "key": shown.person_key, "place": place, "at": time.time()}


def shown_here(request: HttpRequest, *, place: str) -> Shown | None:
    held = request.session.get(_SHELF)
    if held is None or held["place"] != place or time.time() - held["at"] > SECONDS:
        return None
    return Shown(held["by"], held["key"])


def forget_shown(request: HttpRequest) -> None:
    request.session.pop(_SHELF, None)


def guardian_shown(request: HttpRequest, provider: Provider, checked: Checked, *, to: str) -> HttpResponse:
    try:
        hold_shown(request, shown_by_service(checked, key=provider.key), place=to)
    except Refused as refusal:
        messages.error(request, f"{refusal.verdict.sentence} {refusal.verdict.what_next}")
    return redirect(to)
