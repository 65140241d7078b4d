"""Two questions below an answer: one press each, a few words if one likes, and changed by pressing again."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from civic.answers.models import Answer
from civic.efficacy.models import Opinion
from civic.efficacy.rules import may_reply
from civic.efficacy.survey import QUESTIONS, give_reply, give_words, read_survey_token, reply_of
from civic.portal.finding import me
from civic.portal.page import render_page
from civic.proposals.queries import proposals_visible_to


@require_POST
@login_required
def survey(request: HttpRequest, answer: int) -> HttpResponse:
    """A press (`press` = "question:opinion"), or the words."""
    found = _find(request, answer)
    at, person = timezone.now(), me(request)
    question, _colon, opinion = request.POST.get("press", "").partition(":")
    if question in QUESTIONS and opinion in Opinion.values:
        give_reply(answer=found, person=person, question=question, opinion=Opinion(opinion), at=at)
        messages.success(request, _("Thank you. You can change it by pressing again."))
    elif "words" in request.POST:
        give_words(answer=found, person=person, words=request.POST["words"], at=at)
        messages.success(request, _("Thank you. Staff read your words without your name."))
    else:
        messages.info(request, _("Nothing was pressed."))
    return redirect(_place(found))


def _find(request: HttpRequest, pk: int) -> Answer:
    """Of an item the viewer may see. Raises Http404."""
    shown = Answer.objects.select_related("request__proposal")
    return get_object_or_404(shown, pk=pk, request__proposal__in=proposals_visible_to(request.user))


def _place(answer: Answer) -> str:
    return f"{reverse('portal:proposal', args=[answer.request.proposal_id])}#survey-{answer.pk}"


@require_http_methods(["GET", "HEAD", "POST"])
def survey_link(request: HttpRequest, token: str) -> HttpResponse:
    """From a letter, without logging in. A GET only asks: programs that look at links say nothing for anybody."""
    read = read_survey_token(token)
    if read is None:
        raise Http404
    answer, person, question, opinion = read
    context: dict[str, Any] = {
        "title": answer.request.proposal.title,
        "question": QUESTIONS[question],
        "opinion": opinion.label,
        "place": _place(answer),
        "verdict": may_reply(person, answer, timezone.now(), reply_of(person, answer)),
    }
    if request.method == "POST" and context["verdict"].allowed:
        give_reply(answer=answer, person=person, question=question, opinion=opinion, at=timezone.now())
        context["done"] = True
    return render_page(request, "portal/efficacy/survey_link.html", context)
