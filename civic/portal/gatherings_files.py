"""Pictures and papers of gatherings, fetched by their key."""

from uuid import UUID

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from civic.gatherings.models import GatheringFile
from civic.gatherings.queries import gatherings_visible_to
from civic.portal.attachments import SANDBOX


@require_safe
def gathering_file(request: HttpRequest, key: UUID, name: str) -> HttpResponseBase:
    """Of a gathering the viewer may see; anything else is not there. Pictures open, everything else is saved."""
    found = GatheringFile.objects.filter(key=key).first()
    if found is None or not gatherings_visible_to(request.user).filter(pk=found.gathering_id).exists():
        raise Http404
    try:
        stored = default_storage.open(found.stored_as)
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        stored, as_attachment=not found.is_image, filename=found.name, content_type=found.content_type
    )
    response["Cache-Control"] = "private, max-age=3600"
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
