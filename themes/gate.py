"""The desk's pages of this room are for administrators; to others they do not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from platform_core.access import require
from platform_core.access.staff import has_role
from tenants.entitlements import staff_may_write


def administrators_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not has_role(request.user, "administrator"):
            raise Http404
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            require(staff_may_write(request.tenant))  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return guarded
