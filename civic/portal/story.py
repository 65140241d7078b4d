"""The whole story of a proposal, oldest first, and what is still to come: for everyone who asks what became of it."""

from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from civic.answers.clock import clock_words
from civic.answers.due import last_day
from civic.answers.models import AnswerRequest, Cause, State
from civic.execution.models import ProgressNote
from civic.portal.ahead import ahead_of
from civic.portal.answer_moments import on_the_way
from civic.portal.moment import Moment
from civic.portal.moves import crossed, ended_at, ending_words, moved, recorded
from civic.portal.words import due_day
from civic.processes.kinds import COUNTING, StageKind
from civic.proposals.models import (
    Ending,
    Origin,
    Proposal,
    ProposalVersion,
    StageMove,
    StageResult,
    ThresholdCrossing,
)


@dataclass(frozen=True, slots=True)
class Chapters:
    """What the database knows about one proposal, read by the door."""

    proposal: Proposal
    versions: list[ProposalVersion]
    crossings: list[ThresholdCrossing]
    requests: list[AnswerRequest]
    notes: list[ProgressNote]
    moves: list[StageMove] = field(default_factory=list)
    results: list[StageResult] = field(default_factory=list)


def story_of(chapters: Chapters, at: datetime) -> list[Moment]:
    proposal = chapters.proposal
    taken_up = any(request.cause == Cause.RESCUE for request in chapters.requests)
    happened = [
        _submitted(proposal),
        *[_edited(proposal, version) for version in chapters.versions],
        *[moment for crossing in chapters.crossings for moment in crossed(proposal, crossing)],
        *[moment for request in chapters.requests for moment in _asked(request, at)],
        *[_noted(note) for note in chapters.notes],
        *[recorded(proposal, result) for result in chapters.results],
        *moved(proposal, chapters.moves, was_taken_up=taken_up),
    ]
    # Sorting is stable: what happened in one transaction stays in the order in which it follows.
    happened.sort(key=lambda moment: moment.at or at)
    return [*happened, *_ending(chapters, at), *coming(chapters, at)]


def _submitted(proposal: Proposal) -> Moment:
    if proposal.origin == Origin.IMPORT:
        return Moment(
            "archive", _("Written on an earlier platform"), proposal.submitted_at, text=proposal.source
        )
    if proposal.origin == Origin.INSTITUTION:
        return Moment("megaphone", _("Asked by the institution"), proposal.submitted_at)
    if proposal.origin == Origin.PAPER:
        words = _("Somebody wrote it on paper, and staff entered it as it stood there.")
        return Moment("write", _("Handed in on paper"), proposal.submitted_at, text=words)
    return Moment("write", _("Proposed"), proposal.submitted_at)


def _edited(proposal: Proposal, version: ProposalVersion) -> Moment:
    return Moment(
        "write",
        _("Its author changed the text"),
        version.replaced_at,
        url=reverse("portal:version", args=[proposal.pk, version.number]),
        url_label=_("Read the text before the change"),
    )


def _asked(request: AnswerRequest, at: datetime) -> list[Moment]:
    return [
        *_opened(request),
        *[_passed_on(transfer) for transfer in request.transfers.all()],
        *[
            Moment(
                "calendar",
                _("The answer was postponed to %(date)s") % {"date": due_day(extension.to_due_at)},
                extension.at,
                text=_("Reason: %(reason)s") % {"reason": extension.reason},
                tone="warn",
            )
            for extension in request.extensions.all()
        ],
        *on_the_way(request, at),
        *_answered(request),
    ]


def _opened(request: AnswerRequest) -> list[Moment]:
    if request.cause == Cause.RESCUE:
        title = _("Taken up although support stayed below the threshold")
        return [Moment("star", title, request.opened_at, text=request.reason, tone="good")]
    if request.cause == Cause.FOLLOW_UP:
        return [Moment("history", _("A further answer was promised"), request.opened_at, text=request.reason)]
    return []  # the threshold's own line has said it


def _passed_on(transfer) -> Moment:
    if transfer.from_department is None:
        title = _("%(department)s prepares the answer") % {"department": transfer.to_department.name}
        return Moment("building", title, transfer.at, text=transfer.reason)
    title = _("Passed from %(before)s to %(department)s") % {
        "before": transfer.from_department.name,
        "department": transfer.to_department.name,
    }
    text = _("Reason: %(reason)s") % {"reason": transfer.reason} if transfer.reason else ""
    return Moment("transfer", title, transfer.at, text=text)


def _answered(request: AnswerRequest) -> list[Moment]:
    answer = getattr(request, "answer", None)
    if answer is None:
        return []
    tones = {"adopted": "good", "partly": "warn", "declined": "bad"}
    return [
        Moment(
            "megaphone",
            _("Answered: %(verdict)s") % {"verdict": answer.get_verdict_display()},
            answer.published_at,
            tone=tones.get(answer.verdict, ""),
            url=f"#answer-{answer.pk}",
            url_label=_("Read the answer"),
            who=answer.signed_by,
        )
    ]


def _noted(note: ProgressNote) -> Moment:
    icons = {"overview": "list", "progress": "hammer", "outcome": "sprout"}
    return Moment(
        icons[note.kind],
        note.get_kind_display(),
        note.at,
        tone="good" if note.kind == "outcome" else "",
        url=f"#note-{note.pk}",
        url_label=_("Read it in full"),
    )


def _ending(chapters: Chapters, at: datetime) -> list[Moment]:
    """Closed by the clock at the very end of its time, even before the worker has come by."""
    proposal = chapters.proposal
    if proposal.stage_at(at) != StageKind.CLOSED or ended_at(chapters.moves) is not None:
        return []
    if proposal.stage != StageKind.CLOSED:
        over_at = proposal.closes_at if proposal.stage in COUNTING else proposal.stage_ends_at
        return [Moment("archive", _("Its time is over"), over_at)]
    words = ending_words(Ending(proposal.closed_as))
    tone = "good" if proposal.closed_as == Ending.CARRIED_OUT else ""
    return [Moment("check-circle" if tone else "archive", words, proposal.closed_at, tone=tone)]


def coming(chapters: Chapters, at: datetime) -> list[Moment]:
    """What is still to come, and by when."""
    proposal = chapters.proposal
    owed = [_owed(request, at) for request in chapters.requests if request.state == State.OPEN]
    ahead = ahead_of(proposal, at)
    if owed or ahead is None:
        return owed
    return [Moment(ahead.icon, ahead.title, on=ahead.on, text=ahead.text, coming=True)]


def _owed(request: AnswerRequest, at: datetime) -> Moment:
    is_late = request.is_overdue(at)
    return Moment(
        "megaphone",
        _("The answer is due"),
        on=last_day(request.due_at),
        text=clock_words(request, at),
        coming=not is_late,
        tone="bad" if is_late else "",
    )
