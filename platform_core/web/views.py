"""Pages for when something is not as asked: each says what happened and what to do, in the right status."""

import logging
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

from platform_core.access import Refused

log = logging.getLogger("madang.web")
API_PREFIX = "/api/"
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
    context = {"status": status, "code": code, "title": title, "sentence": sentence, "what_next": what_next, **extra}
    template = "web/refusal_fragment.html" if request.headers.get("HX-Request") else "web/message.html"
    return render(request, template, context, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
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
        request, 403, "not_allowed", _("This is not open to you"), _("Your account may not do this here.")
    )


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
        _("Files may be 10 MB each, five at most. Nothing was saved."),
        _("Go back, choose smaller files and send again: your browser still has what you wrote."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"code": "server_error", "sentence": _("Something broke on our side.")}, status=500)
    return HttpResponse(render_to_string("web/broken.html", {"status": 500}), status=500)


def busy(request: HttpRequest) -> HttpResponse:
    response = _page(
        request,
        503,
        "busy",
        _("Too many people at once"),
        _("We could not finish this in time. Nothing was lost that was not saved before."),
        _("Please try again in a few seconds."),
    )
    response["Retry-After"] = "5"
    return response


def unknown_host(request: HttpRequest) -> HttpResponse:
    """Nobody lives at this address. Neutral: it says nothing about who does elsewhere."""
    return HttpResponse(render_to_string("web/unknown_host.html"), status=404)


def closed_institution(request: HttpRequest, institution: Any) -> HttpResponse | None:
    """A page when the doors are not open. Suspended: reading stays possible, writing does not."""
    from tenants.models import Standing

    if institution.standing == Standing.OPEN:
        return None
    if institution.standing == Standing.PREPARING:
        return _closed(request, 503, "preparing", _("%(name)s is being prepared"), institution)
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return None
    return _closed(
        request, 403, "suspended", _("%(name)s takes no new contributions at the moment"), institution
    )


def _closed(request: HttpRequest, status: int, code: str, title: str, institution: Any) -> HttpResponse:
    title = title % {"name": institution.name}
    if _wants_json(request):
        return JsonResponse({"code": code, "sentence": title, "what_next": ""}, status=status)
    context = {"status": status, "title": title, "institution": institution, "typed": typed(request)}
    return HttpResponse(render_to_string("web/closed.html", context), status=status)


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    verdict = refusal.verdict
    return _page(
        request,
        refusal.status,
        verdict.code,
        _("Not possible right now"),
        str(verdict.sentence),
        str(verdict.what_next),
        next_url=verdict.next_url,
        typed=typed(request),
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


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old, or came from elsewhere. From our own page: offer to send it again."""
    ours = request.headers.get("Origin", "") in ("", f"{request.scheme}://{request.headers.get('Host', '')}")
    log.info("CSRF check failed: %s", reason)
    return _page(
        request,
        403,
        "form_expired",
        _("This form had been open too long"),
        _("For your safety we did not accept it. What you wrote is still here."),
        _("Look it over and send it again."),
        typed=typed(request) if ours else [],
        resend=ours and bool(request.POST) and not request.FILES,
    )
