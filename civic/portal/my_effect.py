"""«내 참여로 달라진 것»: what became of everything I did, the best first; and how often a letter tells me."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from civic.efficacy.digest import read_digest_token, wish, wish_of
from civic.efficacy.fates import Became, Fate, count_fates, fates_of
from civic.efficacy.models import Rhythm
from civic.portal.finding import me
from civic.portal.me import my_tabs
from civic.portal.page import render_page
from civic.processes.kinds import Visibility
from civic.proposals.models import Proposal, Standing

SIZE = 20
LAST_PAGE = 5_000
DEEDS = {
    "proposed": gettext_lazy("proposed it"),
    "supported": gettext_lazy("supported it"),
    "commented": gettext_lazy("commented on it"),
    "debated": gettext_lazy("took part in its debate"),
    "voted": gettext_lazy("voted on it"),
    "came": gettext_lazy("came to a gathering about it"),
}
# How each fate is drawn: an icon and a tone of the badge.
LOOKS = {
    Fate.CHANGED: ("check", "good"),
    Fate.CARRIED: ("hammer", "info"),
    Fate.ANSWERED: ("megaphone", "info"),
    Fate.RUNNING: ("clock", "calm"),
    Fate.ENDED: ("lock", "calm"),
}


@login_required
@require_safe
def my_effect(request: HttpRequest) -> HttpResponse:
    person, at = me(request), timezone.now()
    counts = count_fates(person.pk, at)
    fate = _fate(request, counts)
    number = _number(request)
    found = fates_of(person.pk, fate, at, most=SIZE + 1, skip=(number - 1) * SIZE)
    here = reverse("portal:my_effect")
    context = {
        "tabs": my_tabs("effect"),
        "rows": _rows(found[:SIZE], person),
        "fate": fate,
        "chips": [
            {"label": one.label, "url": f"{here}?what={one.value}", "current": one == fate, "count": many}
            for one, many in counts.items()
        ],
        "total": sum(counts.values()),
        "rhythm": wish_of(person).label,
        "next_url": f"{here}?what={fate.value}&page={number + 1}" if len(found) > SIZE else "",
        "first_url": f"{here}?what={fate.value}" if number > 1 else "",
    }
    return render_page(request, "portal/efficacy/my_effect.html", context, section="my_page")


def _fate(request: HttpRequest, counts: dict[Fate, int]) -> Fate:
    """What was asked for, or the best thing that has happened."""
    asked = request.GET.get("what", "")
    if asked in Fate.values:
        return Fate(asked)
    return next((fate for fate, many in counts.items() if many), Fate.RUNNING)


def _number(request: HttpRequest) -> int:
    asked = request.GET.get("page", "")
    return (
        min(int(asked), LAST_PAGE)
        if asked.isascii() and asked.isdigit() and asked.strip("0") and len(asked) < 9
        else 1
    )


def _rows(found: list[Became], person: Any) -> list[dict[str, Any]]:
    wanted = {one.item for one in found} | {one.by for one in found}
    items = Proposal.objects.in_bulk(wanted)
    return [_row(one, items, person) for one in found]


def _row(one: Became, items: dict[int, Proposal], person: Any) -> dict[str, Any]:
    """What has been hidden is not repeated, except to whoever wrote it."""
    item, brought = items[one.item], items[one.by]
    is_mine = item.author_id == person.pk
    is_gone = not is_mine and (
        item.standing != Standing.OPEN or item.visibility == Visibility.AUTHOR_AND_STAFF
    )
    icon, tone = LOOKS[one.fate]
    return {
        "item": item,
        "is_gone": is_gone,
        "at": one.at,
        "since": one.since,
        "deeds": [DEEDS[deed] for deed in one.deeds],
        "on_paper": one.on_paper,
        "brought": brought if one.by != one.item else None,
        "icon": icon,
        "tone": tone,
        "label": one.fate.label,
        "ending": item.get_closed_as_display() if one.fate == Fate.ENDED else "",
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def digest_wish(request: HttpRequest) -> HttpResponse:
    person = me(request)
    if request.method == "POST":
        rhythm = request.POST.get("rhythm", "")
        if rhythm in Rhythm.values:
            wish(person=person, rhythm=Rhythm(rhythm))
            messages.success(request, _("Saved. Letters come as you have chosen."))
            return redirect("portal:my_effect")
    context = {"rhythms": Rhythm, "chosen": wish_of(person), "tabs": my_tabs("effect")}
    status = 422 if request.method == "POST" else 200
    return render_page(request, "portal/efficacy/digest_wish.html", context, section="my_page", status=status)


@csrf_exempt  # mail programs press this for their reader (RFC 8058); the signed token is the key
@require_http_methods(["GET", "HEAD", "POST"])
def digest_stop(request: HttpRequest, token: str) -> HttpResponse:
    """From the letter, without logging in. A GET only asks: programs that look at links change nothing."""
    person = read_digest_token(token)
    if person is None:
        raise Http404
    if request.method == "POST":
        wish(person=person, rhythm=Rhythm.OFF)
    context = {"kind": _("What came of your taking part"), "done": request.method == "POST"}
    return render_page(request, "portal/unsubscribe.html", context)
