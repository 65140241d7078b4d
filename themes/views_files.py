"""A theme as a file: taken along to another institution, or kept beside the papers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from platform_core.access import Refused
from platform_core.files.refusal import RefusedFile
from themes.documents import said_by
from themes.drafts import import_draft
from themes.exchange import written
from themes.files import LARGEST
from themes.forms import FileForm
from themes.gate import administrators_only
from themes.models import Theme
from themes.telling import name_of_base
from themes.tokens import BadToken
from themes.views_drafts import LARGEST_ID, find_draft


@require_safe
@administrators_only
def draft_file(request: HttpRequest, pk: int) -> HttpResponse:
    draft = find_draft(pk)
    return _file(draft.name, written(draft.name, draft.document))


@require_safe
@administrators_only
def theme_file(request: HttpRequest, pk: int) -> HttpResponse:
    theme = get_object_or_404(Theme, pk=min(pk, LARGEST_ID))
    name = theme.name or name_of_base(theme.catalogue_name)
    return _file(name, written(name, said_by(theme)))


def _file(name: str, text: str) -> HttpResponse:
    response = HttpResponse(text, content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.toml")
    response["Cache-Control"] = "no-store, private"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def taking_in(request: HttpRequest) -> HttpResponse:
    """A draft from a file. Nothing in it is believed before it is read as a theme."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        source = form.cleaned_data["file"]
        try:
            text = source.read(LARGEST + 1).decode("utf-8-sig")
            draft = import_draft(text=text, by=request.user, at=timezone.now())  # type: ignore[arg-type]
        except UnicodeDecodeError:
            form.add_error("file", _("This is no theme file."))
        except BadToken as error:
            form.add_error("file", str(error))
        except RefusedFile as refusal:
            form.add_error("file", refusal.sentence)
        except Refused as refusal:
            form.add_error(None, f"{refusal.verdict.sentence} {refusal.verdict.what_next}")
        else:
            messages.success(request, _("Here is the theme from the file, as a draft."))
            return redirect("themes:editor", draft.pk)
    return render(request, "themes/taking_in.html", {"form": form})
