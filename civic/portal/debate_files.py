"""Cards and original documents of a debate, for whoever may see it.

A document comes as it was handed in: it is saved, never opened in the page.
"""

from mimetypes import guess_type
from uuid import UUID

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from civic.debates.models import Card, Material
from civic.debates.queries import debates_visible_to
from civic.portal.attachments import guarded


@require_safe
def card(request: HttpRequest, key: UUID) -> HttpResponseBase:
    found = get_object_or_404(Card, key=key, debate__in=debates_visible_to(request.user))
    kind = guess_type(found.stored_as)[0] or "application/octet-stream"
    return _served(request, key, found.stored_as, name=f"{key.hex}", kind=kind, is_picture=True)


@require_safe
def material(request: HttpRequest, key: UUID, name: str) -> HttpResponseBase:
    found = get_object_or_404(Material, key=key, debate__in=debates_visible_to(request.user))
    return _served(request, key, found.stored_as, name=found.name, kind=found.content_type)


def _served(
    request: HttpRequest, key: UUID, stored_as: str, *, name: str, kind: str, is_picture: bool = False
) -> HttpResponseBase:
    """What stands under a key never changes; whether one may see it is asked each time."""
    etag = f'"{key.hex}"'
    if request.headers.get("If-None-Match") == etag:
        return guarded(HttpResponseNotModified(), etag)
    try:
        stored = default_storage.open(stored_as)
    except FileNotFoundError:
        raise Http404 from None
    answer = FileResponse(stored, as_attachment=not is_picture, filename=name, content_type=kind)
    return guarded(answer, etag)
