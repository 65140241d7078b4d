"""The result goes to the department: the official letter, when it was handed over, when everybody read of it.

Opened by a moderator on the day after a debate has ended, with the document system open beside it.
"""

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from civic.answers.due import last_day
from civic.debates.counting import numbers_of
from civic.debates.models import Debate
from civic.desk.forms.question_letter import DeliveryForm, LetterForm
from civic.desk.gate import colleague, staff_page
from civic.desk.views.questions import find_question, show_question
from civic.questions import letters
from civic.questions.dates import Afterwards, afterwards
from civic.questions.models import Letter, Question
from civic.questions.path import debating_stage
from civic.questions.rules import may_write_letter
from platform_core.access import Refused, no, require
from platform_core.documents.letterhead import on_paper
from platform_core.documents.pdf import NoPdfHere, render_pdf
from tenants.models import Institution

COUNTS = ("pro", "con", "other", "participants", "opinions", "offline")


@require_http_methods(["GET", "POST"])
@staff_page
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_question(request, pk)
    after = _over(request, found)
    written = Letter.objects.filter(question=found).first()
    form = LetterForm(request.POST or None, initial=_initial(request, found, written))
    if form.is_valid():
        letters.write_letter(question=found, words=form.words(), by=colleague(request), at=timezone.now())
        messages.success(request, _("The letter was saved."))
        return redirect("desk:question_letter", pk)
    context = {
        **_context(request, found, after),
        "form": form,
        "delivery_form": DeliveryForm(),
        "letter": written,
    }
    return render(request, "desk/questions/letter.html", context, status=422 if form.is_bound else 200)


def _over(request: HttpRequest, found: Question) -> Afterwards:
    """What is owed after the end. Raises Refused before it, and to whoever does not hand over."""
    after = afterwards(found)
    require(may_write_letter(request.user, found, is_over=after.ended_at is not None))
    return after


def _initial(request: HttpRequest, found: Question, written: Letter | None) -> dict[str, Any]:
    """What was written, or what can be said already."""
    if written is not None:
        return {name: getattr(written, name) for name in letters.Words.__slots__}
    version = found.item.process_version if found.item else None
    return {
        "sent_from": _house(request).name,
        "sent_to": found.department.name,
        "basis": _("Rules of “%(process)s”, version %(number)s")
        % {"process": version.process.label, "number": version.number}
        if version
        else "",
        "subject": _("Result of the debate “%(question)s” and request for an answer")
        % {"question": found.name},
        "body": _("Please look into the result of the debate and answer in public by the date below."),
    }


def _house(request: HttpRequest) -> Institution:
    institution: Institution = request.tenant  # type: ignore[attr-defined]
    return institution


def _context(request: HttpRequest, found: Question, after: Afterwards) -> dict[str, Any]:
    """All that the letter and its page say beside what was typed; once handed over, as it was then."""
    written = Letter.objects.select_related("handed_over_by").filter(question=found).first()
    handed = written if written is not None and written.handed_over_at else None
    debate = _debate(found)
    due_at = handed.answer_due_at if handed else after.answer.due_at
    return {
        "question": found,
        "letter": written,
        "after": after,
        "numbers": handed.numbers if handed else _numbers(debate),
        "has_sides": debate is not None and debate.has_sides,
        "debate": debate,
        "due_day": last_day(due_at) if due_at else None,
        "ended_day": last_day(after.ended_at) if after.ended_at else None,
        "hand_over_day": last_day(after.hand_over.due_at) if after.hand_over.due_at else None,
        "is_late": after.hand_over.is_late(timezone.now()),
        "institution_name": _house(request).name,
        "address": _house(request).address(f"/proposals/{found.item_id}/"),
        "now": timezone.now(),
    }


def _debate(found: Question) -> Debate | None:
    stage = debating_stage(found.item.rules) if found.item else None
    if stage is None:
        return None
    return Debate.objects.filter(item=found.item_id, stage_key=stage.key).first()


def _numbers(debate: Debate | None) -> dict[str, int]:
    if debate is None:
        return {}
    counted = numbers_of(debate)
    return {name: getattr(counted, name) or 0 for name in COUNTS}


@require_safe
@staff_page
def print_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter by itself, for the printer."""
    found = find_question(request, pk)
    context = _context(request, found, _over(request, found))
    if context["letter"] is None:
        raise Refused(
            no("no_letter", _("The letter has not been written yet."), _("Write the letter first."))
        )
    return render(request, "desk/questions/letter_print.html", context)


@require_POST
@staff_page
def exports(request: HttpRequest, pk: int) -> HttpResponse:
    """Taken out of the house: as a page for the printer, or as a PDF. Who and when is kept."""
    found = find_question(request, pk)
    context = _context(request, found, _over(request, found))
    if context["letter"] is None:
        raise Refused(
            no("no_letter", _("The letter has not been written yet."), _("Write the letter first."))
        )
    form = "pdf" if request.POST.get("form") == "pdf" else "print"
    content = None
    if form == "pdf":
        try:
            html = on_paper("desk/questions/letter_pdf.html", context)
            content = render_pdf(html, title=context["letter"].subject)
        except NoPdfHere:
            messages.error(
                request, _("No PDF can be made here. Print the page, or save it as PDF from there.")
            )
            return redirect("desk:question_letter", pk)
    letters.record_export(question=found, form=form, by=colleague(request), at=timezone.now())
    if content is None:
        return redirect("desk:question_letter_print", pk)
    response = HttpResponse(content, content_type="application/pdf")
    name = quote(f"{context['letter'].number or found.name}.pdf")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


@require_POST
@staff_page
def delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """R4: the department has it now."""
    found = find_question(request, pk)
    _over(request, found)
    form = DeliveryForm(request.POST)
    received_by = form.cleaned_data["received_by"] if form.is_valid() else ""
    done = letters.hand_over(
        question=found,
        numbers=_numbers(_debate(found)),
        received_by=received_by,
        by=colleague(request),
        at=timezone.now(),
    )
    if done:
        messages.success(
            request, _("Handed over. The numbers and the date of the answer are kept as they are now.")
        )
    else:
        messages.info(request, _("It had been handed over already. Nothing was changed."))
    return redirect("desk:question_letter", pk)


@require_POST
@staff_page
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """R6: the result stands in public, with the answer."""
    found = find_question(request, pk)
    try:
        letters.publish_result(question=found, by=colleague(request), at=timezone.now())
    except Refused as refusal:
        return show_question(request, found, status=refusal.status, refusal=refusal.verdict)
    messages.success(request, _("Noted: the result is public. It stands on the page of what was asked."))
    return redirect("desk:question", pk)
