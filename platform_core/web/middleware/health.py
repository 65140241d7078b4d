"""Whether this process lives, and whether it may be sent visitors: asked by address, before institutions are looked up.

`/internal/live/` asks nobody: a process that answers lives, and is not started anew because the database is away.
`/internal/ready/` asks the database, and whether every schema is at this release: a release that came before its
migrations gets no visitors until they are through. `/healthz/` asks the database alone, from anywhere.
"""

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

log = logging.getLogger("madang.web")
PATH = "/healthz/"
LIVE, READY = "/internal/live/", "/internal/ready/"


class HealthMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        # What became ready once stays so: schemas only go forward.
        self.is_at_head = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == PATH:
            return _said(_database())
        if request.path in (LIVE, READY) and "HTTP_X_FORWARDED_FOR" not in request.META:
            return _said("" if request.path == LIVE else self.ready())
        return self.get_response(request)

    def ready(self) -> str:
        """What is amiss; empty when nothing is."""
        try:
            amiss = _database()
            if not amiss and not self.is_at_head:
                amiss = import_string(settings.READINESS)()
                self.is_at_head = not amiss
        except DatabaseError as error:
            log.warning("Not ready: %s", error)
            return "database cannot be asked"
        return amiss


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "database unreachable"
    return ""


def _said(amiss: str) -> HttpResponse:
    return HttpResponse(f"{amiss or 'ok'}\n", status=503 if amiss else 200, content_type="text/plain")
