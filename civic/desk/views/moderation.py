"""What a moderator does to what citizens wrote: classify, hide with a reason, show again, take up."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from civic.desk.forms.proposals import ClassifyForm, RescueForm, StandingForm
from civic.desk.gate import colleague, staff_page
from civic.desk.paging import ListPage
from civic.desk.views.proposals import find_proposal, show_proposal
from civic.journeys import moderate
from civic.journeys.rescue import take_up
from civic.proposals.models import Comment, Standing
from civic.proposals.rules import may_hide
from platform_core.access import require
from platform_core.web.posting import posted_from


@posted_from("desk:proposal", "number")
@staff_page
def classification(request: HttpRequest, number: int) -> HttpResponse:
    proposal = find_proposal(number)
    require(may_hide(request.user))
    form = ClassifyForm(request.POST, proposal=proposal)
    if not form.is_valid():
        return show_proposal(request, proposal, status=422, classify_form=form)
    category = form.cleaned_data["category"]
    if category.pk != proposal.category_id:
        moderate.classify(proposal=proposal, category=category, by=colleague(request), at=timezone.now())
        messages.success(request, _("Classified as “%(category)s”.") % {"category": category.name})
    return redirect("desk:proposal", number)


@posted_from("desk:proposal", "number")
@staff_page
def standing(request: HttpRequest, number: int) -> HttpResponse:
    """Hide with a reason its author reads, or show again."""
    proposal = find_proposal(number)
    require(may_hide(request.user))
    form = StandingForm(request.POST)
    if not form.is_valid():
        return show_proposal(request, proposal, status=422, standing_form=form)
    now = timezone.now()
    if form.cleaned_data["standing"] == Standing.HIDDEN:
        reason = form.cleaned_data["reason"]
        done = moderate.hide_proposal(proposal=proposal, reason=reason, by=colleague(request), at=now)
        said = _("Hidden. Its author is told why.")
    else:
        done = moderate.show_proposal(proposal=proposal, by=colleague(request), at=now)
        said = _("Everyone can see it again.")
    _say(request, done, said)
    return redirect("desk:proposal", number)


@require_POST
@staff_page
def comment_standing(request: HttpRequest, pk: int) -> HttpResponse:
    comment = get_object_or_404(Comment.objects.exclude(standing=Standing.WITHDRAWN), pk=pk)
    require(may_hide(request.user))
    form = StandingForm(request.POST)
    if not form.is_valid():
        return _back_to_the_comment(request, comment, form)
    now = timezone.now()
    if form.cleaned_data["standing"] == Standing.HIDDEN:
        reason = form.cleaned_data["reason"]
        done = moderate.hide_comment(comment=comment, reason=reason, by=colleague(request), at=now)
        said = _("The comment is hidden. Its writer is told why.")
    else:
        done = moderate.show_comment(comment=comment, by=colleague(request), at=now)
        said = _("Everyone can see the comment again.")
    _say(request, done, said)
    return redirect("desk:proposal", comment.proposal_id)


@posted_from("desk:proposal", "number")
@staff_page
def rescue(request: HttpRequest, number: int) -> HttpResponse:
    """Take up a worthy proposal below the threshold, with a reason everyone can read."""
    proposal = find_proposal(number)
    require(may_hide(request.user))
    form = RescueForm(request.POST, rules=proposal.rules)
    if not form.is_valid():
        return show_proposal(request, proposal, status=422, rescue_form=form)
    done = take_up(
        proposal=proposal,
        ground=form.cleaned_data.get("ground", ""),
        reason=form.public_reason(),
        by=colleague(request),
        at=timezone.now(),
    )
    if not done:
        messages.info(request, _("It has gone on already. Nothing was changed."))
        return redirect("desk:proposal", number)
    messages.success(request, _("Taken up. Everyone can read why."))
    owed = proposal.answer_requests.filter(state="open").order_by("pk").last()
    return redirect("desk:request", owed.pk) if owed else redirect("desk:proposal", number)


def _back_to_the_comment(request: HttpRequest, comment: Comment, form: StandingForm) -> HttpResponse:
    """Only this one is listed, whatever page it was on, with what was typed."""
    alone = ListPage([comment], first_url=reverse("desk:proposal", args=[comment.proposal_id]))
    return show_proposal(
        request,
        find_proposal(comment.proposal_id),
        status=422,
        comments=alone,
        comment_form=form,
        comment_form_of=comment.pk,
    )


def _say(request: HttpRequest, done: bool, sentence: str) -> None:
    """A second click changes nothing, and says so."""
    if done:
        messages.success(request, sentence)
    else:
        messages.info(request, _("It was so already. Nothing was changed."))
