"""Cards and original documents of a debate, for whoever may see it.

A document comes as it was handed in: it is saved, never opened in the page.
"""

from mimetypes import guess_type
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from civic.debates.models import Card, Material
from civic.debates.queries import debates_visible_to
from platform_core.files.serving import served, served_file


@require_safe
def card(request: HttpRequest, key: UUID) -> HttpResponseBase:
    found = get_object_or_404(Card, key=key, debate__in=debates_visible_to(request.user))
    kind = guess_type(found.stored_as)[0] or "application/octet-stream"
    return served(request, stored_as=found.stored_as, name=key.hex, content_type=kind, is_image=True)


@require_safe
def material(request: HttpRequest, key: UUID, name: str) -> HttpResponseBase:
    found = get_object_or_404(Material, key=key, debate__in=debates_visible_to(request.user))
    return served_file(request, found, is_image=False)
