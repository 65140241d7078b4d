"""Pictures and papers of gatherings, fetched by their key."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from civic.gatherings.models import GatheringFile
from civic.gatherings.queries import gatherings_visible_to
from platform_core.files.serving import served_file


@require_safe
def gathering_file(request: HttpRequest, key: UUID, name: str) -> HttpResponseBase:
    """Of a gathering the viewer may see; anything else is not there. Pictures open, everything else is saved."""
    found = GatheringFile.objects.filter(key=key).first()
    if found is None or not gatherings_visible_to(request.user).filter(pk=found.gathering_id).exists():
        raise Http404
    return served_file(request, found, is_image=found.is_image)
