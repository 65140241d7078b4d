"""Whose page may be some seconds old, and who must read what they just wrote."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from platform_core.access.lagging import lagging
from tenants.replica import health
from tenants.replica.router import REPLICA

READING = ("GET", "HEAD")


class ReplicaMiddleware:
    """Right inside of the institution's; does nothing where there is no replica."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if REPLICA not in settings.DATABASES:
            return self.get_response(request)
        if may_be_old(request) and health.may_be_asked():
            with lagging():
                response = self.get_response(request)
            if not getattr(request, "database_gave_up", False):
                return response
            # A database went away (views.busy says so to people). It was only read: once more, of the first.
            health.leave_alone()
        response = self.get_response(request)
        if request.method not in READING:
            remember_the_writer(response)
        return response


def may_be_old(request: HttpRequest) -> bool:
    """A stranger's page: no session, no key, nothing sent now or lately; not at the console."""
    return (
        request.method in READING
        and getattr(request, "tenant", None) is not None
        and "HTTP_AUTHORIZATION" not in request.META
        and not {settings.SESSION_COOKIE_NAME, settings.WROTE_COOKIE_NAME} & request.COOKIES.keys()
    )


def remember_the_writer(response: HttpResponse) -> None:
    """Whoever took part without an account has no session; this says nothing but that."""
    response.set_cookie(
        settings.WROTE_COOKIE_NAME,
        "1",
        max_age=settings.REPLICA_AFTER_WRITING,
        secure=settings.SECURE_COOKIES,
        httponly=True,
        samesite="Lax",
    )
