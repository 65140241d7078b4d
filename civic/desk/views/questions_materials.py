"""Files and cards of a question: handed in unedited, put in order, taken away again while it is being prepared."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from civic.desk.forms.question_files import CardForm, SourceForm
from civic.desk.forms.questions import STEP_FORMS
from civic.desk.gate import colleague, staff_page
from civic.desk.views.questions import find_question, show_step
from civic.questions import files
from civic.questions.kinds import Part, Step
from civic.questions.models import Question
from civic.questions.path import parts_of
from platform_core.files.refusal import RefusedFile
from platform_core.files.serving import served, served_file


@require_POST
@staff_page
def sources(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_question(request, pk)
    form = SourceForm(request.POST, request.FILES, parts=parts_of(found))
    if not form.is_valid():
        return _again(request, found, source_form=form)
    try:
        files.add_source(
            question=found,
            part=Part(form.cleaned_data["part"]),
            made_by=form.cleaned_data["made_by"],
            original=form.cleaned_data["file"],
            by=colleague(request),
            at=timezone.now(),
        )
    except RefusedFile as refused:
        form.add_error("file", refused.sentence)
        return _again(request, found, source_form=form)
    messages.success(request, _("The file was added as it is."))
    return redirect("desk:question_step", pk, Step.MATERIALS.value)


@require_POST
@staff_page
def source_removal(request: HttpRequest, pk: int, key: Any) -> HttpResponse:
    found = find_question(request, pk)
    source = get_object_or_404(found.sources, key=key)
    files.remove_source(source=source, by=colleague(request), at=timezone.now())
    messages.success(request, _("The file was removed."))
    return redirect("desk:question_step", pk, Step.MATERIALS.value)


@require_POST
@staff_page
def cards(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_question(request, pk)
    form = CardForm(request.POST, request.FILES)
    if not form.is_valid():
        return _again(request, found, card_form=form)
    try:
        files.add_card(
            question=found,
            text=form.cleaned_data["text"],
            alt=form.cleaned_data["alt"],
            picture=form.cleaned_data["picture"],
            by=colleague(request),
            at=timezone.now(),
        )
    except RefusedFile as refused:
        form.add_error("picture", refused.sentence)
        return _again(request, found, card_form=form)
    messages.success(request, _("The card was added."))
    return redirect("desk:question_step", pk, Step.MATERIALS.value)


@require_POST
@staff_page
def card_place(request: HttpRequest, pk: int, key: Any) -> HttpResponse:
    """One place up or, with direction=down, one down."""
    found = find_question(request, pk)
    card = get_object_or_404(found.cards, key=key)
    up = request.POST.get("direction") != "down"
    files.move_card(card=card, up=up, by=colleague(request), at=timezone.now())
    return redirect("desk:question_step", pk, Step.MATERIALS.value)


@require_POST
@staff_page
def card_removal(request: HttpRequest, pk: int, key: Any) -> HttpResponse:
    found = find_question(request, pk)
    card = get_object_or_404(found.cards, key=key)
    files.remove_card(card=card, by=colleague(request), at=timezone.now())
    messages.success(request, _("The card was removed."))
    return redirect("desk:question_step", pk, Step.MATERIALS.value)


@require_safe
@staff_page
def file(request: HttpRequest, pk: int, key: Any) -> HttpResponseBase:
    """An original is saved, never opened; a card's picture, which we wrote ourselves, is shown."""
    found = find_question(request, pk)
    source = found.sources.filter(key=key).first()
    if source is not None:
        return served_file(request, source, is_image=False)
    card = get_object_or_404(found.cards.exclude(stored_as=""), key=key)
    return served(
        request,
        stored_as=card.stored_as,
        name=f"card-{card.position}",
        content_type=card.content_type,
        is_image=True,
    )


def _again(request: HttpRequest, found: Question, **forms: Any) -> HttpResponse:
    """The page of the materials with the form that was refused, and what was typed in it."""
    texts = STEP_FORMS[Step.MATERIALS](question=found)
    return show_step(request, found, Step.MATERIALS, texts, status=422, **forms)
