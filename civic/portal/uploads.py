"""Files that come with the form of a proposal: kept with its draft, even when the rest needs another look."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from civic.portal.drafts import keep_draft
from civic.portal.finding import me
from civic.portal.writing_form import LONGEST_ALT, WritingForm
from civic.proposals.attaching import attach, describe, detach, take_in
from civic.proposals.models import ProposalDraft
from platform_core.files.limits import MAX_FILES
from platform_core.files.names import display_name
from platform_core.files.refusal import RefusedFile
from platform_core.text.graphemes import shorten
from platform_core.text.normalise import UncleanText, clean_line


def take_uploads(
    request: HttpRequest, form: WritingForm, draft: ProposalDraft | None
) -> ProposalDraft | None:
    """Attach every good file to the draft, making one if need be; the others are named with the reason."""
    files = form.cleaned_data.get("files") or []
    if not files:
        return draft
    draft = draft or keep_draft(request, None)
    room = MAX_FILES - draft.attachments.count()
    for upload in files[:room]:
        try:
            taken = take_in(upload.name, upload)
            attach(draft=draft, taken=taken, by=me(request), alt=form.cleaned_data.get("alt_new", ""))
        except RefusedFile as refusal:
            form.add_error("files", f"{display_name(upload.name)}: {refusal.sentence}")
        except ProposalDraft.DoesNotExist:
            # Published meanwhile from another tab: the page that follows shows the proposal.
            return None
    if len(files) > room:
        form.add_error(
            "files",
            _("At most %(count)s files can be attached. The first ones were kept.") % {"count": MAX_FILES},
        )
    return draft


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


def _cleaned(typed: str) -> str:
    try:
        return shorten(clean_line(typed[: LONGEST_ALT * 4]), LONGEST_ALT)[:LONGEST_ALT]
    except UncleanText:
        return ""
