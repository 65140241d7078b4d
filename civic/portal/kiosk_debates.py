"""Debates at the kiosk: read what is asked and what speaks for and against it, and say what one thinks."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from civic.debates.models import Briefing, Debate, Part
from civic.debates.queries import State, debate_seen_by, list_debates, numbers_seen_by, sees_votes
from civic.debates.rules import says_enough, takes_opinions
from civic.paper.models import KioskDevice, Wish
from civic.portal.kiosk_forms import OpinionForm
from civic.portal.kiosk_frame import kiosk_page, kiosk_render
from civic.portal.kiosk_visits import begin
from civic.proposals.paging import BadCursor
from platform_core.text.rich import plain_text

SHOWN = 8


@require_safe
@kiosk_page
def debates(request: HttpRequest, device: KioskDevice) -> HttpResponse:
    """Those that run, the latest first."""
    at = timezone.now()
    try:
        page = list_debates(at=at, state=State.RUNNING, cursor=request.GET.get("after", ""), size=SHOWN)
    except BadCursor:
        page = list_debates(at=at, state=State.RUNNING, size=SHOWN)
    return kiosk_render(request, device, "debates", {"rows": page.rows, "next": page.next})


def visible_debate(pk: int) -> Debate:
    """As a stranger sees it, whoever may be signed in."""
    found = debate_seen_by(AnonymousUser(), pk)
    if found is None:
        raise Http404
    return found


@require_safe
@kiosk_page
def debate(request: HttpRequest, device: KioskDevice, pk: int) -> HttpResponse:
    """Its words alone: no film, no file and no link that leads away from the kiosk."""
    found, at = visible_debate(pk), timezone.now()
    stranger = AnonymousUser()
    context = {
        "debate": found,
        "parts": _parts(found),
        "numbers": numbers_seen_by(stranger, found, at) if sees_votes(stranger, found, at) else None,
        "verdict": takes_opinions(found, at),
    }
    return kiosk_render(request, device, "debate", context)


def _parts(found: Debate) -> list[tuple[str, str]]:
    """In the briefing's own order; one query."""
    known = {one.part: one.body_html for one in Briefing.objects.filter(debate=found)}
    return [(str(part.label), plain_text(known[part])) for part in Part if known.get(part)]


@require_http_methods(["GET", "POST"])
@kiosk_page
def opinion(request: HttpRequest, device: KioskDevice, pk: int) -> HttpResponse:
    found, at = visible_debate(pk), timezone.now()
    if not takes_opinions(found, at).allowed:
        return redirect("portal:kiosk_debate", pk)
    form = OpinionForm(request.POST or None, debate=found)
    if form.is_valid() and _is_enough(form, found):
        begun = begin(request, device, form, Wish.OPINION, found.item, debate=found)
        if begun is not None:
            return begun
    context: dict[str, Any] = {"form": form, "debate": found}
    return kiosk_render(request, device, "opinion", context, status=422 if form.is_bound else 200)


def _is_enough(form: OpinionForm, found: Debate) -> bool:
    enough = says_enough(found, form.cleaned_data["text"])
    if not enough.allowed:
        form.add_error("text", str(enough.sentence))
    return enough.allowed
