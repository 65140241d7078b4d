"""From a draft to what everybody sees: at once or at a moment ahead, and back to what was worn before."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from platform_core.access import Refused
from themes.actions import publish_draft, roll_back, schedule_draft, unschedule
from themes.documents import findings_in, said_by
from themes.drafts import Overtaken
from themes.forms import PublicationForm, ReturnForm
from themes.gate import administrators_only
from themes.models import Theme, ThemeDraft
from themes.queries import theme_worn_at
from themes.telling import differences, name_of_base
from themes.views_drafts import LARGEST_ID, find_draft


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def publication(request: HttpRequest, pk: int) -> HttpResponse:
    """What would change, in words; then the button. Refused while a pair of colours could not be read."""
    draft = find_draft(pk)
    if request.method != "POST":
        return _asked(request, draft, PublicationForm(initial={"seen": draft.edition}))
    form = PublicationForm(request.POST)
    if not form.is_valid():
        return _asked(request, draft, form)
    try:
        return _published(request, draft, form.cleaned_data)
    except Refused as refusal:
        form.add_error("begins_at" if form.cleaned_data["begins_at"] else None, _said(refusal))
        return _asked(request, draft, form, status=409)
    except Overtaken:
        return _overtaken(request, draft, form)


def _published(request: HttpRequest, draft: ThemeDraft, wish: dict[str, Any]) -> HttpResponse:
    at, begins_at = timezone.now(), wish["begins_at"]
    told = {"draft": draft, "seen": wish["seen"], "note": wish["note"], "by": request.user, "at": at}
    if begins_at is None:
        publish_draft(**told)
        messages.success(request, _("Everyone sees the new theme from now on."))
    else:
        schedule_draft(**told, begins_at=begins_at)
        moment = date_format(timezone.localtime(begins_at), "DATETIME_FORMAT")
        messages.success(request, _("It begins by itself on %(moment)s.") % {"moment": moment})
    return redirect("themes:overview")


def _said(refusal: Refused) -> str:
    return f"{refusal.verdict.sentence} {refusal.verdict.what_next}".strip()


def _overtaken(request: HttpRequest, draft: ThemeDraft, form: PublicationForm) -> HttpResponse:
    """Somebody changed or published it since this page was opened: compare once more, the note is kept."""
    current = ThemeDraft.objects.select_related("changed_by").filter(pk=draft.pk).first()
    if current is None:
        messages.warning(request, _("A colleague has published this draft or thrown it away meanwhile."))
        return redirect("themes:overview")
    again = PublicationForm(initial={**form.cleaned_data, "seen": current.edition})
    return _asked(request, current, again, status=409, overtaken=True)


def _asked(
    request: HttpRequest, draft: ThemeDraft, form: PublicationForm, *, status: int = 200, **extra: Any
) -> HttpResponse:
    at = timezone.now()
    worn = theme_worn_at(at)
    context = {
        "draft": draft,
        "form": form,
        "findings": findings_in(draft.document),
        "changes": differences(said_by(worn), draft.document) if worn else [],
        "worn": worn,
        "coming": Theme.objects.filter(published_at__gt=at).order_by("published_at", "id").first(),
        **extra,
    }
    return render(request, "themes/publication.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def going_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Wear an earlier one again, after a look at what that changes."""
    at = timezone.now()
    theme = get_object_or_404(Theme.objects.filter(published_at__lte=at), pk=min(pk, LARGEST_ID))
    form = ReturnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            roll_back(theme=theme, note=form.cleaned_data["note"], by=request.user, at=at)  # type: ignore[arg-type]
        except Refused as refusal:
            form.add_error(None, _said(refusal))
        else:
            messages.success(request, _("Everyone sees this theme again from now on."))
            return redirect("themes:overview")
    worn = theme_worn_at(at)
    context = {
        "theme_row": theme,
        "name": theme.name or name_of_base(theme.catalogue_name),
        "form": form,
        "changes": differences(said_by(worn), said_by(theme)) if worn else [],
    }
    return render(request, "themes/going_back.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def calling_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Before its moment: it goes back among the drafts."""
    at = timezone.now()
    theme = get_object_or_404(Theme.objects.filter(published_at__gt=at), pk=min(pk, LARGEST_ID))
    if request.method != "POST":
        return render(request, "themes/calling_off.html", {"theme_row": theme})
    try:
        draft = unschedule(theme=theme, by=request.user, at=at)  # type: ignore[arg-type]
    except Overtaken:
        return redirect("themes:overview")
    messages.success(request, _("It is called off, and a draft again."))
    return redirect("themes:editor", draft.pk)
