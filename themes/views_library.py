"""Themes of other institutions, and ours for them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from platform_core.access import Refused, require
from platform_core.access.place import institution_here
from tenants import shelf
from tenants.models import SharedKind
from themes.documents import said_by
from themes.exchange import taken
from themes.forms import SharingForm
from themes.gate import administrators_only
from themes.models import Theme
from themes.sharing import file_of, share_theme, take_theme, withdraw_theme
from themes.swatches import swatch
from themes.tokens import BadToken
from themes.views_drafts import LARGEST_ID


@require_safe
@administrators_only
def library(request: HttpRequest) -> HttpResponse:
    context = {
        "page": shelf.shelf_of(SharedKind.THEME, page=request.GET.get("page")),
        "own": shelf.shared_by(institution_here().pk, SharedKind.THEME),
    }
    return render(request, "themes/library.html", context)


@require_http_methods(["GET", "POST"])
@administrators_only
def taking(request: HttpRequest, pk: int) -> HttpResponse:
    """What it looks like; POST makes a draft of our own from it."""
    found = shelf.one_of(SharedKind.THEME, pk)
    if found is None:
        raise Http404
    context: dict[str, Any] = {"one": found}
    try:
        context["swatch"] = swatch(taken(found.file).tokens)
        if request.method == "POST":
            draft = take_theme(pk=pk, by=request.user, at=timezone.now())  # type: ignore[arg-type]
            if draft is None:
                raise Http404
            messages.success(request, _("Here is the theme from the file, as a draft."))
            return redirect("themes:editor", draft.pk)
    except BadToken as error:
        context["mistake"] = str(error)
    return render(request, "themes/library_entry.html", context)


@require_http_methods(["GET", "POST"])
@administrators_only
def sharing(request: HttpRequest, pk: int) -> HttpResponse:
    """Exactly what would leave the house, and the button that sends it."""
    theme = get_object_or_404(Theme, pk=min(pk, LARGEST_ID))
    house, (name, file) = institution_here(), file_of(theme)
    require(shelf.may_offer(institution_id=house.pk, kind=SharedKind.THEME, file=file))
    form = SharingForm(request.POST or None, initial={"seen": shelf.digest_of(file)})
    refused = None
    if form.is_valid():
        try:
            share_theme(
                theme=theme,
                **form.cleaned_data,
                institution_id=house.pk,
                by=request.user,  # type: ignore[arg-type]
                at=timezone.now(),
            )
        except Refused as refusal:
            refused = refusal.verdict
            form.data = {**request.POST.dict(), "seen": shelf.digest_of(file)}
        else:
            messages.success(request, _("Sent to the operator. Others read it once it is approved."))
            return redirect("themes:library")
    context = {
        "name": name,
        "file": file,
        "swatch": swatch(said_by(theme)),
        "form": form,
        "refused": refused,
        "is_refused": refused is not None,
        "house": house,
    }
    return render(request, "themes/sharing.html", context, status=422 if form.is_bound else 200)


@require_POST
@administrators_only
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    done = withdraw_theme(
        pk=pk,
        institution_id=institution_here().pk,
        by=request.user,  # type: ignore[arg-type]
        at=timezone.now(),
    )
    if done:
        messages.success(request, _("Withdrawn: it is no longer in the library."))
    return redirect("themes:library")
