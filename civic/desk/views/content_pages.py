"""The list of pages; a new one, another address, and taking one away."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from civic.content.actions import remove_page, rename_page, write_page
from civic.content.kinds import Place, Purpose
from civic.content.models import Arrangement
from civic.content.queries import content_here, pages_of_the_house
from civic.content.rules import may_arrange
from civic.desk.content_page import drafted, find, languages_of, title_of
from civic.desk.forms.content import AddressForm, PageForm, RemovalForm
from civic.desk.gate import colleague, staff_page
from civic.desk.paging import page_of
from platform_core.access import Refused, require


@require_safe
@staff_page
def pages(request: HttpRequest) -> HttpResponse:
    require(may_arrange(request.user))
    at = timezone.now()
    content = content_here(at)
    page = page_of(request, pages_of_the_house().select_related("draft"))
    rows = []
    for one in page.rows:
        shown = content.page(one.slug, at)
        draft = getattr(one, "draft", None)
        title = (shown.title if shown else (draft.document["head"].get("title") if draft else {})) or {}
        name = next(iter(title.values()), "") if isinstance(title, dict) else ""
        rows.append({"page": one, "name": name or one.slug, "is_shown": shown is not None, "draft": draft})
    return render(request, "desk/content/pages.html", {"page": page, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def new_page(request: HttpRequest) -> HttpResponse:
    require(may_arrange(request.user))
    taken = pages_of_the_house().exclude(purpose=Purpose.FREE).values_list("purpose", flat=True)
    form = PageForm(request.POST or None, taken=taken, initial=_asked_for(request))
    verdict, status = None, 422 if form.is_bound else 200
    if form.is_valid():
        data = form.cleaned_data
        try:
            made = write_page(
                slug=data["slug"],
                title={languages_of(request)[0]: data["title"]},
                purpose=Purpose(data["purpose"]),
                by=colleague(request),
                at=timezone.now(),
            )
        except Refused as refusal:
            verdict, status = refusal.verdict, refusal.status
        else:
            messages.success(request, _("The draft is there. Nobody sees it before it is published."))
            return redirect("desk:arrangement", made.key)
    context = {"form": form, "verdict": verdict, "heading": _("Write a page")}
    return render(request, "desk/content/page_form.html", context, status=status)


def _asked_for(request: HttpRequest) -> dict[str, str]:
    """A duty's link says which page is wanted."""
    wanted = request.GET.get("purpose", "")
    if wanted not in Purpose.values or wanted == Purpose.FREE:
        return {}
    return {"purpose": wanted, "title": str(Purpose(wanted).label)}


def _page(request: HttpRequest, key: str) -> Arrangement:
    found = find(request, key)
    if found.place != Place.PAGE:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def page_address(request: HttpRequest, key: str) -> HttpResponse:
    found = _page(request, key)
    form = AddressForm(request.POST or None, initial={"slug": found.slug})
    verdict, status = None, 422 if form.is_bound else 200
    if form.is_valid():
        try:
            rename_page(page=found, **form.cleaned_data, by=colleague(request), at=timezone.now())
        except Refused as refusal:
            verdict, status = refusal.verdict, refusal.status
        else:
            messages.success(request, _("The old address leads to the new one."))
            return redirect("desk:arrangement", key)
    context = {
        "form": form,
        "verdict": verdict,
        "arrangement": found,
        "heading": _("Another address"),
        "name": title_of(found, drafted(found, timezone.now())[1]),
    }
    return render(request, "desk/content/page_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def page_removal(request: HttpRequest, key: str) -> HttpResponse:
    found = _page(request, key)
    form = RemovalForm(request.POST if request.method == "POST" else None)
    verdict, status = None, 422 if form.is_bound else 200
    if form.is_valid():
        try:
            remove_page(page=found, **form.cleaned_data, by=colleague(request), at=timezone.now())
        except Refused as refusal:
            verdict, status = refusal.verdict, refusal.status
        else:
            messages.success(request, _("The page is gone."))
            return redirect("desk:pages")
    context = {
        "form": form,
        "verdict": verdict,
        "arrangement": found,
        "name": title_of(found, drafted(found, timezone.now())[1]),
    }
    return render(request, "desk/content/page_removal.html", context, status=status)
