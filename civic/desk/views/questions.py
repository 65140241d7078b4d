"""○○시가 묻습니다, at the desk: the questions being prepared, and the path of each.

Opened by a department's officer who wants to ask citizens before something is decided, and by a moderator
who helps with the words, the materials and the dates.
"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from civic.desk.forms.question_files import CardForm, SourceForm
from civic.desk.forms.questions import STEP_FORMS, BeginForm, StepForm
from civic.desk.gate import colleague, staff_page
from civic.desk.paging import page_of
from civic.desk.questions_page import overview, rows
from civic.desk.questions_story import story_of
from civic.people.models import Department
from civic.people.rules import departments_of, is_administrator, is_moderator
from civic.questions.actions import begin_question, finish_step, print_of, save_step
from civic.questions.kinds import FILLED_IN, State, Step
from civic.questions.models import Question
from civic.questions.path import fits_the_purpose, missing, parts_of, question_processes
from civic.questions.queries import being_prepared, history_of, questions_visible_to
from civic.questions.rules import advice, may_begin, may_finish, may_work_on
from platform_core.access import Refused, require


@require_safe
@staff_page
def questions(request: HttpRequest) -> HttpResponse:
    """What is being prepared, or, asked for, all that ever was."""
    now = timezone.now()
    found = questions_visible_to(request.user)
    whole = request.GET.get("show") == "all"
    page = page_of(request, found if whole else _current(found))
    context = {
        "page": page,
        "rows": rows(page.rows, now),
        "whole": whole,
        "now": now,
        "may_begin": may_begin(request.user),
        "has_process": bool(question_processes()),
        "is_administrator": is_administrator(request.user),
    }
    return render(request, "desk/questions/list.html", context)


def _current(found: Any) -> Any:
    """Being prepared, or published and not yet through to the end."""
    return being_prepared(found) | found.filter(state=State.PUBLISHED, result_published_at=None)


@require_http_methods(["GET", "POST"])
@staff_page
def new_question(request: HttpRequest) -> HttpResponse:
    require(may_begin(request.user))
    form = BeginForm(request.POST or None, departments=_departments(request))
    if form.is_valid():
        begun = begin_question(
            department=form.cleaned_data["department"],
            topic=form.cleaned_data["topic"],
            by=colleague(request),
            at=timezone.now(),
        )
        return redirect("desk:question_step", begun.pk, Step.CONSULTATION.value)
    return render(request, "desk/questions/new.html", {"form": form}, status=422 if form.is_bound else 200)


def _departments(request: HttpRequest) -> Any:
    """Those the person may begin for."""
    found = Department.objects.filter(is_active=True)
    return found if is_moderator(request.user) else found.filter(pk__in=departments_of(request.user))


def find_question(request: HttpRequest, pk: int) -> Question:
    """One that the person may see; any other is not there."""
    return get_object_or_404(questions_visible_to(request.user), pk=pk)


@require_safe
@staff_page
def question(request: HttpRequest, pk: int) -> HttpResponse:
    return show_question(request, find_question(request, pk))


def show_question(request: HttpRequest, found: Question, *, status: int = 200, **more: Any) -> HttpResponse:
    """The path with its state, and what happened so far."""
    context = {
        **overview(found, colleague(request), timezone.now()),
        "story": story_of(history_of(found)),
        "advice": advice(found),
        **more,
    }
    return render(request, "desk/questions/question.html", context, status=status)


@require_http_methods(["GET", "POST"])
@staff_page
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """One step that people fill in. Saved as it is; «done» asks whether anything is missing."""
    if step not in FILLED_IN:
        raise Http404
    found, which = find_question(request, pk), Step(step)
    form = STEP_FORMS[which](request.POST or None, question=found)
    if request.method == "GET":
        return show_step(request, found, which, form)
    if not form.is_valid():
        return show_step(request, found, which, form, status=form.page_status)
    try:
        saved = save_step(
            question=found,
            step=which,
            values=form.values(),
            seen=request.POST.get("seen"),
            by=colleague(request),
            at=timezone.now(),
        )
        return _saved(request, found, which, saved=saved)
    except Refused as refusal:
        status = refusal.status
        return show_step(request, found, which, form, status=status, refusal=refusal.verdict)


def _saved(request: HttpRequest, found: Question, which: Step, *, saved: bool) -> HttpResponse:
    """Kept; and, if asked for, done. What is missing is said beside what was kept. Raises Refused."""
    found.refresh_from_db()
    if "finish" not in request.POST:
        messages.success(
            request, _("Saved. It is not marked as done.") if saved else _("Nothing was changed.")
        )
        return redirect("desk:question_step", found.pk, which.value)
    allowed = may_finish(request.user, found, which)
    if allowed.code == "incomplete":
        form = STEP_FORMS[which](question=found)
        return show_step(request, found, which, form, status=422, lacking=allowed.actual)
    finish_step(question=found, step=which, by=colleague(request), at=timezone.now())
    found.refresh_from_db()
    if found.state == State.REFUSED:
        messages.warning(request, str(advice(found).sentence))
    else:
        messages.success(request, _("Done: %(step)s") % {"step": which.label})
    return redirect("desk:question", found.pk)


def show_step(
    request: HttpRequest,
    found: Question,
    which: Step,
    form: StepForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {
        "question": found,
        "step": which,
        "form": form,
        "seen": request.POST.get("seen") or print_of(found, which),
        "may_work": may_work_on(request.user, found),
        "done": found.steps.select_related("by").filter(step=which).first(),
        "to_do": missing(found, which, today=timezone.localdate()),
        "fits": fits_the_purpose(found),
        "has_process": which != Step.FORM or bool(question_processes()),
        "is_administrator": is_administrator(request.user),
        **more,
    }
    if which == Step.MATERIALS:
        context |= _materials(found, context)
    return render(request, f"desk/questions/{which.value}.html", context, status=status)


def _materials(found: Question, context: dict[str, Any]) -> dict[str, Any]:
    return {
        "sources": list(found.sources.select_related("added_by")),
        "cards": list(found.cards.all()),
        "source_form": context.get("source_form") or SourceForm(parts=parts_of(found)),
        "card_form": context.get("card_form") or CardForm(),
    }
