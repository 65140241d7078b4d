"""Changing and withdrawing one's own proposal.

For somebody who found a mistake after publishing, and for the one who thinks better of it.
"""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from civic.journeys import propose as journey
from civic.portal.finding import find_proposal, me
from civic.portal.page import render_page, sign_in_and_return
from civic.portal.writing_form import WritingForm
from civic.proposals.actions import Writing
from civic.proposals.models import Proposal
from civic.proposals.rules import may_edit, may_withdraw
from platform_core.access import require
from platform_core.accounts.keep import fields_of, hold_typed, take_typed


class EditionForm(WritingForm):
    """The words alone: files that people have supported with the text stay as they are."""

    files = None  # type: ignore[assignment]
    alt_new = None  # type: ignore[assignment]
    draft = None  # type: ignore[assignment]
    once = None  # type: ignore[assignment]


@require_http_methods(["GET", "HEAD", "POST"])
def edition(request: HttpRequest, number: int) -> HttpResponse:
    found = find_proposal(request, number)
    here, shelf = reverse("portal:edition", args=[number]), f"edition:{number}"
    if not request.user.is_authenticated:
        hold_typed(request, shelf, fields_of(request))
        return sign_in_and_return(request, here)
    require(may_edit(request.user, found, timezone.now()))
    form = EditionForm(
        request.POST if request.method == "POST" else None,
        initial=take_typed(request, shelf) or _written(found),
    )
    if request.method == "POST" and form.is_valid():
        return _change(request, found, form)
    context = {"proposal": found, "form": form, "has_support": found.stat.support_count > 0}
    status = 422 if form.errors else 200
    return render_page(request, "portal/edition.html", context, section="proposals", status=status)


def _written(found: Proposal) -> dict[str, str]:
    category = found.category.key if found.category else ""
    return {"title": found.title, "body": found.body_source, "category": category}


def _change(request: HttpRequest, found: Proposal, form: EditionForm) -> HttpResponse:
    writing = Writing(
        title=form.cleaned_data["title"], body=form.cleaned_data["body"], category=form.chosen_category()
    )
    journey.edit(proposal=found, citizen=me(request), writing=writing, at=timezone.now())
    messages.success(request, _("Your proposal has been changed."))
    return redirect("portal:proposal", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal(request: HttpRequest, number: int) -> HttpResponse:
    found = find_proposal(request, number)
    if not request.user.is_authenticated:
        return sign_in_and_return(request, reverse("portal:withdrawal", args=[number]))
    if found.author_id != request.user.pk:
        raise Http404
    if request.method == "POST":
        journey.withdraw(proposal=found, citizen=me(request), at=timezone.now())
        messages.success(request, _("Your proposal has been withdrawn."))
        return redirect("portal:my_page")
    require(may_withdraw(request.user, found, timezone.now()))
    context = {
        "title": _("Withdraw this proposal?"),
        "text": found.title,
        "consequence": _("Nobody but you will see it any more. This cannot be undone."),
        "button": _("Withdraw"),
        "cancel_url": reverse("portal:proposal", args=[number]),
    }
    return render_page(request, "portal/confirm.html", context, section="proposals")
