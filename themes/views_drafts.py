"""The editor: a draft as a form, and beside it real pages that wear it already.

Opened by a civil servant who was asked for “our blue, and the new emblem” and knows nothing of design. So: one
colour is enough, every pair that cannot be read is named with a colour that can, what is changed shows at once
on the city's own pages, and nobody outside sees any of it before it is published.
"""

from contextlib import suppress

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from platform_core.files.refusal import RefusedFile
from platform_core.files.svg import LARGEST
from platform_core.ui.samples import sample_pages
from themes.catalogue import catalogue
from themes.documents import (
    Document,
    begun_from_catalogue,
    said_by,
    with_all_suggestions,
    with_own_emblem,
    with_suggestion,
)
from themes.drafts import Overtaken, change_draft, discard_draft, start_draft
from themes.emblems import keep_emblem
from themes.forms_draft import DraftForm
from themes.framing import view_wished
from themes.gate import administrators_only
from themes.models import EmblemFile, Theme, ThemeDraft
from themes.telling import differences, name_of_base
from themes.tokens import BadToken, parse
from themes.views_editing import edition_seen, editor_page, editor_state, is_live, number_in

LARGEST_ID = 2**63 - 1


def find_draft(pk: int) -> ThemeDraft:
    """Raises Http404."""
    return get_object_or_404(ThemeDraft.objects.select_related("changed_by"), pk=min(pk, LARGEST_ID))


@require_POST
@administrators_only
def drafts(request: HttpRequest) -> HttpResponse:
    """A new draft: from the catalogue (`base`), from something published (`theme`), or from what is worn."""
    at = timezone.now()
    base, wished = request.POST.get("base", ""), request.POST.get("theme", "")
    earlier = None
    if base in catalogue():
        document, name = begun_from_catalogue(base), name_of_base(base)
    else:
        themes = Theme.objects.filter(published_at__lte=at)
        earlier = get_object_or_404(themes, pk=number_in(wished)) if wished else themes.first()
        document = said_by(earlier) if earlier else {}
        name = earlier.name or name_of_base(earlier.catalogue_name) if earlier else _("New look")
    draft = start_draft(document=document, name=name, by=request.user, at=at, begun_from=earlier)  # type: ignore[arg-type]
    return redirect("themes:editor", draft.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def editor(request: HttpRequest, pk: int) -> HttpResponse:
    if request.method == "POST":
        draft = ThemeDraft.objects.select_related("changed_by").filter(pk=min(pk, LARGEST_ID)).first()
        return _save(request, draft) if draft else _keep_anyway(request)
    draft = find_draft(pk)
    return editor_page(request, draft, DraftForm(document=draft.document, name=draft.name))


def _save(request: HttpRequest, draft: ThemeDraft) -> HttpResponse:
    form = DraftForm(request.POST, request.FILES, document=draft.document, name=draft.name)
    made = _made_of(request, form)
    if made is None:
        return editor_page(request, draft, form)
    try:
        draft = change_draft(
            draft=draft,
            seen=edition_seen(request),
            document=made,
            name=form.cleaned_data["name"],
            by=request.user,  # type: ignore[arg-type]
            at=timezone.now(),
        )
    except Overtaken:
        current = ThemeDraft.objects.select_related("changed_by").filter(pk=draft.pk).first()
        return _two_at_once(request, current, form, made) if current else _keep_anyway(request)
    if is_live(request):
        return editor_state(request, draft, DraftForm(document=draft.document, name=draft.name))
    if request.POST.get("act") == "publish":
        return redirect("themes:publication", draft.pk)
    view = view_wished(request.POST, sample_pages(request.user))
    return HttpResponseRedirect(f"{reverse('themes:editor', args=[draft.pk])}?{view.query}")


def _made_of(request: HttpRequest, form: DraftForm) -> Document | None:
    """What the draft is to say after this press; None where the form has to be looked at again."""
    document = _with_emblem(request, form, form.document()) if form.is_valid() else None
    if document is None:
        return None
    verb, _colon, what = request.POST.get("act", "").partition(":")
    try:
        parse(document)
        if verb == "mend":
            return with_suggestion(document, what)
        if verb == "mend_all":
            return with_all_suggestions(document)
        if verb == "pick":
            document = {**document, "brand": what}
            parse(document)
    except BadToken as error:
        form.add_bad_token(error)
        return None
    return document


def _with_emblem(request: HttpRequest, form: DraftForm, document: Document) -> Document | None:
    """The emblem is made safe before anything of it is kept; what cannot be is told at its field.

    One that was taken in already, when somebody else was faster, comes again by its number.
    """
    upload, kept = form.cleaned_data["emblem_upload"], request.POST.get("emblem_kept", "")
    if upload:
        try:
            at, by = timezone.now(), request.user
            kept = keep_emblem(content=upload.read(LARGEST + 1), by=by, at=at).key  # type: ignore[arg-type]
        except RefusedFile as refusal:
            form.add_error("emblem_upload", refusal.sentence)
            return None
    elif not kept or not EmblemFile.objects.filter(key=kept).exists():
        return document
    return with_own_emblem(document, kept)


def _two_at_once(request: HttpRequest, draft: ThemeDraft, form: DraftForm, mine: Document) -> HttpResponse:
    """The second is told: what they chose stays before them, and what the other one made of it is said."""
    changes = differences(draft.document, mine)
    if draft.name != form.cleaned_data["name"]:
        changes.append(
            _("Name: %(was)s → %(became)s") % {"was": draft.name, "became": form.cleaned_data["name"]}
        )
    kept = mine.get("emblem_file", "")
    is_new = kept != draft.document.get("emblem_file", "")
    extra = {"conflict": True, "changes": changes, "emblem_kept": kept if is_new else ""}
    return editor_page(request, draft, form, status=409, **extra)


def _keep_anyway(request: HttpRequest) -> HttpResponse:
    """Published or thrown away by somebody else meanwhile: what was chosen goes into a draft of its own."""
    if "name" not in request.POST:
        raise Http404
    form = DraftForm(request.POST, request.FILES, document={}, name="")
    made = None if is_live(request) else _made_of(request, form)
    if made is None:
        return render(request, "themes/gone.html", status=410)
    draft = start_draft(
        document=made,
        name=form.cleaned_data["name"],
        by=request.user,  # type: ignore[arg-type]
        at=timezone.now(),
    )
    messages.warning(
        request,
        _("The draft was published or thrown away meanwhile. What you chose is kept in this new draft."),
    )
    return redirect("themes:editor", draft.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def removal(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw the draft away, after asking once."""
    draft = find_draft(pk)
    if request.method != "POST":
        return render(request, "themes/removal.html", {"draft": draft})
    with suppress(Overtaken):  # a colleague threw it away at the same moment
        discard_draft(draft=draft, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    messages.success(request, _("The draft is gone. What everybody sees is unchanged."))
    return redirect("themes:overview")
