"""사전조사: six kinds of evidence, each with its source (guide A3-1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from civic.agenda.models import Candidate, Evidence, EvidenceFile, EvidenceKind, Meeting, MeetingFile
from civic.agenda.rules import may_keep_members, may_research
from civic.people.models import Department
from civic.proposals.listing import Listed
from civic.proposals.models import Proposal
from civic.proposals.similar import similar_to
from platform_core.access import YES, Verdict, no, require
from platform_core.accounts.models import User
from platform_core.events.actions import record
from platform_core.files.keeping import kept, kept_together, throw_away
from platform_core.files.models import stored_columns
from platform_core.files.taking import TakenIn

ROOM = "agenda"
MOST_OFFERED = 10


@dataclass(frozen=True, slots=True)
class Found:
    """One piece of evidence, as the form gives it."""

    kind: EvidenceKind
    title: str
    body: str
    author: str
    dated_on: date
    url: str = ""
    department: Department | None = None
    similar: Proposal | None = None
    is_contrary: bool = False
    caution: str = ""


def is_sound(found: Found) -> Verdict:
    """A position has its department, a press report a word of caution, and everything something to read."""
    if found.kind == EvidenceKind.DEPARTMENT and found.department is None:
        return no("department_needed", _("Say which department says so."))
    if found.kind == EvidenceKind.SIMILAR and found.similar is None:
        return no("similar_needed", _("Say which proposal is similar."))
    if found.kind == EvidenceKind.PRESS and not found.caution.strip():
        return no(
            "caution_needed",
            _("Say what a reader should know of this source: who reports, and whether others contradicted."),
        )
    if not (found.url or found.body.strip() or found.similar):
        return no("source_needed", _("Give a link or the words themselves."))
    return YES


@kept_together()
@transaction.atomic
def add_evidence(
    *, candidate: Candidate, found: Found, files: Sequence[TakenIn] = (), by: User, at: datetime
) -> Evidence:
    """Raises Refused. Files have been looked at before (platform_core.files.taking)."""
    require(may_research(by))
    require(is_sound(found))
    evidence = Evidence.objects.create(
        candidate=candidate,
        kind=found.kind,
        title=found.title,
        body=found.body,
        author=found.author,
        dated_on=found.dated_on,
        url=found.url,
        department=found.department,
        similar=found.similar,
        is_contrary=found.is_contrary,
        caution=found.caution,
        added_at=at,
        added_by=by,
    )
    for one in files:
        with kept(ROOM, one.content, one.extension) as stored_as:
            EvidenceFile.objects.create(evidence=evidence, **_columns(one, stored_as, evidence.title))
    record(
        "agenda.evidence.added", candidate, at=at, actor=by, proposal=candidate.item_id, evidence=found.kind
    )
    return evidence


@transaction.atomic
def remove_evidence(*, evidence: Evidence, by: User, at: datetime) -> None:
    """Raises Refused. What everybody has seen already is named in the event."""
    require(may_keep_members(by))
    candidate = evidence.candidate
    throw_away(evidence.files.values_list("stored_as", flat=True))
    record(
        "agenda.evidence.removed",
        candidate,
        at=at,
        actor=by,
        proposal=candidate.item_id,
        evidence=evidence.kind,
        title=evidence.title,
    )
    evidence.delete()


def add_meeting_file(*, meeting: Meeting, taken: TakenIn, alt: str, by: User) -> MeetingFile:
    """A photograph says in words what it shows. Raises Refused."""
    require(may_keep_members(by))
    if taken.is_image and not alt.strip():
        require(no("alt_needed", _("Say in words what the picture shows.")))
    with kept(ROOM, taken.content, taken.extension) as stored_as, transaction.atomic():
        return MeetingFile.objects.create(meeting=meeting, **_columns(taken, stored_as, alt))


def _columns(taken: TakenIn, stored_as: str, alt: str) -> dict[str, Any]:
    return {
        **stored_columns(taken, stored_as),
        "is_image": taken.is_image,
        "alt": alt if taken.is_image else "",
    }


def similar_offered(candidate: Candidate, *, at: datetime) -> list[Listed]:
    """Proposals that may ask for the same and are not on the sheet yet."""
    known = set(candidate.evidence.exclude(similar=None).values_list("similar_id", flat=True))
    known.add(candidate.item_id)
    found = similar_to(candidate.item.title, at=at, most=MOST_OFFERED)
    return [one for one in found if one.number not in known]


def take_over_similar(*, candidate: Candidate, item: Proposal, by: User, at: datetime) -> Evidence:
    """Put an offered one on the sheet, in its own words. Raises Refused."""
    found = Found(
        kind=EvidenceKind.SIMILAR,
        title=item.title[:200],
        body=item.excerpt,
        author=_("Citizens' proposal No. %(number)s") % {"number": item.pk},
        dated_on=item.submitted_at.date(),
        similar=item,
    )
    return add_evidence(candidate=candidate, found=found, by=by, at=at)
