"""The whole story of a proposal, oldest first, and what is still to come: for everyone who asks what became of it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from civic.answers.due import last_day
from civic.answers.models import AnswerRequest, Cause, State
from civic.execution.models import ProgressNote
from civic.portal.words import due_day, due_words
from civic.processes.document import Threshold
from civic.processes.kinds import Effect, StageKind
from civic.proposals.models import Ending, Origin, Proposal, ProposalVersion, ThresholdCrossing


@dataclass(frozen=True, slots=True)
class Moment:
    """One item of ui/components/timeline.html. `at` is an instant, `on` a day; either may be missing."""

    icon: str
    title: str
    at: datetime | None = None
    on: date | None = None
    text: str = ""
    tone: str = ""
    url: str = ""
    url_label: str = ""
    who: str = ""
    coming: bool = False


@dataclass(frozen=True, slots=True)
class Chapters:
    """What the database knows about one proposal, read by the door."""

    proposal: Proposal
    versions: list[ProposalVersion]
    crossings: list[ThresholdCrossing]
    requests: list[AnswerRequest]
    notes: list[ProgressNote]


def story_of(chapters: Chapters, at: datetime) -> list[Moment]:
    happened = [
        _submitted(chapters.proposal),
        *[_edited(chapters.proposal, version) for version in chapters.versions],
        *[_crossed(chapters.proposal, crossing) for crossing in chapters.crossings],
        *[moment for request in chapters.requests for moment in _asked(request)],
        *[_noted(note) for note in chapters.notes],
    ]
    # Sorting is stable: what happened in one transaction stays in the order in which it follows.
    happened.sort(key=lambda moment: moment.at or at)
    return [*happened, *_ending(chapters.proposal, at), *_coming(chapters, at)]


def _submitted(proposal: Proposal) -> Moment:
    if proposal.origin == Origin.IMPORT:
        return Moment(
            "archive", _("Written on an earlier platform"), proposal.submitted_at, text=proposal.source
        )
    return Moment("write", _("Proposed"), proposal.submitted_at)


def _edited(proposal: Proposal, version: ProposalVersion) -> Moment:
    return Moment(
        "write",
        _("Its author changed the text"),
        version.replaced_at,
        url=reverse("portal:version", args=[proposal.pk, version.number]),
        url_label=_("Read the text before the change"),
    )


def _crossed(proposal: Proposal, crossing: ThresholdCrossing) -> Moment:
    threshold = next((t for t in proposal.rules.thresholds if t.key == crossing.threshold), None)
    reached = threshold.count if threshold else crossing.count
    title = _("%(count)s people support it") % {"count": f"{reached:,}"}
    return Moment("flag", title, crossing.crossed_at, text=what_follows(threshold), tone="good")


def what_follows(threshold: Threshold | None) -> str:
    """What reaching it does, as a sentence."""
    if threshold is None:
        return ""
    return {
        Effect.OWE_ANSWER: _("The department in charge must answer in public."),
        Effect.AGENDA_CANDIDATE: _("It becomes a candidate for public debate."),
        Effect.HEAD_ANSWERS: _("The head of the institution answers in person."),
    }[threshold.effect]


def _asked(request: AnswerRequest) -> list[Moment]:
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


def _ending(proposal: Proposal, at: datetime) -> list[Moment]:
    """Closed by the clock at the very end of its window, even before the worker has come by."""
    if proposal.stage_at(at) != StageKind.CLOSED:
        return []
    if proposal.stage != StageKind.CLOSED:
        return [Moment("archive", _("The time for support is over"), proposal.closes_at)]
    words = {
        Ending.NOT_ENOUGH_SUPPORT: _("Closed: support stayed below the threshold"),
        Ending.ANSWERED: _("Closed with the answer"),
        Ending.CARRIED_OUT: _("Carried out"),
        Ending.WITHDRAWN: _("Withdrawn by its author"),
    }
    tone = "good" if proposal.closed_as == Ending.CARRIED_OUT else ""
    icon = "check-circle" if tone else "archive"
    return [Moment(icon, words[Ending(proposal.closed_as)], proposal.closed_at, tone=tone)]


def _coming(chapters: Chapters, at: datetime) -> list[Moment]:
    proposal = chapters.proposal
    if proposal.stage_at(at) == StageKind.GATHERING:
        return [Moment("clock", _("Support closes"), on=last_day(proposal.closes_at), coming=True)]
    waiting = next((request for request in chapters.requests if request.state == State.OPEN), None)
    if waiting is not None:
        return [
            Moment(
                "megaphone",
                _("The answer is due"),
                on=last_day(waiting.due_at),
                text=due_words(waiting.due_at, proposal.rules.answer, at),
                coming=not waiting.is_overdue(at),
                tone="bad" if waiting.is_overdue(at) else "",
            )
        ]
    if proposal.stage == StageKind.CARRYING_OUT:
        label = proposal.rules.stage(StageKind.CARRYING_OUT).label(get_language() or "ko")
        return [Moment("hammer", label, text=_("What is done will be told here."), coming=True)]
    return []
