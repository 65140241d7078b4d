"""Pages for when something is not as asked: each says what happened and what to do, in the right status."""

import logging
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

from platform_core.access import Refused
from platform_core.access.standings import Serving, is_still_taken, meaning_of

log = logging.getLogger("madang.web")
API_PREFIX = "/api/"
# A value of tenants.models.Standing, which this floor may not import.
PREPARING = "preparing"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# What a form resend page does not show again: secrets, and Django's own token.
NEVER_ECHOED = ("csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword", "code")


def _wants_json(request: HttpRequest) -> bool:
    return request.path.startswith(API_PREFIX)


def _page(
    request: HttpRequest, status: int, code: str, title: str, sentence: str, what_next: str = "", **extra: Any
) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse(
            {"code": code, "sentence": str(sentence), "what_next": str(what_next)}, status=status
        )
    context = {
        "status": status,
        "code": code,
        "title": title,
        "sentence": sentence,
        "what_next": what_next,
        **extra,
    }
    if request.headers.get("HX-Request"):
        response = render(request, "web/refusal_fragment.html", context, status=status)
        # app.js swaps an answer in the 400s only when it says that it is made for that.
        response["X-Fragment"] = "yes"
        return response
    return render(request, "web/message.html", context, status=status)


def _alone(status: int, title: str, sentence: str, what_next: str = "", **extra: Any) -> str:
    """A page that needs neither database nor session nor institution."""
    language = translation.get_language() or ""
    context = {
        "status": status,
        "title": title,
        "sentence": sentence,
        "what_next": what_next,
        "language": language,
    }
    return render_to_string(extra.pop("template", "web/broken.html"), {**context, **extra})


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return too_large(request)
    return _page(
        request,
        400,
        "bad_request",
        _("We could not read that request"),
        _("Something in the request was not as it should be. Nothing was changed."),
        _("Go back and try once more. If it happens again, tell us what you were doing."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request,
        403,
        "not_allowed",
        _("This is not open to you"),
        _("Your account may not do this here."),
        **page_above(request),
    )


def nothing_to_read(request: HttpRequest) -> HttpResponse:
    """An address that only takes forms was opened, by a reload or from a history."""
    return _page(
        request,
        405,
        "only_forms",
        _("There is nothing to read at this address"),
        _("It only takes what a form sends. Nothing was changed by opening it."),
        **page_above(request),
    )


def page_above(request: HttpRequest) -> dict[str, str]:
    """Where the way goes on: the nearest page in whose folder the address lies; nothing below the front page.

    Keys and other words of an address are not repeated.
    """
    path = request.path
    while (path := path.rstrip("/").rpartition("/")[0] + "/") != "/":
        try:
            found = resolve(path, urlconf=getattr(request, "urlconf", None))
        except Resolver404:
            continue
        if all(str(value).isdecimal() for value in found.kwargs.values()):
            return {"next_url": path, "next_label": _("To the page above")}
    return {}


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request,
        404,
        "not_found",
        _("We cannot find this page"),
        _("It may have been moved or hidden, or the address has a typing mistake."),
        _("Search, or start from the home page."),
    )


