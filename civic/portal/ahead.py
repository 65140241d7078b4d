"""Where a proposal stands, what comes next and by when: in words, for the panel and the end of its story."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from civic.answers.due import last_day
from civic.journeys.explaining.dues import decision_due
from civic.processes.document import Otherwise, Rules, Stage
from civic.processes.kinds import COUNTING, TIMED, Expiry, StageKind
from civic.proposals.models import Proposal


@dataclass(frozen=True, slots=True)
class Ahead:
    """The next thing. `on`: by which day; None when the rules promise none."""

    icon: str
    title: str
    text: str = ""
    on: date | None = None
    is_late: bool = False


def ahead_of(proposal: Proposal, at: datetime) -> Ahead | None:
    """None once it is over. Of an answer that is owed, its own clock tells."""
    stage = proposal.stands_at(at)
    if stage.kind == StageKind.CLOSED:
        return None
    if stage.kind in TIMED:
        return _timed(proposal, stage, at)
    due_at = decision_due(proposal, stage)
    icon, title, text = _DECIDED[stage.kind]()
    return Ahead(icon, title, text, last_day(due_at) if due_at else None, due_at is not None and at >= due_at)


def _timed(proposal: Proposal, stage: Stage, at: datetime) -> Ahead:
    ends_at = proposal.closes_at if stage.kind in COUNTING else proposal.stage_ends_at
    if ends_at is not None and at >= ends_at:
        return Ahead("clock", _("Its time is over"), _("The result is being worked out or recorded."))
    titles = {
        StageKind.ENDORSING: _("Endorsing closes"),
        StageKind.GATHERING: _("Support closes"),
        StageKind.DEBATING: _("The discussion ends"),
        StageKind.VOTING: _("The vote ends"),
    }
    text = otherwise_words(proposal.rules, stage.otherwise)
    return Ahead("clock", titles[stage.kind], text, last_day(ends_at) if ends_at else None)


def otherwise_words(rules: Rules, otherwise: Otherwise) -> str:
    """What becomes of it when it reaches nothing in its time."""
    if otherwise.how == Expiry.GO_ON:
        stage = rules.stage(otherwise.to).label(get_language() or "ko")
        return _("Whatever is reached, it goes on to “%(stage)s”.") % {"stage": stage}
    return _("If it falls short: %(what)s.") % {"what": otherwise.how.label}


_DECIDED = {
    StageKind.SCREENING: lambda: ("eye", _("Staff decide whether it goes on"), ""),
    StageKind.REVIEWING: lambda: ("building", _("The department in charge is found"), ""),
    StageKind.ANSWERING: lambda: ("megaphone", _("The answer is prepared"), ""),
    StageKind.COMMITTEE: lambda: ("users", _("The committee decides"), ""),
    StageKind.CARRYING_OUT: lambda: ("hammer", _("It is carried out"), _("What is done will be told here.")),
}
