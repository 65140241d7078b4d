"""Somebody at the kiosk supports, proposes or says what they think: says who they are, and is gone from the device when it is done."""

from uuid import UUID

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from civic.debates.models import Debate
from civic.journeys.kiosk import finish_by_mail
from civic.paper.models import KioskDevice, KioskVisit, Wish
from civic.paper.visits import MOST_TRIES, begin_visit, end_visit, is_its_code, visit_with
from civic.portal.kiosk import kiosk_verdict, visible_proposal
from civic.portal.kiosk_forms import CodeForm, WhoForm, WriteForm
from civic.portal.kiosk_frame import kiosk_page, kiosk_render
from civic.portal.page import house
from civic.proposals.models import Proposal
from platform_core.access import Refused
from platform_core.outbound.actions import queue_letter

# Nobody uses a tablet to fill a stranger's inbox: so many letters an hour from one device.
MOST_LETTERS, AN_HOUR = 40, 60 * 60


@require_http_methods(["GET", "POST"])
@kiosk_page
def support(request: HttpRequest, device: KioskDevice, number: int) -> HttpResponse:
    item = visible_proposal(number)
    verdict = kiosk_verdict(item)
    if not verdict.allowed:
        return redirect("portal:kiosk_proposal", number)
    form = WhoForm(request.POST or None)
    if form.is_valid() and (begun := begin(request, device, form, Wish.SUPPORT, item)) is not None:
        return begun
    context = {"form": form, "item": item}
    return kiosk_render(request, device, "support", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@kiosk_page
def new_proposal(request: HttpRequest, device: KioskDevice) -> HttpResponse:
    form = WriteForm(request.POST or None)
    if form.is_valid() and (begun := begin(request, device, form, Wish.PROPOSE, None)) is not None:
        return begun
    return kiosk_render(request, device, "write", {"form": form}, status=422 if form.is_bound else 200)


def begin(
    request: HttpRequest,
    device: KioskDevice,
    form: WhoForm,
    wish: Wish,
    item: Proposal | None,
    *,
    debate: Debate | None = None,
) -> HttpResponse | None:
    """None, with the reason in the form, when no more letters leave from here for a while."""
    if form.by_mail and not _may_send(device):
        form.add_error("way", _("Too many codes were asked for here. Please go to the counter."))
        return None
    names = ("name", "contact", "title", "text", "category", "side")
    typed = {name: form.cleaned_data[name] for name in names if form.cleaned_data.get(name)}
    begun, code = begin_visit(
        device=device,
        wish=wish,
        item=item,
        debate=debate,
        typed=typed,
        by_mail=form.by_mail,
        at=timezone.now(),
    )
    if not form.by_mail:
        return redirect(f"{reverse('portal:kiosk_done')}?waits={begun.number}")
    _send(request, typed["contact"], code)
    return redirect("portal:kiosk_visit", begun.key)


def _may_send(device: KioskDevice) -> bool:
    key = f"kiosk-letters-{device.pk}"
    cache.add(key, 0, AN_HOUR)
    return bool(cache.incr(key) <= MOST_LETTERS)


def _send(request: HttpRequest, to: str, code: str) -> None:
    body = _(
        "Type this code at the kiosk of %(name)s: %(code)s\n\nIt is good for ten minutes. If you are not standing"
        " there, ignore this letter: nothing was done in your name."
    )
    queue_letter(
        to=to,
        subject=_("Your code for the kiosk"),
        body=body % {"name": house(request).name, "code": code},
        language=get_language() or "",
        secret=True,
    )


@require_http_methods(["GET", "POST"])
@kiosk_page
def visit(request: HttpRequest, device: KioskDevice, key: UUID) -> HttpResponse:
    """Asks for the code. Once it is over, this address leads to the beginning, for whoever presses Back."""
    found = visit_with(device, str(key), timezone.now())
    if found is None or not found.code_hash:
        return redirect("portal:kiosk")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        if is_its_code(found, form.cleaned_data["code"]):
            return _finish(request, device, found)
        if found.tries + 1 >= MOST_TRIES:
            end_visit(found)
            return kiosk_render(
                request,
                device,
                "over",
                {"sentence": _("Five wrong codes. Please start anew.")},
                status=422,
                ends_in=20,
            )
        form.add_error("code", _("This is not the code we sent."))
    return kiosk_render(request, device, "code", {"form": form}, status=422 if form.is_bound else 200)


def _finish(request: HttpRequest, device: KioskDevice, found: KioskVisit) -> HttpResponse:
    try:
        finish_by_mail(visit=found, at=timezone.now())
    except Refused as refusal:
        end_visit(found)
        said = f"{refusal.verdict.sentence} {refusal.verdict.what_next}".strip()
        return kiosk_render(request, device, "over", {"sentence": said}, status=refusal.status, ends_in=30)
    return redirect("portal:kiosk_done")
