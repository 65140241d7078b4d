"""My data: what is kept of me, to see and to take along."""

from collections.abc import Callable
from functools import wraps

from allauth.account.decorators import reauthentication_required
from allauth.core import ratelimit
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from civic.portal.finding import me
from civic.portal.me import my_tabs
from civic.portal.page import render_page
from civic.privacy.handing_out import hand_out, in_words
from civic.privacy.looks import looks_at, task_of
from civic.privacy.my_data import kept_of
from platform_core.accounts.views import came_in_lately

SHOWN = 10
LOOKS_SHOWN = 30
View = Callable[[HttpRequest], HttpResponseBase]


def _freshly(view: View) -> View:
    """The password, or the second factor, once more; whoever has neither must have come in lately."""

    @never_cache
    @login_required
    @reauthentication_required()
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponseBase:
        if not me(request).has_usable_password() and not came_in_lately(request):
            return render_page(
                request, "portal/me/data_again.html", {"tabs": my_tabs("data")}, section="my_page"
            )
        limited: HttpResponseBase | None = ratelimit.consume_or_429(
            request, action="my_data", user=me(request)
        )
        return limited or view(request)

    return guarded


@require_safe
@_freshly
def my_data(request: HttpRequest) -> HttpResponseBase:
    context = {
        "sections": [in_words(one) for one in kept_of(me(request), most=SHOWN)],
        "shown": SHOWN,
        "tabs": my_tabs("data"),
    }
    return render_page(request, "portal/me/data.html", context, section="my_page")


@require_safe
@never_cache
@login_required
def my_looks(request: HttpRequest) -> HttpResponseBase:
    """열람 기록: which of the people who work here looked at me, where and when."""
    page = Paginator(looks_at(me(request)), LOOKS_SHOWN).get_page(request.GET.get("page"))
    for one in page:
        one.task = task_of(one.role)  # type: ignore[attr-defined]
    context = {"page": page, "tabs": my_tabs("data")}
    return render_page(request, "portal/me/looks.html", context, section="my_page")


@require_POST
@_freshly
def my_data_file(request: HttpRequest) -> HttpResponseBase:
    now = timezone.now()
    file = hand_out(user=me(request), at=now)
    name = f"my-data-{timezone.localtime(now):%Y-%m-%d}.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