def too_large(request: HttpRequest) -> HttpResponse:
    return _page(
        request,
        413,
        "too_large",
        _("That is too much at once"),
        _("Files may be 10 MB each, five at most; text up to a book chapter. Nothing was saved."),
        _("Go back, send less, and try again: your browser still has what you wrote."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse(
            {"code": "server_error", "sentence": _("Something broke on our side.")}, status=500
        )
    page = _alone(
        500,
        _("Something broke on our side"),
        _("It is not your fault. What you sent may not have been saved."),
        _("Go back and look before you send it again."),
    )
    return HttpResponse(page, status=500)


def busy(request: HttpRequest) -> HttpResponse:
    """The database did not answer in time: so neither may this page ask it anything."""
    request.database_gave_up = True  # type: ignore[attr-defined]
    title, sentence = _("Too many people at once"), _("We could not finish this in time.")
    what_next = _("Go back and try again in a few seconds: your browser still has what you wrote.")
    response: HttpResponse
    if _wants_json(request):
        response = JsonResponse({"code": "busy", "sentence": sentence, "what_next": what_next}, status=503)
    else:
        page = _alone(503, title, sentence, what_next, shown=worth_showing(typed(request)))
        response = HttpResponse(page, status=503)
    response["Retry-After"] = "5"
    return response


def unknown_host(request: HttpRequest) -> HttpResponse:
    """Nobody lives at this address. Neutral: it says nothing about who does elsewhere."""
    return HttpResponse(render_to_string("web/unknown_host.html"), status=404)


def closed_institution(request: HttpRequest, institution: Any) -> HttpResponse | None:
    """A page when the doors are not open to what is asked; None when they are.

    What each standing opens is said in platform_core/access/standings.py.
    """
    meaning = meaning_of(institution)
    if meaning.takes_writing:
        return None
    # Languages are chosen further in; here the institution's own is spoken.
    with translation.override(institution.default_language):
        if meaning.serving is Serving.NOTHING:
            return hidden(request, institution)
        is_living = meaning.serving is Serving.LIVING
        if is_living and (request.method in SAFE_METHODS or is_still_taken(request.path)):
            return None
        return _closed(
            request,
            403,
            institution.standing,
            _("%(name)s takes no contributions any more") % {"name": institution.name},
            _("Everything that was written can be read as before."),
            readable=True,
        )


def gone_with_its_server(request: HttpRequest, institution: Any) -> HttpResponse:
    """To programs that ask an archived institution."""
    with translation.override(institution.default_language):
        title = _("%(name)s is an archive now") % {"name": institution.name}
        return _closed(
            request, 410, institution.standing, title, _("Its pages can be read; there is no API.")
        )


def hidden(request: HttpRequest, institution: Any) -> HttpResponse:
    """Of a suspended institution not even its name is said: somebody decided that nothing is to be seen."""
    if institution.standing == PREPARING:
        title = _("%(name)s is being prepared") % {"name": institution.name}
        sentence = _("Please come back soon.")
    else:
        title = _("This site is not available at the moment")
        sentence = _("What was written here is kept, and is not shown for the time being.")
    response = _closed(request, 503, institution.standing, title, sentence)
    response["X-Robots-Tag"] = "noindex, noarchive"
    return response


def _closed(
    request: HttpRequest, status: int, code: str, title: str, sentence: str, readable: bool = False
) -> HttpResponse:
    response: HttpResponse
    if _wants_json(request):
        body = {"code": code, "sentence": f"{title}.", "what_next": sentence}
        response = JsonResponse(body, status=status)
    else:
        shown = worth_showing(typed(request))
        what_next = _("What you wrote was not saved. Please copy it.") if shown else ""
        template = {"template": "web/closed.html", "readable": readable, "shown": shown}
        response = HttpResponse(_alone(status, title, sentence, what_next, **template), status=status)
    response["Cache-Control"] = "no-store"
    return response


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    verdict = refusal.verdict
    # A fragment stands in a page already.
    is_page = not getattr(request, "htmx", False)
    above = page_above(request) if is_page and not verdict.next_url else {}
    return _page(
        request,
        refusal.status,
        verdict.code,
        _("Not possible right now"),
        str(verdict.sentence),
        str(verdict.what_next),
        **{"next_url": verdict.next_url, **above, "shown": worth_showing(typed(request))},
    )


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What the person had written, so that a refusal page can give it back. Secrets left out."""
    if request.method != "POST":
        return []
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in NEVER_ECHOED and value.strip()
    ]


def worth_showing(fields: list[tuple[str, str]]) -> list[str]:
    """The values a person would recognise as theirs: not the numbers of categories and ticked boxes."""
    return [value for _name, value in fields if len(value.strip()) > 2 and not value.strip().isdigit()]


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old, or came from elsewhere. From our own page: offer to send it again.

    A form with a secret or a file in it cannot be offered again; it has to be filled in anew.
    """
    ours = request.headers.get("Origin", "") in ("", f"{request.scheme}://{request.headers.get('Host', '')}")
    log.info("CSRF check failed: %s", reason)
    fields = typed(request) if ours else []
    secrets = any(name in request.POST for name in NEVER_ECHOED if name != "csrfmiddlewaretoken")
    resend = bool(fields) and not request.FILES and not secrets
    if resend:
        sentence = _("For your safety we did not accept it. What you wrote is still here.")
        what_next = _("Look it over and send it again.")
    else:
        sentence = _("For your safety we did not accept it.")
        what_next = _("Please open the page again.")
    return _page(
        request,
        403,
        "form_expired",
        _("This form had been open too long"),
        sentence,
        what_next,
        typed=fields,
        shown=worth_showing(fields),
        resend=resend,
        next_url="" if resend else _page_before(request),
        next_label=_("Open the page again"),
    )


def _page_before(request: HttpRequest) -> str:
    """The page the form stood on, if it is one of ours; else the address it was sent to."""
    before = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(before, {request.get_host()}, require_https=request.is_secure())
    return before if before and is_ours else request.path
