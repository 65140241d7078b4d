"""The desk's pages of the office are for administrators; to others they do not exist. They open while a bill is unpaid,
too: somebody has to be able to do something about it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from platform_core.access.staff import has_role


def administrators_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @never_cache
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not has_role(request.user, "administrator"):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
