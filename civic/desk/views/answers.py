"""Writing the answer: fill in, look at it as citizens will, publish.

Opened by a respondent. What was typed comes back whenever it cannot be published: a field is missing,
the request was passed on, or a colleague was quicker.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from civic.answers.actions import Reply
from civic.answers.models import AnswerRequest, Verdict
from civic.answers.rules import may_answer
from civic.desk.forms.answers import AnswerForm
from civic.desk.gate import colleague, staff_page
from civic.desk.views.requests import answer_form, find_request, show_request
from civic.journeys.answer import answer as answer_journey
from platform_core.access import Refused, no
from platform_core.access import Verdict as Judgement
from platform_core.text.rich import render_markdown


@require_POST
@staff_page
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """One form, three buttons: `preview`, `edit` (back from the preview), `publish`."""
    owed = find_request(pk)
    form = answer_form(owed, request.POST)
    allowed = may_answer(request.user, owed)
    if not allowed.allowed:
        return _give_back(request, owed, form, allowed)
    step = request.POST.get("step")
    if not form.is_valid():
        return show_request(request, owed, form=form, status=form.page_status)
    if step == "edit":
        return show_request(request, owed, form=answer_form(owed, initial=form.cleaned_data))
    if step == "publish":
        return _publish(request, owed, form)
    return _preview(request, owed, form)


def _preview(request: HttpRequest, owed: AnswerRequest, form: AnswerForm) -> HttpResponse:
    reply = form.reply()
    context = {
        "owed": owed,
        "proposal": owed.proposal,
        "form": form,
        "hidden": [(name, form[name].value() or "") for name in form.fields],
        "answer": _as_shown(owed, reply),
        "consequence": consequence(reply.verdict),
        "followers": owed.proposal.supports.count(),
    }
    return render(request, "desk/answer_preview.html", context)


def _as_shown(owed: AnswerRequest, reply: Reply) -> dict[str, object]:
    return {
        "id": owed.pk,
        "verdict": reply.verdict.value,
        "verdict_label": reply.verdict.label,
        "department": owed.answerer_name,
        "at": timezone.now(),
        "form": reply.form.value,
        "form_label": reply.form.label,
        "video_url": reply.video_url,
        "transcript_html": render_markdown(reply.transcript),
        "held_on": reply.held_on,
        "place": reply.place,
        "body_html": render_markdown(reply.body),
        "reason_html": render_markdown(reply.reason),
        "next_steps_html": render_markdown(reply.next_steps),
        "follow_up_on": reply.follow_up_on,
    }


def consequence(verdict: Verdict) -> str:
    """What publishing does to the proposal."""
    if verdict in (Verdict.ADOPTED, Verdict.PARTLY):
        return _("The proposal moves on to being carried out, and you report what becomes of it.")
    if verdict == Verdict.DECLINED:
        return _("The proposal closes. Its text, its supports and this answer stay readable.")
    return _("A further answer is owed by the day you named; your department owes it.")


def _publish(request: HttpRequest, owed: AnswerRequest, form: AnswerForm) -> HttpResponse:
    try:
        published = answer_journey(request=owed, reply=form.reply(), by=colleague(request), at=timezone.now())
    except Refused as refusal:
        return _give_back(request, owed, form, refusal.verdict)
    if published is None:
        return _give_back(request, owed, form, no("already_answered", _("This has been answered already.")))
    messages.success(request, _("Published. Its author and everyone who supports it will be told."))
    return redirect("desk:request", owed.pk)


def _give_back(
    request: HttpRequest, owed: AnswerRequest, form: AnswerForm, refusal: Judgement
) -> HttpResponse:
    """The state as it is now, the reason, and every word that was typed."""
    status = 403 if refusal.code == "not_allowed" else 409
    typed = [(form[name].label, form[name].value()) for name in form.fields if form[name].value()]
    return show_request(request, find_request(owed.pk), status=status, refusal=refusal, typed=typed)
