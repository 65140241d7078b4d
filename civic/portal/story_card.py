"""The address of a story's picture: drawn when somebody asks for it first, kept until what is on it changes."""

import hashlib
import re
from threading import BoundedSemaphore

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from civic.portal.finding import find_proposal
from civic.portal.page import house
from civic.portal.story_facts import facts_of
from civic.portal.story_image import DRAWING, Card, colour, drawn
from civic.portal.story_strip import strip_of
from civic.processes.kinds import Visibility
from civic.proposals.models import Proposal, Standing

ROOM = "story"
KEPT_SECONDS = 3_600
# However many ask at once, a process draws one picture at a time, and nobody waits longer than this. Seconds.
_drawing = BoundedSemaphore(1)
LONGEST_WAIT = 3
_TOKEN = re.compile(r"--([a-z-]+): ([^;]+);")
# As in platform_core/ui: token of the theme, and what stands for it where it is no plain colour.
_COLOURS = (
    ("page", "#ffffff"),
    ("text", "#1b1b1f"),
    ("text-soft", "#565560"),
    ("brand", "#1759d6"),
    ("on-brand", "#ffffff"),
    ("surface", "#ffffff"),
)


def has_image(proposal: Proposal) -> bool:
    """What is not for everybody's eyes is on no picture that a messenger keeps."""
    return proposal.standing == Standing.OPEN and proposal.visibility == Visibility.PUBLIC


def image_address(request: HttpRequest, proposal: Proposal) -> str:
    """ "" for what has none. It changes when the proposal went on or was edited; asks the database nothing."""
    if not has_image(proposal):
        return ""
    path = reverse("portal:story_image", args=[proposal.pk])
    return house(request).address(f"{path}?v={proposal.version}-{int(proposal.stage_entered_at.timestamp())}")


@require_safe
def story_image(request: HttpRequest, number: int) -> HttpResponseBase:
    """In the institution's language, whoever asks: it is one picture for all."""
    found = find_proposal(request, number)
    if not has_image(found):
        raise Http404
    with translation.override(house(request).default_language):
        card = _card(request, found)
    digest = hashlib.sha256(repr((DRAWING, card)).encode()).hexdigest()[:24]
    etag = f'"{digest}"'
    if request.headers.get("If-None-Match") == etag:
        return _kept(HttpResponseNotModified(), etag)
    name = f"{ROOM}/{number}/{digest}.png"
    if not default_storage.exists(name) and not _draw(card, name):
        busy = HttpResponse(status=503)
        busy["Retry-After"] = str(LONGEST_WAIT)
        return busy
    return _kept(FileResponse(default_storage.open(name), content_type="image/png"), etag)


def _card(request: HttpRequest, found: Proposal) -> Card:
    stations = strip_of(facts_of(found, timezone.now()))
    light = render_to_string("portal/execution/colours.txt", request=request).partition("}")[0]
    tokens = dict(_TOKEN.findall(light))
    page, text, soft, brand, on_brand, tint = (
        colour(tokens.get(token, otherwise), otherwise) for token, otherwise in _COLOURS
    )
    return Card(
        title=found.title,
        institution=house(request).name,
        stations=tuple(station.words for station in stations),
        colours=(page, text, soft, brand, on_brand, tint),
    )


def _draw(card: Card, name: str) -> bool:
    """False when so many are being drawn that the caller had better come again."""
    if not _drawing.acquire(timeout=LONGEST_WAIT):
        return False
    try:
        if not default_storage.exists(name):
            _keep_alone(name, drawn(card))
        return True
    finally:
        _drawing.release()


def _keep_alone(name: str, content: bytes) -> None:
    """One picture for each story: what it looked like before is thrown away."""
    folder, _slash, own = name.rpartition("/")
    stored = default_storage.save(name, ContentFile(content))
    if stored != name:  # another process was quicker
        default_storage.delete(stored)
    for other in default_storage.listdir(folder)[1]:
        if other != own:
            default_storage.delete(f"{folder}/{other}")


def _kept(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
