"""The stylesheet every page links, and the page where an administrator chooses what the city wears."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from themes.actions import publish_theme
from themes.catalogue import catalogue
from themes.forms import ThemeForm
from themes.gate import administrators_only
from themes.queries import forget_worn_theme, worn_theme

ONE_YEAR = 31_536_000


@require_safe
def theme_stylesheet(request: HttpRequest, digest: str) -> HttpResponse:
    """Content-hashed, so it is kept for a year; any other hash is a 404, never another city's paint."""
    if digest != worn_theme().digest:
        forget_worn_theme()  # the page may come from a server that heard of a new one before us
    worn = worn_theme()
    if digest != worn.digest:
        raise Http404
    response = HttpResponse(worn.css, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable"
    return response


@require_http_methods(["GET", "POST"])
@administrators_only
def chooser(request: HttpRequest) -> HttpResponse:
    form = ThemeForm(request.POST or None, initial={"catalogue_name": worn_theme().key})
    if request.method == "POST" and form.is_valid():
        publish_theme(
            catalogue_name=form.cleaned_data["catalogue_name"],
            tokens={},
            by=request.user,  # type: ignore[arg-type]
            at=timezone.now(),
        )
        messages.success(request, _("Everyone sees the new theme from now on."))
        return HttpResponseRedirect(reverse("themes:chooser"))
    context = {"form": form, "themes": list(catalogue().values()), "worn": worn_theme().key}
    return render(request, "themes/chooser.html", context)
