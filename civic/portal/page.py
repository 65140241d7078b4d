"""What every citizen's page shares: where it stands, and how a list goes on."""

from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from civic.proposals.paging import BadCursor, Page
from tenants.models import Institution


def render_page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    section: str = "",
    status: int = 200,
) -> HttpResponse:
    """`section` is the entry of the navigation that stands for this page."""
    return render(request, template, {"section": section, **(context or {})}, status=status)


def render_part(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A piece of a page for htmx: it knows `context` and the CSRF token, nothing of the frame around a page."""
    html = render_to_string(template, {"csrf_token": get_token(request), **context})
    response = HttpResponse(html, status=status)
    response["X-Fragment"] = "1"
    return response


def page_or_first(request: HttpRequest, fetch: Callable[[str], Page[Any]], name: str = "after") -> Page[Any]:
    """The page behind the cursor in the address; for a cursor that cannot be read, the first, with a note."""
    try:
        return fetch(request.GET.get(name, ""))
    except BadCursor:
        messages.info(request, _("That page could not be found in this list. Here is its beginning."))
        return fetch("")


def address_with(request: HttpRequest, **changes: str | None) -> str:
    """This page's address with some of its parameters changed; None and "" leave one out."""
    fields = {name: request.GET[name] for name in request.GET} | changes
    query = urlencode({name: value for name, value in fields.items() if value})
    return f"{request.path}?{query}" if query else request.path


def way_on(request: HttpRequest, page: Page[Any], name: str = "after") -> dict[str, str]:
    """Context of portal/parts/way_on.html."""
    return {
        "next_url": address_with(request, **{name: page.next}) if page.next else "",
        "first_url": address_with(request, **{name: None}) if request.GET.get(name) else "",
    }


def is_scripted(request: HttpRequest) -> bool:
    """Whether htmx asked, and puts the answer into the page it stands on."""
    return bool(getattr(request, "htmx", False))


def house(request: HttpRequest) -> Institution:
    """The institution at whose door this knocks."""
    return cast(Institution, request.tenant)  # type: ignore[attr-defined]


def sign_in_and_return(request: HttpRequest, to: str) -> HttpResponse:
    """To the log-in page, and from there back to `to`, a path of ours."""
    address = f"{reverse('account_login')}?{urlencode({'next': to})}"
    if is_scripted(request):
        response = HttpResponse(status=200)
        response["HX-Redirect"] = address
        return response
    return redirect(address)
