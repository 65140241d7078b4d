"""The front page.

For somebody who followed a link or a poster and asks: what is this, does it change anything, what can I do here?
It is composed by the institution (civic/content), and as the platform has it until then.
"""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from civic.content.defaults import default_document
from civic.content.document import Document
from civic.content.kinds import Place
from civic.content.queries import content_here
from civic.portal.blocks import Scene, drawn_blocks
from civic.portal.outcomes import facts
from civic.portal.page import house, render_page


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    standing = content_here(at).in_force(Place.HOME, at)
    return home_page(request, standing.document if standing else default_document(Place.HOME), at)


def home_page(request: HttpRequest, document: Document, at: datetime) -> HttpResponse:
    on = [block for block in document.blocks if block.is_on]
    scene = Scene(house(request), request.user, at, (block.kind for block in on))
    blocks = drawn_blocks(scene, on)
    context = {
        **_headline(request),
        "facts": facts(),
        "blocks": blocks,
        "kinds": {block["kind"] for block in blocks},
    }
    return render_page(request, "portal/home.html", context, section="home")


def _headline(request: HttpRequest) -> dict[str, str]:
    """The institution's own words, by language where it gave several, else ours."""
    institution = house(request)
    return {
        "headline": _own(institution.settings.get("headline")) or _("What should change where you live?"),
        "lead": _own(institution.settings.get("lead"))
        or institution.tagline
        or _("Propose it. When enough people agree, you get an answer by a date everyone can see."),
    }


def _own(words: Any) -> str:
    if isinstance(words, dict):
        return str(words.get((get_language() or "ko")[:2]) or "")
    return str(words or "")
