"""«내 참여 확인»: what I said, and the proof that the signed ledger holds it; and what the ledger shows everybody."""

import re
from pathlib import Path
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from civic.ballots.models import Ballot
from civic.debates.models import Opinion
from civic.ledger import verify_ledger
from civic.ledger.models import Checkpoint, Kind, Tile
from civic.ledger.publishing import data_of, tile_data
from civic.ledger.receipts import Standing, receipt_of, standing_of
from civic.ledger.signing import public_keys
from civic.portal.finding import me
from civic.portal.me import my_tabs
from civic.portal.page import render_page
from civic.processes.kinds import Visibility
from civic.proposals.models import Comment, Merger, Proposal
from civic.proposals.models import Standing as ItemStanding
from civic.proposals.paging import LARGEST_ID

SIZE = 20
# Of which items the numbers in entries are.
OF_PROPOSALS = (Kind.SUPPORT, Kind.DISLIKE, Kind.INVALIDATED)
# Of others, how the row leads to its proposal.
BELOW: tuple[tuple[tuple[Kind, ...], Any, str], ...] = (
    ((Kind.COMMENT, Kind.COMMENT_OUT), Comment, "proposal_id"),
    ((Kind.OPINION, Kind.OPINION_OUT), Opinion, "debate__item_id"),
    ((Kind.VOTE, Kind.VOTE_OUT), Ballot, "item_id"),
    ((Kind.CARRIED,), Merger, "kept_id"),
)


@login_required
@require_safe
def receipts(request: HttpRequest) -> HttpResponse:
    found = standing_of(me(request).pk, before=_number(request), most=SIZE + 1)
    context = {
        "tabs": my_tabs("receipts"),
        "rows": _rows(found[:SIZE]),
        "next_url": f"?before={found[SIZE - 1].entry}" if len(found) > SIZE else "",
        "first_url": request.path if "before" in request.GET else "",
    }
    return render_page(request, "portal/me/receipts.html", context, section="my_page")


@login_required
@require_safe
def receipt(request: HttpRequest, number: int) -> HttpResponse:
    """The server shows the proof; a script of this page calculates it anew where there are scripts."""
    person = me(request)
    found = _mine(person.pk, number)
    rows = _rows([one for one in standing_of(person.pk, before=number + 1, most=1) if one.entry == number])
    context = {
        "tabs": my_tabs("receipts"),
        "row": rows[0] if rows else None,
        "number": number,
        "receipt": found,
        "is_well": "note" in found and verify_ledger.verify(found, public_keys()) == "",
        "keys": public_keys(),
    }
    return render_page(request, "portal/me/receipt.html", context, section="my_page")


@login_required
@require_safe
def receipt_file(request: HttpRequest, number: int) -> HttpResponse:
    response = JsonResponse(_mine(me(request).pk, number), json_dumps_params={"indent": 1})
    response["Content-Disposition"] = f'attachment; filename="receipt-{number}.json"'
    return response


@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    """Nothing here is about anybody: hashes, and who signed them."""
    rows = list(Checkpoint.objects.filter(pk__lt=_number(request))[: SIZE + 1])
    context = {
        "rows": rows[:SIZE],
        "keys": public_keys(),
        "next_url": f"?before={rows[SIZE - 1].pk}" if len(rows) > SIZE else "",
        "first_url": request.path if "before" in request.GET else "",
    }
    return render_page(request, "portal/ledger.html", context)


@require_safe
def checkpoint(request: HttpRequest, number: int) -> HttpResponse:
    if number > LARGEST_ID:
        raise Http404
    return JsonResponse(data_of(get_object_or_404(Checkpoint, pk=number)))


@require_safe
def tile(request: HttpRequest, place: str) -> HttpResponse:
    """`0-12` is the thirteenth tile of the lowest level, as far as it has grown."""
    asked = re.fullmatch(r"([0-7])-([0-9]{1,16})", place)
    if asked is None:
        raise Http404
    found = get_object_or_404(Tile, level=int(asked[1]), number=int(asked[2]))
    return JsonResponse(tile_data(found.level, found.number, bytes(found.hashes)))


@require_safe
def verifier(request: HttpRequest) -> HttpResponse:
    source = Path(verify_ledger.__file__).read_text(encoding="utf-8")
    response = HttpResponse(source, content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="verify_ledger.py"'
    return response


def _mine(person: int, number: int) -> dict[str, Any]:
    found = receipt_of(person=person, entry=number) if number <= LARGEST_ID else None
    if found is None:
        raise Http404
    return found


def _rows(found: list[Standing]) -> list[dict[str, Any]]:
    """Titles of what everybody may read; of other things only what was said."""
    below = _proposals_of(found)
    items = Proposal.objects.in_bulk(set(below.values()))
    return [
        {
            "entry": one.entry,
            "label": one.kind.label,
            "at": one.at,
            "item": _shown(items.get(below.get((one.kind, one.item), 0))),
        }
        for one in found
    ]


def _proposals_of(found: list[Standing]) -> dict[tuple[Kind, int], int]:
    """On whose page each stands. A query for each kind of thing that occurs."""
    below = {(one.kind, one.item): one.item for one in found if one.kind in OF_PROPOSALS}
    for kinds, model, path in BELOW:
        wanted = {one.item for one in found if one.kind in kinds}
        if wanted:
            known = dict(model.objects.filter(pk__in=wanted).values_list("pk", path))
            below |= {
                (one.kind, one.item): known[one.item]
                for one in found
                if one.kind in kinds and one.item in known
            }
    return below


def _shown(item: Proposal | None) -> Proposal | None:
    """Everybody may read it, or may with its address, which who supported it knew."""
    if item is None or item.standing != ItemStanding.OPEN or item.visibility == Visibility.AUTHOR_AND_STAFF:
        return None
    return item


def _number(request: HttpRequest) -> int:
    asked = request.GET.get("before", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else LARGEST_ID
