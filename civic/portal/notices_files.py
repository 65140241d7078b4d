"""Pictures and papers of notices, fetched by their key."""

from uuid import UUID

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from civic.notices.models import NoticeFile
from civic.notices.queries import notices_visible_to
from civic.portal.attachments import SANDBOX


@require_safe
def notice_file(request: HttpRequest, key: UUID, name: str) -> HttpResponseBase:
    """Of a notice the viewer may read; anything else is not there. Pictures open, everything else is saved."""
    found = NoticeFile.objects.filter(key=key).first()
    seen = notices_visible_to(request.user, timezone.now())
    if found is None or not seen.filter(pk=found.notice_id).exists():
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
