"""Files that come with the form of a proposal, kept even when the rest of it needs another look.

A new proposal's are with its draft; a published one's wait beside it until its author saves.
"""

from collections.abc import Callable, Collection, Iterable
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from civic.portal.drafts import keep_draft
from civic.portal.finding import me
from civic.portal.writing_form import LONGEST_ALT, WritingForm
from civic.proposals.attaching import (
    FileChanges,
    attach,
    attach_waiting,
    describe,
    detach,
)
from civic.proposals.models import Attachment, Proposal, ProposalDraft
from platform_core.accounts.keep import Typed
from platform_core.files.limits import MAX_FILES
from platform_core.files.names import display_name
from platform_core.files.refusal import RefusedFile
from platform_core.files.taking import TakenIn, take_in
from platform_core.text.graphemes import shorten
from platform_core.text.normalise import UncleanText, clean_line

_NO_MORE = _("At most %(count)s files can be attached. The first ones were kept.")


def take_uploads(
    request: HttpRequest, form: WritingForm, draft: ProposalDraft | None
) -> ProposalDraft | None:
    """Attach every good file to the draft, making one if need be; the others are named with the reason."""
    if not form.cleaned_data.get("files"):
        return draft
    kept = draft or keep_draft(request, None)
    try:
        _take_each(form, lambda taken, alt: attach(draft=kept, taken=taken, by=me(request), alt=alt))
    except ProposalDraft.DoesNotExist:
        # Published meanwhile from another tab: the page that follows shows the proposal.
        return None
    return kept


def take_waiting_uploads(
    request: HttpRequest, form: WritingForm, proposal: Proposal, leaving: Collection[UUID]
) -> None:
    """Let every good file wait beside a published proposal; the others are named with the reason."""

    def keep(taken: TakenIn, alt: str) -> None:
        attach_waiting(proposal=proposal, taken=taken, by=me(request), alt=alt, leaving=leaving)

    _take_each(form, keep)


def _take_each(form: WritingForm, keep: Callable[[TakenIn, str], object]) -> None:
    """Keep file after file, until there is no more room: looking at a picture takes seconds."""
    files = form.cleaned_data.get("files") or []
    alt = form.cleaned_data.get("alt_new", "")
    no_more = len(files) > MAX_FILES
    for upload in files[:MAX_FILES]:
        try:
            keep(take_in(upload.name, upload), alt)
        except RefusedFile as refusal:
            if refusal.code == "too_many_files":
                no_more = True
                break
            form.add_error("files", f"{display_name(upload.name)}: {refusal.sentence}")
    if no_more:
        form.add_error("files", _NO_MORE % {"count": MAX_FILES})


def change_files(request: HttpRequest, form: WritingForm, draft: ProposalDraft) -> bool:
    """Note the descriptions typed beside the pictures; take away the file whose button was pressed.

    True when a file was taken away: then the form is shown again instead of being sent.
    """
    removed = False
    for attachment in draft.attachments.all():
        if request.POST.get("do") == f"remove-{attachment.key}":
            detach(attachment=attachment)
            removed = True
        elif attachment.is_image and (typed := request.POST.get(f"alt-{attachment.key}")) is not None:
            describe(attachment=attachment, alt=_cleaned(typed))
    return removed


def file_changes(fields: Typed, files: Iterable[Attachment]) -> FileChanges:
    """What was ticked and typed beside each of `files`; any other name in the form means nothing."""
    ticked = fields.get("leaving", [])
    leaving = {ticked} if isinstance(ticked, str) else set(ticked)
    files = list(files)
    typed = {one.key: fields.get(f"alt-{one.key}") for one in files if one.is_image}
    return FileChanges(
        leaving=frozenset(one.key for one in files if str(one.key) in leaving),
        alts={key: _cleaned(text) for key, text in typed.items() if isinstance(text, str)},
    )


def _cleaned(typed: str) -> str:
    try:
        return shorten(clean_line(typed[: LONGEST_ALT * 4]), LONGEST_ALT)[:LONGEST_ALT]
    except UncleanText:
        return ""
