"""The local inbox: in the demo, mail lands here instead of leaving the machine."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from platform_core.access.place import in_public
from platform_core.outbound.models import OutboundMail

LETTERS_PER_PAGE = 20


def inbox(request: HttpRequest) -> HttpResponse:
    """Every letter of this institution, newest first. 404 outside the demo."""
    _only_in_the_demo()
    letters = OutboundMail.objects.order_by("-pk").defer("text", "html", "headers")
    page = Paginator(letters, LETTERS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "outbound/inbox.html", {"page": page, "frame": _frame()})


def letter(request: HttpRequest, pk: int) -> HttpResponse:
    _only_in_the_demo()
    return render(
        request,
        "outbound/letter_page.html",
        {"letter": get_object_or_404(OutboundMail, pk=pk), "frame": _frame()},
    )


def _only_in_the_demo() -> None:
    if not settings.DEMO:
        raise Http404


def _frame() -> str:
    return "ui/plain_base.html" if in_public() else "ui/portal_base.html"
