"""How words are explained. Opened by a moderator who was asked what 이첩 means."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from civic.desk.forms.glossary import ExplanationForm, initial_of
from civic.desk.gate import colleague, staff_page
from civic.desk.views.wording import spoken
from civic.wording.explaining import explain_as_usual, explain_word, find_word
from civic.wording.glossary import Entry, starter
from civic.wording.models import Explanation
from civic.wording.rules import may_explain_words
from platform_core.access import Refused, Verdict, require
from platform_core.i18n.dialect import in_own_words

SHOWN = 40


@require_safe
@staff_page
def glossary(request: HttpRequest) -> HttpResponse:
    """Every word of one language, hidden ones too, with whose explanation counts."""
    require(may_explain_words(request.user))
    languages = spoken(request)
    language = request.GET.get("language", "")
    language = language if language in dict(languages) else languages[0][0]
    page = Paginator(_rows(language), SHOWN).get_page(request.GET.get("page", "")[:9])
    tabs = [
        {"label": name, "url": f"?language={code}", "current": code == language} for code, name in languages
    ]
    context = {"page": page, "tabs": tabs, "language": language}
    return render(request, "desk/glossary/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def new_explanation(request: HttpRequest, language: str) -> HttpResponse:
    require(may_explain_words(request.user))
    name = _language_name(request, language)
    form = ExplanationForm(request.POST or None)
    if form.is_valid() and (done := _write(request, form, language, "")) is not None:
        return done
    return _form_page(request, form, language, name)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def explanation(request: HttpRequest, language: str, key: str) -> HttpResponse:
    require(may_explain_words(request.user))
    name = _language_name(request, language)
    row, ours = find_word(language, key)
    if row is None and ours is None:
        raise Http404
    form = ExplanationForm(request.POST or None, initial=initial_of(row or ours))
    if form.is_valid() and (done := _write(request, form, language, key)) is not None:
        return done
    return _form_page(request, form, language, name, key=key, row=row, ours=ours)


@require_POST
@staff_page
def usual_explanation(request: HttpRequest, language: str, key: str) -> HttpResponse:
    _language_name(request, language)
    if explain_as_usual(language=language, key=key, by=colleague(request), at=timezone.now()):
        messages.success(request, _("Your own explanation is taken away."))
    return redirect(_list_of(language))


def _write(request: HttpRequest, form: ExplanationForm, language: str, key: str) -> HttpResponse | None:
    """The way back to the list; None when it was refused, with the reason at the word."""
    try:
        explain_word(
            language=language, key=key, wording=form.wording(), by=colleague(request), at=timezone.now()
        )
    except Refused as refusal:
        form.add_error("term", _sentence(refusal.verdict))
        return None
    messages.success(request, _("Saved. Texts lead to it from now on."))
    return redirect(_list_of(language))


def _sentence(verdict: Verdict) -> str:
    return f"{verdict.sentence} {verdict.what_next}".strip()


def _form_page(
    request: HttpRequest, form: ExplanationForm, language: str, language_name: str, **known: Any
) -> HttpResponse:
    context = {"form": form, "language": language, "language_name": language_name, **known}
    return render(request, "desk/glossary/form.html", context, status=422 if form.is_bound else 200)


def _language_name(request: HttpRequest, language: str) -> str:
    name = dict(spoken(request)).get(language)
    if name is None:
        raise Http404
    return name


def _list_of(language: str) -> str:
    return f"{reverse('desk:glossary')}?language={language}"


def _rows(language: str) -> list[dict[str, Any]]:
    """{key, term, meaning, state}: own, hidden or ours."""
    own = {row.key: row for row in Explanation.objects.filter(language=language)}
    ours = {
        key: replace(one, meaning=in_own_words(one.meaning, language))
        for key, one in starter(language).items()
    }
    every: dict[str, Entry | Explanation] = {**ours, **own}
    rows = [{"key": key, "known": known, "row": own.get(key)} for key, known in every.items()]
    return sorted(rows, key=lambda row: row["known"].term.casefold())
