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
from civic.portal.attachments import drawn
from civic.portal.finding import find_proposal, me
from civic.portal.page import render_page, sign_in_and_return
from civic.portal.uploads import file_changes, take_waiting_uploads
from civic.portal.writing_form import WritingForm
from civic.proposals.actions import Writing
from civic.proposals.attaching import FileChanges, files_of, waiting_files
from civic.proposals.models import Attachment, Proposal
from civic.proposals.rules import may_edit, may_withdraw
from platform_core.access import require
from platform_core.accounts.keep import Typed, fields_of, hold_typed, take_typed
from platform_core.files.refusal import RefusedFile


class EditionForm(WritingForm):
    """The words, and files to add: what is attached already stands beside the form."""

    draft = None  # type: ignore[assignment]
    once = None  # type: ignore[assignment]


@require_http_methods(["GET", "HEAD", "POST"])
def edition(request: HttpRequest, number: int) -> HttpResponse:
    found = find_proposal(request, number)
    if not request.user.is_authenticated:
        return _keep_and_sign_in(request, number)
    require(may_edit(request.user, found, timezone.now()))
    if request.method == "POST":
        return _receive(request, found)
    held = take_typed(request, _shelf(number))
    return _form_page(request, found, EditionForm(initial=held or _written(found)), held)


def _shelf(number: int) -> str:
    return f"edition:{number}"


def _keep_and_sign_in(request: HttpRequest, number: int) -> HttpResponse:
    hold_typed(request, _shelf(number), fields_of(request))
    if request.FILES:
        messages.info(request, _("Please attach the files once more afterwards."))
    return sign_in_and_return(request, reverse("portal:edition", args=[number]))


def _written(found: Proposal) -> dict[str, str]:
    category = found.category.key if found.category else ""
    return {"title": found.title, "body": found.body_source, "category": category}


def _receive(request: HttpRequest, found: Proposal) -> HttpResponse:
    """Files are taken in first: whatever else needs another look, nobody chooses them twice."""
    form = EditionForm(request.POST, request.FILES)
    form.is_valid()
    typed = fields_of(request)
    take_waiting_uploads(request, form, found, file_changes(typed, _all_files(found)).leaving)
    if form.is_valid():
        try:
            return _change(request, found, form, file_changes(typed, _all_files(found)))
        except RefusedFile as refusal:
            form.add_error("files", refusal.sentence)
    return _form_page(request, found, form, typed, status=422)


def _change(request: HttpRequest, found: Proposal, form: EditionForm, files: FileChanges) -> HttpResponse:
    writing = Writing(
        title=form.cleaned_data["title"], body=form.cleaned_data["body"], category=form.chosen_category()
    )
    journey.edit(proposal=found, citizen=me(request), writing=writing, at=timezone.now(), files=files)
    messages.success(request, _("Your proposal has been changed."))
    return redirect("portal:proposal", found.pk)


def _all_files(found: Proposal) -> list[Attachment]:
    """What it shows now, then what waits to be saved."""
    return [*files_of(found), *waiting_files(found)]


def _form_page(
    request: HttpRequest, found: Proposal, form: EditionForm, typed: Typed, *, status: int = 200
) -> HttpResponse:
    files = _all_files(found)
    changes = file_changes(typed, files)
    context = {
        "proposal": found,
        "form": form,
        "has_support": found.stat.support_count > 0,
        "files": [
            {
                **shown,
                "alt": changes.alts.get(one.key, one.alt),
                "is_leaving": one.key in changes.leaving,
                "is_waiting": one.first_version is None,
            }
            for one, shown in zip(files, drawn(files), strict=True)
        ],
    }
    return render_page(request, "portal/edition.html", context, section="proposals", status=status)


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
