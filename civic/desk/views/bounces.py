"""Letters that came back. Opened by an administrator whom somebody asked why no letter arrives."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from civic.desk.gate import colleague, staff_page
from civic.journeys import addresses as house
from platform_core.access import require
from platform_core.access.place import institution_here
from platform_core.outbound.bounces import count_returned, returned, secret_here

PAGE_SIZE = 20
MOST_PAGES = 10_000


@require_safe
@staff_page
def bounces(request: HttpRequest) -> HttpResponse:
    require(house.may_manage_addresses(request.user))
    said = request.GET.get("page", "1")
    number = min(int(said), MOST_PAGES) if said.isascii() and said.isdigit() and len(said) < 6 else 1
    number = max(number, 1)
    rows = returned(timezone.now(), limit=PAGE_SIZE + 1, offset=(number - 1) * PAGE_SIZE)
    context: dict[str, Any] = {
        "rows": rows[:PAGE_SIZE],
        "returning": count_returned(),
        "previous_url": f"?page={number - 1}" if number > 1 else "",
        "next_url": f"?page={number + 1}" if len(rows) > PAGE_SIZE else "",
        "secret": secret_here(),
        "hook": institution_here().address("/mail/bounces/"),
    }
    return render(request, "desk/bounces.html", context)


@require_POST
@staff_page
def bounce_hook(request: HttpRequest) -> HttpResponse:
    """`do` is open (with a new secret) or close."""
    if request.POST.get("do") == "close":
        house.close_bounce_hook(by=colleague(request), at=timezone.now())
        messages.success(request, _("Nothing is taken any more."))
    else:
        house.open_bounce_hook(by=colleague(request), at=timezone.now())
        messages.success(request, _("Give the address and the secret to whoever keeps your mail server."))
    return redirect("desk:bounces")


@require_POST
@staff_page
def bounce_clearing(request: HttpRequest, pk: int) -> HttpResponse:
    if house.try_address_again(pk=pk, by=colleague(request), at=timezone.now()):
        messages.success(request, _("The next letter goes there again."))
    return redirect("desk:bounces")
