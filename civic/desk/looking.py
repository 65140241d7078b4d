"""Pages of the desk that show more of people than everybody sees say so; the gate writes it down before they leave.

A view says whom it shows with `shows(…)` while it draws; one row is written for the page, however many it shows.
"""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from civic.privacy.looks import Shown, note_look
from civic.privacy.places import How, Place
from platform_core.accounts.public_names import Naming, naming_here

_KEY = "_shown_of_people"


def shows(
    request: HttpRequest,
    place: Place,
    people: Iterable[int | None] = (),
    *,
    others: int = 0,
    number: int | None = None,
) -> None:
    """`people`: numbers of accounts, None for somebody without one; `others`: so many more without."""
    _shown(request, place, number).add(people, others)


def shows_names(
    request: HttpRequest,
    people: Iterable[int | None],
    *,
    place: Place = Place.AUTHORS,
    number: int | None = None,
) -> None:
    """Names as they are, where everybody else is shown less of them."""
    if naming_here() != Naming.NICKNAME:
        shows(request, place, [one for one in people if one is not None], number=number)


def takes(
    request: HttpRequest,
    place: Place,
    people: Iterable[int | None] = (),
    *,
    reason: str,
    others: int = 0,
    number: int | None = None,
    everybody: bool = False,
) -> None:
    """As `shows`, of a file or a paper that leaves the page."""
    shown = _shown(request, place, number)
    shown.how, shown.reason, shown.is_everybody = How.TAKEN, reason, everybody
    shown.add(people, others)


def _shown(request: HttpRequest, place: Place, number: int | None) -> Shown:
    shown: Shown | None = getattr(request, _KEY, None)
    if shown is None:
        shown = Shown(place, number=number)
        setattr(request, _KEY, shown)
    return shown


def write_down(request: HttpRequest, response: HttpResponseBase) -> None:
    """Nothing for a page that only leads on: whatever was in hand was not shown."""
    shown: Shown | None = getattr(request, _KEY, None)
    if shown is None or shown.is_nobody or 300 <= response.status_code < 400:
        return
    visit: Any = getattr(request, "visit", None)
    note_look(
        shown=shown,
        by=request.user,  # type: ignore[arg-type]
        at=timezone.now(),
        visit=visit.pk if visit is not None else None,
    )
