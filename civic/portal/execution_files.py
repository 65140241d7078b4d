"""Photographs and documents of what is carried out, fetched by whoever may see one of its items."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from civic.execution.models import ExecutionFile
from civic.proposals.queries import proposals_visible_to
from platform_core.files.serving import served_file


@require_safe
def execution_file(request: HttpRequest, key: str, name: str) -> HttpResponseBase:
    """What was taken away is not there any more, nor what belongs to nothing the viewer may see."""
    found = ExecutionFile.objects.filter(key=key, removed_at=None).first()
    if found is None or not _may_fetch(request, found):
        raise Http404
    return served_file(request, found, is_image=found.is_image)


def _may_fetch(request: HttpRequest, found: ExecutionFile) -> bool:
    return proposals_visible_to(request.user).filter(carried__execution=found.execution_id).exists()
