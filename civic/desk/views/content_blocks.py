"""Writing the parts of a draft: its head and its blocks, one at a time."""

from collections import Counter
from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from civic.content.actions import Overtaken, change_head, open_arrangement, place_block, write_block
from civic.content.document import BLOCK_ID, Block, Document, Value, print_of
from civic.content.kinds import KINDS, PLANS, Kind, Place, kinds_for
from civic.content.models import Arrangement
from civic.desk.content_page import drafted, find, languages_of, page_names, print_of_head, title_of
from civic.desk.forms.content import PartForm
from civic.desk.gate import colleague, staff_page
from platform_core.access import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def head(request: HttpRequest, key: str) -> HttpResponse:
    found = find(request, key)
    _draft, document = drafted(found, timezone.now())
    declared = PLANS[found.place].head
    if not declared:
        raise Http404
    form = PartForm(
        request.POST or None,
        declared=declared,
        languages=languages_of(request),
        values=document.head,
        seen=print_of_head(document),
    )

    def save(values: Mapping[str, Value], seen: str) -> bool:
        return change_head(
            arrangement=_row(request, found),
            fields=values,
            seen=seen,
            by=colleague(request),
            at=timezone.now(),
        )

    return _form_page(request, found, document, form, save, _heading(found))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def new_block(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    """A kind without fields is added by the button alone."""
    found = find(request, key)
    chosen = _kind(found, kind)
    _draft, document = drafted(found, timezone.now())
    form = _block_form(request, chosen, Block("", kind, fields={}), "")

    def save(values: Mapping[str, Value], _seen: str) -> bool:
        block = Block(document.new_id(kind), kind, fields=values)
        return write_block(
            arrangement=_row(request, found), block=block, by=colleague(request), at=timezone.now()
        )

    return _form_page(request, found, document, form, save, str(chosen.name), help=chosen.help)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def block(request: HttpRequest, key: str, block: str) -> HttpResponse:
    found = find(request, key)
    _draft, document = drafted(found, timezone.now())
    is_there = document.block(block) is not None
    there = document.block(block) or _taken_out(request, found, block)
    chosen = KINDS[there.kind]
    form = _block_form(request, chosen, there, there.print)

    def save(values: Mapping[str, Value], seen: str) -> bool:
        return write_block(
            arrangement=_row(request, found),
            block=Block(there.id, there.kind, there.is_on, values),
            # Without it, only what somebody has taken out is put back.
            seen=seen or ("lost" if is_there else ""),
            by=colleague(request),
            at=timezone.now(),
        )

    return _form_page(request, found, document, form, save, str(chosen.name), help=chosen.help)


@require_POST
@staff_page
def block_place(request: HttpRequest, key: str, block: str) -> HttpResponse:
    """`move` is up, down, on, off or remove."""
    found = find(request, key)
    move = request.POST.get("move", "")
    done = place_block(
        arrangement=_row(request, found), block=block, move=move, by=colleague(request), at=timezone.now()
    )
    if not done:
        messages.info(request, _("Nothing was changed."))
    return redirect("desk:arrangement", key)


def _heading(found: Arrangement) -> str:
    return _("Title and sentence below it") if found.place == Place.PAGE else _("Contact and copyright")


def _row(request: HttpRequest, found: Arrangement) -> Arrangement:
    """The first change of a home, menu or footer makes its row."""
    if found.pk:
        return found
    return open_arrangement(place=Place(found.place), by=colleague(request), at=timezone.now())


def _kind(found: Arrangement, name: str) -> Kind:
    chosen = next((kind for kind in kinds_for(found.place) if kind.key == name), None)
    if chosen is None:
        raise Http404
    return chosen


def _taken_out(request: HttpRequest, found: Arrangement, block: str) -> Block:
    """Somebody took it out while another wrote in it: what they send is not lost. Its name begins with its kind."""
    kinds = {kind.key for kind in kinds_for(found.place)}
    kind = block if block in kinds else block.rpartition("-")[0]
    if request.method != "POST" or kind not in kinds or not BLOCK_ID.fullmatch(block):
        raise Http404
    return Block(block, kind)


def _block_form(request: HttpRequest, kind: Kind, there: Block, seen: str) -> PartForm:
    pages = _pages(page_names(request)) if any(one.name == "page" for one in kind.fields) else []
    chosen = there.fields.get("page")
    if isinstance(chosen, str) and chosen and chosen not in dict(pages):
        pages.append((chosen, chosen))
    return PartForm(
        request.POST if request.method == "POST" else None,
        declared=kind.fields,
        languages=languages_of(request),
        values=there.fields,
        pages=pages,
        seen=seen,
    )


def _pages(names: Mapping[str, str]) -> list[tuple[str, str]]:
    """By their titles; where two are called alike, with their addresses."""
    called = Counter(names.values())
    return sorted(
        ((slug, f"{name} (/p/{slug}/)" if called[name] > 1 else name) for slug, name in names.items()),
        key=lambda one: (one[1].casefold(), one[0]),
    )


def _form_page(
    request: HttpRequest,
    found: Arrangement,
    document: Document,
    form: PartForm,
    save: Callable[[Mapping[str, Value], str], bool],
    heading: str,
    help: object = "",
) -> HttpResponse:
    """Nothing typed is lost, whatever was wrong with it or whoever saved in between."""
    status, verdict = 200 if not form.is_bound else 422, None
    if form.is_valid():
        try:
            done = save(form.values(), form.cleaned_data["seen"])
        except Overtaken as overtaken:
            status = 409
            form.was_overtaken(overtaken.now, _print_now(found, request))
        except Refused as refusal:
            status, verdict = refusal.status, refusal.verdict
        else:
            said = _("Kept in the draft. Nobody sees it before it is published.")
            messages.success(request, said) if done else messages.info(request, _("Nothing was changed."))
            return redirect("desk:arrangement", found.key)
    context = {
        "arrangement": found,
        "name": title_of(found, document),
        "form": form,
        "heading": heading,
        "help": help,
        "verdict": verdict,
    }
    return render(request, "desk/content/part.html", context, status=status)


def _print_now(found: Arrangement, request: HttpRequest) -> str:
    """What the next attempt has seen: the part as it stands since."""
    _draft, now = drafted(found, timezone.now())
    name = request.resolver_match.kwargs.get("block") if request.resolver_match else None
    if name is None:
        return print_of(dict(now.head))
    there = now.block(name)
    return there.print if there else ""
