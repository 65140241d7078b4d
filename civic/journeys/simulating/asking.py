"""What an administrator wants to know: which history, and which rules."""

from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from civic.people.rules import is_administrator
from civic.processes.document import Rules, parse_rules
from civic.processes.drafting import begun_from
from civic.processes.models import Process, ProcessVersion, Simulation
from civic.processes.simulating import with_numbers
from platform_core.access import YES, Verdict, no, require
from platform_core.accounts.models import User

# Results are looked at for days, not kept: they are worked out anew at any time.
KEPT = timedelta(days=3)
MOST_AT_ONCE = 3
UNFINISHED = (Simulation.State.WAITING, Simulation.State.RUNNING)


@dataclass(frozen=True, slots=True)
class Question:
    """`source` is draft, preset or numbers: where the rules come from. `document` is what they begin from.

    `months` of the institution's own history, or the rows of a file named `file_name` (then 0).
    """

    version: int
    source: str
    document: dict[str, Any]
    preset: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    window_days: int | None = None
    answer_days: int | None = None
    months: int = 0
    file_name: str = ""
    columns: dict[str, str] = field(default_factory=dict)

    def now(self) -> Rules:
        """The rules in force when it was asked."""
        return ProcessVersion.objects.get(pk=self.version).rules

    def then(self) -> Rules:
        """The rules to try. Raises RulesError for a draft that is not finished."""
        return with_numbers(
            parse_rules(self.document),
            counts=self.counts,
            window_days=self.window_days,
            answer_days=self.answer_days,
        )


def question_of(simulation: Simulation) -> Question:
    return Question(**simulation.question)


def plain(document: dict[str, Any]) -> dict[str, Any]:
    """A document that a row can hold: a preset's has dates."""
    return begun_from(document)


def may_simulate(person: Any) -> Verdict:
    if not is_administrator(person):
        return no("not_allowed", _("Only administrators try out rules. Everyone may read them."))
    return YES


def ask(*, process: Process, question: Question, upload: bytes | None, by: User, at: datetime) -> Simulation:
    """Write down what is to be tried; `carry_out` does it. Raises Refused."""
    require(may_simulate(by))
    require(_is_not_too_much())
    forget_simulations(before=at - KEPT)
    return Simulation.objects.create(
        process=process,
        asked_by=by,
        asked_at=at,
        touched_at=at,
        question=asdict(question),
        upload=upload,
    )


def _is_not_too_much() -> Verdict:
    if Simulation.objects.filter(state__in=UNFINISHED).count() >= MOST_AT_ONCE:
        return no(
            "too_many_simulations",
            _("Several are under way already."),
            _("Wait until one of them is finished."),
            requirement=MOST_AT_ONCE,
        )
    return YES


def forget_simulations(*, before: datetime) -> int:
    """Take away what was asked before then, with whatever file was brought for it; returns how many."""
    return Simulation.objects.filter(asked_at__lt=before).delete()[0]
