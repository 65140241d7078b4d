"""The same codes as the pages: {"code", "sentence", "what_next"}, and `fields` where a field is wrong."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from platform_core.access import Refused

CODES = {
    exceptions.NotAuthenticated: "sign_in",
    exceptions.AuthenticationFailed: "unknown_token",
    exceptions.Throttled: "too_many_requests",
    exceptions.MethodNotAllowed: "method_not_allowed",
    exceptions.ParseError: "bad_request",
    exceptions.UnsupportedMediaType: "unsupported_media_type",
    exceptions.NotAcceptable: "not_acceptable",
    exceptions.PermissionDenied: "not_allowed",
    exceptions.NotFound: "not_found",
}


def answer(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler. None lets a fault of ours become a 500."""
    if isinstance(error, Refused):
        return _refusal(error)
    if isinstance(error, Http404):
        error = exceptions.NotFound(_("There is nothing here, or it is not yours to see."))
    response = exception_handler(error, context)
    if response is None:
        return None
    if isinstance(error, exceptions.ValidationError):
        response.data = _body("invalid", _("Some of what was sent cannot be used."), fields=response.data)
    else:
        response.data = _body(CODES.get(type(error), "refused"), str(getattr(error, "detail", error)))
    return response


def _refusal(refusal: Refused) -> Response:
    verdict = refusal.verdict
    status = 401 if verdict.code == "sign_in" else refusal.status
    headers = {"WWW-Authenticate": "Token"} if status == 401 else None
    return Response(
        _body(verdict.code, str(verdict.sentence), str(verdict.what_next)), status, headers=headers
    )


def _body(code: str, sentence: str, what_next: str = "", **extra: Any) -> dict[str, Any]:
    return {"code": code, "sentence": sentence, "what_next": what_next, **extra}
