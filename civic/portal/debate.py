"""The page of one debate.

For a citizen on a phone who was sent the link: what it is about, both sides, where people stand, and a place
to say what one thinks oneself; later, what came of it.
"""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from civic.debates.kinds import Sort
from civic.debates.models import Side
from civic.debates.queries import PAGE_SIZE, Numbers, numbers_seen_by
from civic.debates.rules import may_opine
from civic.portal.choices import departments, processes
from civic.portal.debate_around import around_context, shown_card
from civic.portal.debate_finding import find_debate
from civic.portal.debate_head import goals_of, head_of, hidden_words, steps_of
from civic.portal.debate_numbers import standing_of
from civic.portal.debate_opinions import AFTER, GROUP, SIDE, SORT, asked, opinion_section
from civic.portal.debate_reading import ORDERS, around, print_for_strangers, read
from civic.portal.debate_taking_part import part_context
from civic.portal.page import house, render_page
from platform_core.accounts.public_names import naming_here
from platform_core.ui.whole import kept_page

PAGE = "portal/debates/page.html"
SIDES = frozenset(Side.values)


@require_safe
def debate(request: HttpRequest, pk: int) -> HttpResponse:
    """Under eight queries for a stranger; one where another has seen the same."""
    at = timezone.now()
    sort = _order_for_all(request)
    if sort is None:
        return render_page(request, PAGE, _context(request, pk, at))
    side = request.GET.get(SIDE, "")
    printed = print_for_strangers(
        debate=pk, sort=sort, side=side if side in SIDES else "", size=PAGE_SIZE, at=at
    )
    if not printed:
        raise Http404
    # Days are counted to midnight; the names of these are remembered, not read each time.
    key = (printed, timezone.localdate(at), naming_here(), departments().all, processes().all)
    return kept_page(request, PAGE, key, lambda: _context(request, pk, at))


@require_safe
def cards(request: HttpRequest, pk: int) -> HttpResponse:
    """All cards one below the other, each with its words: to be read aloud, printed, or without any script."""
    found = find_debate(request, pk)
    known = read(around(found.pk))
    if not known["cards"]:
        raise Http404
    context = {"debate": found, "cards": [shown_card(card) for card in known["cards"]]}
    return render_page(request, "portal/debates/cards.html", context, section="debates")


def _order_for_all(request: HttpRequest) -> str | None:
    """Of a first page for people who have not logged in and have nothing waiting from before; None for others."""
    if request.user.is_authenticated or request.session.session_key is not None:
        return None
    given = request.GET
    if AFTER in given or GROUP in given or given.get(SORT) == Sort.BALANCED:
        return None
    return given[SORT] if given.get(SORT) in ORDERS else Sort.NEWEST.value


def _context(request: HttpRequest, pk: int, at: datetime) -> dict[str, Any]:
    found = find_debate(request, pk)
    known = read(around(pk))
    numbers = numbers_seen_by(request.user, found, at)
    wish = asked(request, found, shows_sides=numbers.are_shown)
    may_talk = may_opine(request.user, found, None, at)
    head = head_of(request, found, at, may_talk)
    shown = around_context(found, known)
    if shown["cards"]:
        head["picture"] = house(request).address(shown["cards"][0]["url"])
    return {
        "section": "debates",
        "debate": found,
        "head": head,
        "numbers": numbers,
        "standing": _standing(numbers),
        "hidden_words": hidden_words(found),
        "is_over": found.has_ended_at(at),
        "steps": steps_of(found),
        "goals": goals_of(found, numbers, at),
        **shown,
        **part_context(request, found, may_talk),
        **opinion_section(request, found, numbers, wish, groups=known["groups"], may_talk=may_talk, at=at),
    }


def _standing(numbers: Numbers) -> Any:
    if not numbers.are_shown:
        return None
    return standing_of(numbers.pro or 0, numbers.con or 0, numbers.other or 0)
