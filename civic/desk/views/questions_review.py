"""What is agreed between the department and the moderators: review, return, publication, withdrawal."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from civic.desk.forms.questions import ReturnForm
from civic.desk.forms.reason import ReasonForm
from civic.desk.gate import colleague, staff_page
from civic.desk.views.questions import find_question, show_question
from civic.journeys.ask import schedule_question
from civic.questions import actions
from civic.questions.kinds import Step
from civic.questions.models import Question
from civic.questions.path import OPENING_HOUR, debating_stage, opening, rules_now
from civic.questions.rules import may_return, may_review, may_schedule, may_withdraw
from platform_core.access import Refused, require
from platform_core.text.rich import render_markdown


@require_http_methods(["GET", "POST"])
@staff_page
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything the department agrees to, on one page; agreed, or sent back with a reason."""
    found = find_question(request, pk)
    form = ReturnForm(request.POST if "changes" in request.POST else None)
    if request.method == "GET" or ("changes" in request.POST and not form.is_valid()):
        return _review_page(request, found, form, status=422 if form.is_bound else 200)
    try:
        if "changes" in request.POST:
            actions.ask_changes(
                question=found,
                step=Step(form.cleaned_data["step"]),
                reason=form.cleaned_data["reason"],
                by=colleague(request),
                at=timezone.now(),
            )
            messages.success(request, _("The changes were asked for. Whoever prepares it is told."))
        else:
            actions.agree(question=found, by=colleague(request), at=timezone.now())
            messages.success(request, _("The department has agreed. A moderator publishes it."))
    except Refused as refusal:
        return _review_page(request, found, form, status=refusal.status, refusal=refusal.verdict)
    return redirect("desk:question", pk)


def _review_page(
    request: HttpRequest, found: Question, form: ReturnForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    texts = {one.part: one for one in found.texts.exclude(body="")}
    context = {
        "question": found,
        "form": form,
        "may_review": may_review(request.user, found),
        "texts": [
            {"label": one.get_part_display(), "html": render_markdown(one.body)} for one in texts.values()
        ],
        "sources": list(found.sources.all()),
        "cards": list(found.cards.all()),
        "days": _days(found),
        "opening_hour": OPENING_HOUR,
        **more,
    }
    return render(request, "desk/questions/review.html", context, status=status)


def _days(found: Question) -> int | None:
    """How long it stays open, as the rules in force say."""
    if found.process is None or found.process.current_version_id is None:
        return None
    stage = debating_stage(rules_now(found.process))
    return stage.window.days if stage and stage.window else None


@require_POST
@staff_page
def review_request(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_question(request, pk)
    try:
        actions.ask_review(question=found, by=colleague(request), at=timezone.now())
    except Refused as refusal:
        return show_question(request, found, status=refusal.status, refusal=refusal.verdict)
    messages.success(request, _("The department is asked to review it. Until then nothing of it changes."))
    return redirect("desk:question", pk)


@require_http_methods(["GET", "POST"])
@staff_page
def returning(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to an earlier step, with a reason."""
    found = find_question(request, pk)
    require(may_return(request.user, found))
    form = ReturnForm(request.POST or None)
    if form.is_valid():
        actions.return_to(
            question=found,
            step=Step(form.cleaned_data["step"]),
            reason=form.cleaned_data["reason"],
            by=colleague(request),
            at=timezone.now(),
        )
        messages.success(request, _("It is open again at this step. Whatever was typed is still there."))
        return redirect("desk:question_step", pk, form.cleaned_data["step"])
    context = {"question": found, "form": form}
    return render(request, "desk/questions/return.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@staff_page
def publication(request: HttpRequest, pk: int) -> HttpResponse:
    """When it will be published; a day that has come means now."""
    found = find_question(request, pk)
    now = timezone.now()
    require(may_schedule(request.user, found, now))
    if request.method == "POST":
        item = schedule_question(question=found, by=colleague(request), at=now)
        found.refresh_from_db()
        _say(request, found, is_published=item is not None)
        return redirect("desk:question", pk)
    planned = opening(found.opens_on) if found.opens_on else now
    context = {"question": found, "planned": planned, "at_once": planned <= now, "days": _days(found)}
    return render(request, "desk/questions/publication.html", context)


def _say(request: HttpRequest, found: Question, *, is_published: bool) -> None:
    if is_published:
        messages.success(request, _("It is published: people can take part now."))
    elif found.opens_at is None:
        messages.error(request, found.stopped_why)
    else:
        when = date_format(timezone.localtime(found.opens_at), "DATETIME_FORMAT")
        messages.success(request, _("It will be published by itself: %(when)s.") % {"when": when})


@require_http_methods(["GET", "POST"])
@staff_page
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_question(request, pk)
    require(may_withdraw(request.user, found))
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        actions.withdraw_question(
            question=found, reason=form.cleaned_data["reason"], by=colleague(request), at=timezone.now()
        )
        messages.success(request, _("It was withdrawn. What was prepared stays readable here."))
        return redirect("desk:question", pk)
    context = {"question": found, "form": form}
    return render(request, "desk/questions/withdrawal.html", context, status=422 if form.is_bound else 200)
