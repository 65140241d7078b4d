"""Pictures and papers of notices, fetched by their key."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from civic.notices.models import NoticeFile
from civic.notices.queries import notices_visible_to
from platform_core.files.serving import served_file


@require_safe
def notice_file(request: HttpRequest, key: UUID, name: str) -> HttpResponseBase:
    """Of a notice the viewer may read; anything else is not there. Pictures open, everything else is saved."""
    found = NoticeFile.objects.filter(key=key).first()
    seen = notices_visible_to(request.user, timezone.now())
    if found is None or not seen.filter(pk=found.notice_id).exists():
        raise Http404
    return served_file(request, found, is_image=found.is_image)
