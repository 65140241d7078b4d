"""What things are called here. Opened by an administrator whose council voted on a name."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from civic.desk.forms.wording import FORMS, PublishForm
from civic.desk.gate import colleague, staff_page
from civic.desk.paging import page_of
from civic.desk.words_own import own_texts_with
from civic.wording import actions, queries
from civic.wording.models import WordDraft
from civic.wording.rules import may_change_words, names_of
from platform_core.access import Refused, require
from platform_core.i18n.terms import TERMS
from platform_core.ui.context import languages

SENTENCES_SHOWN = 40


@require_safe
@staff_page
def words(request: HttpRequest) -> HttpResponse:
    """What is said now, the draft, and what was said before."""
    require(may_change_words(request.user))
    now = queries.words_here()
    page = page_of(request, queries.versions())
    context = {
        "tables": [{"code": code, "name": name, "rows": _rows(now, code)} for code, name in spoken(request)],
        "draft": queries.draft(),
        "page": page,
        "current": queries.newest_version(),
        "own_texts": _own_texts(request, now),
    }
    return render(request, "desk/wording/words.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def words_in(request: HttpRequest, language: str) -> HttpResponse:
    require(may_change_words(request.user))
    name = dict(spoken(request)).get(language)
    if name is None or language not in FORMS:
        raise Http404
    draft = queries.draft()
    known = draft.words if draft else queries.words_here()
    form = FORMS[language](request.POST or None, words=known.get(language) or {})
    if form.is_valid():
        actions.draft_words(language=language, words=form.words(), by=colleague(request), at=timezone.now())
        messages.success(request, _("Kept as a draft. Nobody reads it yet."))
        return redirect("desk:words_preview")
    context = {"form": form, "language": language, "language_name": name}
    return render(request, "desk/wording/form.html", context, status=422 if form.is_bound else 200)


@require_safe
@staff_page
def preview(request: HttpRequest) -> HttpResponse:
    """Every sentence that changes, a page at a time."""
    require(may_change_words(request.user))
    draft = queries.draft()
    if draft is None:
        messages.info(request, _("There is no draft. Change some words first."))
        return redirect("desk:words")
    return _preview_page(request, draft)


@require_POST
@staff_page
def publication(request: HttpRequest) -> HttpResponse:
    require(may_change_words(request.user))
    form = PublishForm(request.POST)
    draft = queries.draft()
    if draft is None:
        messages.info(request, _("There is no draft. Change some words first."))
        return redirect("desk:words")
    if not form.is_valid():
        return _preview_page(request, draft, form=form, status=422)
    if "compared" in request.POST:
        actions.go_on_from_now(by=colleague(request), at=timezone.now())
    try:
        actions.publish_draft(reason=form.cleaned_data["reason"], by=colleague(request), at=timezone.now())
    except Refused as refusal:
        return _preview_page(request, draft, form=form, status=refusal.status, verdict=refusal.verdict)
    messages.success(request, _("Published. Pages, letters and documents say so from now on."))
    return redirect("desk:words")


@require_POST
@staff_page
def draft_removal(request: HttpRequest) -> HttpResponse:
    if actions.throw_draft_away(by=colleague(request)):
        messages.success(request, _("The draft is thrown away. Nothing was changed."))
    return redirect("desk:words")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def version_return(request: HttpRequest, number: int) -> HttpResponse:
    """Asks before the words of an older version are in force again."""
    require(may_change_words(request.user))
    version = get_object_or_404(queries.versions(), number=min(number, 2**31 - 1))
    form = PublishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        done = actions.return_to(version=version, reason=reason, by=colleague(request), at=timezone.now())
        if done is None:
            messages.info(request, _("These words are in force already. Nothing was changed."))
        else:
            messages.success(request, _("Published. Pages, letters and documents say so from now on."))
        return redirect("desk:words")
    tables = [
        {"code": code, "name": name, "rows": _rows(version.words, code)} for code, name in spoken(request)
    ]
    context = {"version": version, "form": form, "tables": tables}
    return render(request, "desk/wording/return.html", context, status=422 if form.is_bound else 200)


def _preview_page(
    request: HttpRequest,
    draft: WordDraft,
    *,
    form: PublishForm | None = None,
    status: int = 200,
    **shown: Any,
) -> HttpResponse:
    known = spoken(request)
    language = request.GET.get("language", "")
    if language not in dict(known):
        language = get_language() if get_language() in dict(known) else known[0][0]
    now = queries.words_here()
    changed = {code: queries.changed_sentences(now, draft.words, code) for code, _name in known}
    page = Paginator(changed[language], SENTENCES_SHOWN).get_page(request.GET.get("page", "")[:9])
    context = {
        "draft": draft,
        "form": form or PublishForm(),
        "page": page,
        "sentences": [queries.shown(*pair) for pair in page],
        "tabs": [
            {
                "label": name,
                "url": f"?language={code}",
                "current": code == language,
                "count": len(changed[code]),
            }
            for code, name in known
        ],
        "language": language,
        "total": sum(map(len, changed.values())),
        "own_texts": _own_texts(request, draft.words),
        **shown,
    }
    return render(request, "desk/wording/preview.html", context, status=status)


def _own_texts(request: HttpRequest, words: dict[str, Any]) -> list[Any]:
    institution: Any = request.tenant  # type: ignore[attr-defined]
    return own_texts_with(words, institution.default_language, timezone.now())


def spoken(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    """(code, its own name) of the languages spoken here that have sentences."""
    institution: Any = request.tenant  # type: ignore[attr-defined]
    return languages(tuple(institution.languages or [settings.LANGUAGE_CODE]))


def _rows(words: dict[str, Any], language: str) -> list[dict[str, Any]]:
    """Each term with its usual and its own word."""
    said = words.get(language) or {}
    return [
        {
            "term": term,
            "usual": names_of(term.key, None, language)[0],
            "own": names_of(term.key, said[term.key], language)[0] if term.key in said else "",
        }
        for term in TERMS
    ]
