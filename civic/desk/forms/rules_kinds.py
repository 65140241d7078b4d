"""Kinds of stages with examples, for whoever adds one."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from civic.processes.kinds import StageKind


@dataclass(frozen=True)
class KindWords:
    kind: StageKind
    text: Any
    example: Any

    @property
    def label(self) -> Any:
        return self.kind.label


KINDS: dict[StageKind, KindWords] = {
    one.kind: one
    for one in (
        KindWords(
            StageKind.SCREENING,
            _("Staff look at it first: it is accepted, or refused for one of the reasons you name."),
            _(
                "Example: staff check within 7 days whether it is a proposal; until then only its author sees it."
            ),
        ),
        KindWords(
            StageKind.ENDORSING,
            _("A first, small number of supports before everybody sees it."),
            _("Example: 100 people endorse a petition within 30 days, then it is checked and opened to all."),
        ),
        KindWords(
            StageKind.GATHERING,
            _("Everybody reads, supports and comments. Thresholds say what follows from how many."),
            _("Example: from 50 supports within 30 days the department answers, from 1,000 the mayor."),
        ),
        KindWords(
            StageKind.REVIEWING,
            _("Staff find the department that is in charge."),
            _("Example: the proposal is given to a department, which then owes an answer."),
        ),
        KindWords(
            StageKind.ANSWERING,
            _("The department prepares its answer; everybody sees by when it is due."),
            _("Example: within 20 working days, once extendable by 10."),
        ),
        KindWords(
            StageKind.COMMITTEE,
            _("A committee of citizens or experts decides whether it goes on."),
            _("Example: 14 experts and 6 citizens choose the agenda of the month by majority."),
        ),
        KindWords(
            StageKind.DEBATING,
            _("A public discussion for a time: for and against, ideas, or questions."),
            _(
                "Example: 30 days for and against; with 300 taking part and more than half in favour it goes on."
            ),
        ),
        KindWords(
            StageKind.VOTING,
            _("People vote. What is among the first, or has enough in favour, goes on."),
            _("Example: each resident chooses exactly 5 projects; the first 10 go into the budget."),
        ),
        KindWords(
            StageKind.CARRYING_OUT,
            _("What was adopted is carried out, and progress is told."),
            _("Example: the department tells every quarter what is planned, done and achieved."),
        ),
        KindWords(
            StageKind.CLOSED,
            _("It is finished. The whole story stays to be read."),
            _("Every process ends here."),
        ),
    )
}
CAN_BE_ADDED = tuple(words for kind, words in KINDS.items() if kind != StageKind.CLOSED)
