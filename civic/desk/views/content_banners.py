"""긴급 알림: what stands above every page for a while."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from civic.content import queries
from civic.content.models import Banner
from civic.content.rules import may_warn
from civic.content.warning import change_banner, end_banner, put_up
from civic.desk.content_page import languages_of
from civic.desk.forms.content import BannerForm, initial_of, moment_seen
from civic.desk.gate import colleague, staff_page
from civic.desk.paging import page_of
from civic.proposals.paging import LARGEST_ID
from platform_core.access import Refused, require

USUALLY = timedelta(hours=24)


@require_safe
@staff_page
def banners(request: HttpRequest) -> HttpResponse:
    require(may_warn(request.user))
    at = timezone.now()
    page = page_of(request, queries.banners())
    language = languages_of(request)[0]
    rows = [
        {
            "banner": one,
            "words": one.words.get(language) or next(iter(one.words.values()), ""),
            "is_shown": one.is_shown(at),
            "is_coming": one.begins_at > at and one.ended_at is None,
        }
        for one in page.rows
    ]
    return render(request, "desk/content/banners.html", {"page": page, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def new_banner(request: HttpRequest) -> HttpResponse:
    require(may_warn(request.user))
    at = timezone.now()
    initial = {"begins_at": at, "ends_at": at + USUALLY, "level": "warn"}
    form = BannerForm(request.POST or None, languages=languages_of(request), initial=initial)
    if form.is_valid():
        try:
            put_up(warning=form.warning(), by=colleague(request), at=at)
        except Refused as refusal:
            return _form_page(request, form, None, refusal)
        messages.success(request, _("It stands above every page at its time."))
        return redirect("desk:banners")
    return _form_page(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def banner(request: HttpRequest, pk: int) -> HttpResponse:
    require(may_warn(request.user))
    found = get_object_or_404(queries.banners(), pk=min(pk, LARGEST_ID))
    form = BannerForm(request.POST or None, languages=languages_of(request), initial=initial_of(found))
    if form.is_valid():
        try:
            change_banner(
                banner=found,
                warning=form.warning(),
                seen=moment_seen(form.cleaned_data["seen"]) or found.created_at,
                by=colleague(request),
                at=timezone.now(),
            )
        except Refused as refusal:
            form.data = {**form.data.dict(), "seen": found.changed_at.isoformat()}  # type: ignore[attr-defined]
            return _form_page(request, form, found, refusal)
        messages.success(request, _("Changed."))
        return redirect("desk:banners")
    return _form_page(request, form, found)


def _form_page(
    request: HttpRequest, form: BannerForm, found: Banner | None, refusal: Refused | None = None
) -> HttpResponse:
    status = refusal.status if refusal else (422 if form.is_bound else 200)
    context = {"form": form, "banner": found, "verdict": refusal.verdict if refusal else None}
    return render(request, "desk/content/banner.html", context, status=status)


@require_POST
@staff_page
def banner_end(request: HttpRequest, pk: int) -> HttpResponse:
    require(may_warn(request.user))
    found = get_object_or_404(Banner, pk=min(pk, LARGEST_ID))
    if end_banner(banner=found, by=colleague(request), at=timezone.now()):
        messages.success(request, _("The banner is taken down."))
    return redirect("desk:banners")
