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
from civic.debates.models import Debate
from civic.debates.queries import PAGE_SIZE, Numbers, numbers_seen_by
from civic.debates.rules import may_opine
from civic.portal.choices import departments
from civic.portal.debate_around import around_context, shown_card
from civic.portal.debate_finding import find_debate
from civic.portal.debate_head import goals_of, head_of, hidden_words, steps_of
from civic.portal.debate_numbers import standing_of
from civic.portal.debate_opinions import Asked, asked, opinion_section
from civic.portal.debate_reading import around, print_of_opinions, read, seen_by_strangers
from civic.portal.debate_taking_part import part_context
from civic.portal.page import house, render_page
from platform_core.ui.whole import kept_page

PAGE = "portal/debates/page.html"


@require_safe
def debate(request: HttpRequest, pk: int) -> HttpResponse:
    """At most eight queries; drawn once for all strangers who see the same."""
    text, at = around(pk), timezone.now()
    found = _found(request, pk, text)
    numbers = numbers_seen_by(request.user, found, at)
    wish = asked(request, found, shows_sides=numbers.are_shown)
    if not _may_be_kept(request, wish):
        return render_page(request, PAGE, _context(request, found, text, numbers, wish, at))
    printed = print_of_opinions(debate=found.pk, sort=wish.sort.value, side=wish.side, size=PAGE_SIZE)
    may_talk = may_opine(request.user, found, None, at)
    said = (may_talk.code, str(may_talk.sentence), str(may_talk.what_next))
    key = (text, printed, numbers, wish, said, timezone.localdate(at), found.state_at(at), departments().all)
    return kept_page(request, PAGE, key, lambda: _context(request, found, text, numbers, wish, at))


@require_safe
def cards(request: HttpRequest, pk: int) -> HttpResponse:
    """All cards one below the other, each with its words: to be read aloud, printed, or without any script."""
    found = find_debate(request, pk)
    known = read(around(found.pk))
    if not known["cards"]:
        raise Http404
    context = {"debate": found, "cards": [shown_card(card) for card in known["cards"]]}
    return render_page(request, "portal/debates/cards.html", context, section="debates")


def _found(request: HttpRequest, pk: int, text: str) -> Debate:
    if request.user.is_authenticated:
        return find_debate(request, pk)
    return seen_by_strangers(text, lambda: find_debate(request, pk))


def _may_be_kept(request: HttpRequest, wish: Asked) -> bool:
    """First pages for people who have not logged in and have nothing waiting from before."""
    is_stranger = not request.user.is_authenticated and request.session.session_key is None
    return is_stranger and not wish.cursor and wish.group is None and wish.sort != Sort.BALANCED


def _context(
    request: HttpRequest, found: Debate, text: str, numbers: Numbers, wish: Asked, at: datetime
) -> dict[str, Any]:
    known = read(text)
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
