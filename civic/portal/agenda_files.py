"""Papers of a research sheet and of a meeting, fetched by their key."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from civic.agenda.models import EvidenceFile, MeetingFile
from civic.agenda.queries import candidates_visible_to
from civic.agenda.rules import sees_materials
from civic.people.rules import is_staff
from platform_core.files.serving import served_file


@require_safe
def agenda_file(request: HttpRequest, key: UUID, name: str) -> HttpResponseBase:
    """Pictures open, everything else is saved. What the viewer may not see yet is not there."""
    found = _evidence(request, key) or _of_a_meeting(request, key)
    if found is None:
        raise Http404
    return served_file(request, found, is_image=found.is_image)


def _evidence(request: HttpRequest, key: UUID) -> EvidenceFile | None:
    found = EvidenceFile.objects.select_related("evidence").filter(key=key).first()
    if found is None:
        return None
    candidate = candidates_visible_to(request.user).filter(pk=found.evidence.candidate_id).first()
    is_seen = candidate is not None and sees_materials(request.user, candidate, timezone.now())
    return found if is_seen else None


def _of_a_meeting(request: HttpRequest, key: UUID) -> MeetingFile | None:
    found = MeetingFile.objects.select_related("meeting").filter(key=key).first()
    is_seen = found is not None and (found.meeting.minutes_at is not None or is_staff(request.user))
    return found if is_seen else None
