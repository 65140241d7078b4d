"""Photographs and documents of what is carried out, fetched by whoever may see one of its items."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from civic.execution.models import ExecutionFile
from civic.portal.attachments import guarded
from civic.proposals.queries import proposals_visible_to


@require_safe
def execution_file(request: HttpRequest, key: str, name: str) -> HttpResponseBase:
    """What was taken away is not there any more, nor what belongs to nothing the viewer may see."""
    found = ExecutionFile.objects.filter(key=key, removed_at=None).first()
    if found is None or not _may_fetch(request, found):
        raise Http404
    etag = f'"{found.key.hex}"'
    if request.headers.get("If-None-Match") == etag:
        return guarded(HttpResponseNotModified(), etag)
    try:
        stored = default_storage.open(found.stored_as)
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        stored, as_attachment=not found.is_image, filename=found.name, content_type=found.content_type
    )
    return guarded(response, etag)


def _may_fetch(request: HttpRequest, found: ExecutionFile) -> bool:
    return proposals_visible_to(request.user).filter(carried__execution=found.execution_id).exists()
