"""Files as pages show them, and the door through which they are fetched."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from civic.proposals.attaching import files_of
from civic.proposals.models import Attachment, Proposal, ProposalDraft
from civic.proposals.queries import proposals_visible_to
from platform_core.files.serving import served_file


def shown_files(owner: Proposal | ProposalDraft, version: int | None = None) -> list[dict[str, Any]]:
    """The files of a draft, or of a proposal as it is now or was in `version`."""
    return drawn(files_of(owner, version) if isinstance(owner, Proposal) else owner.attachments.all())


def drawn(files: Iterable[Attachment]) -> list[dict[str, Any]]:
    """Context of ui/components/file_list.html, pictures told apart by `is_image`."""
    return [
        {
            "key": str(one.key),
            "name": one.name,
            "url": reverse("portal:file", args=[one.key, one.name]),
            "size": one.size,
            "is_image": one.is_image,
            "alt": one.alt,
            "width": one.width,
            "height": one.height,
        }
        for one in files
    ]


@require_safe
def file(request: HttpRequest, key: str, name: str) -> HttpResponseBase:
    """A file of something the viewer may see; anything else is not there. Its content never changes."""
    found = Attachment.objects.select_related("draft", "proposal").filter(key=key).first()
    if found is None or not _may_fetch(request, found):
        raise Http404
    return served_file(request, found, is_image=found.is_image)


def _may_fetch(request: HttpRequest, found: Attachment) -> bool:
    owner = found.draft or (found.proposal if found.first_version is None else None)
    if owner is not None:  # not yet published
        return request.user.is_authenticated and owner.author_id == request.user.pk
    return proposals_visible_to(request.user).filter(pk=found.proposal_id or 0).exists()
