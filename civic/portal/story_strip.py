"""The story in one line: «제안 → 공감 50 → 검토 → 토론 5,147명 → 답변 → 실행», every number from the data."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from civic.portal.story_facts import Facts
from civic.processes.document.conditions import simple_parts
from civic.processes.kinds import Counter, StageKind
from civic.proposals.models import Origin, ThresholdCrossing


@dataclass(frozen=True, slots=True)
class Station:
    """`number` is drawn strong; "" where nothing is counted."""

    label: str
    icon: str
    at: datetime
    number: str = ""

    @property
    def words(self) -> str:
        return f"{self.label} {self.number}".strip()


def strip_of(facts: Facts) -> list[Station]:
    """In the order in which they were reached first."""
    stations = [
        *_ideas(facts),
        *_support(facts),
        *_review(facts),
        *_debates(facts),
        *_votes(facts),
        *_answers(facts),
        *_execution(facts),
    ]
    return sorted(stations, key=lambda one: one.at)


def _ideas(facts: Facts) -> Iterator[Station]:
    ideas = [one for one in facts.items.values() if one.origin != Origin.INSTITUTION]
    asked = [one for one in facts.items.values() if one.origin == Origin.INSTITUTION]
    if ideas:
        number = intcomma(len(ideas)) if len(ideas) > 1 else ""
        label = _("Proposals") if number else _("Proposal")
        yield Station(label, "write", min(one.submitted_at for one in ideas), number)
    elif asked:
        yield Station(_("Question"), "megaphone", min(one.submitted_at for one in asked))


def _support(facts: Facts) -> Iterator[Station]:
    total = sum(one.stat.support_count for one in facts.items.values())
    if not total:
        return
    crossed = [one.crossed_at for one in facts.crossings if _is_of_support(facts, one)]
    first = min(one.submitted_at for one in facts.items.values())
    yield Station(
        pgettext("station of a story", "Support"), "heart", min(crossed, default=first), intcomma(total)
    )


def _is_of_support(facts: Facts, crossing: ThresholdCrossing) -> bool:
    gate = facts.items[crossing.proposal_id].rules.gates.get(crossing.threshold)
    return gate is None or any(part.counter == Counter.SUPPORT for part in simple_parts(gate.when))


def _review(facts: Facts) -> Iterator[Station]:
    for kind, label, icon in (
        (StageKind.REVIEWING, _("Review"), "scales"),
        (StageKind.COMMITTEE, _("Committee"), "users"),
    ):
        moments = [move.entered_at for move in facts.moves if move.stage == kind]
        if moments:
            yield Station(label, icon, min(moments))


def _debates(facts: Facts) -> Iterator[Station]:
    """Those held here by their own numbers; those held elsewhere as they were recorded."""
    held = [debate.opened_at for debate in facts.debates if debate.opened_at]
    entered = [move.entered_at for move in facts.moves if move.stage == StageKind.DEBATING]
    if not held and not entered:
        return
    counted = sum(debate.stat.participants for debate in facts.debates if hasattr(debate, "stat"))
    people = counted or _recorded(facts, StageKind.DEBATING)
    yield Station(_("Debate"), "comment", min([*held, *entered]), _people(people))


def _votes(facts: Facts) -> Iterator[Station]:
    entered = [move.entered_at for move in facts.moves if move.stage == StageKind.VOTING]
    if entered:
        yield Station(
            pgettext("station of a story", "Vote"),
            "check-circle",
            min(entered),
            _people(_recorded(facts, StageKind.VOTING)),
        )


def _recorded(facts: Facts, kind: StageKind) -> int:
    """The latest result of each stage counts."""
    latest: dict[tuple[int, str], int] = {}
    for result in facts.results:
        rules = facts.items[result.proposal_id].rules
        if rules.stage(result.stage_key).kind == kind:
            counts = result.counts
            people = counts.get(Counter.PARTICIPANTS) or counts.get(Counter.VOTES) or 0
            latest[result.proposal_id, result.stage_key] = people
    return sum(latest.values())


def _people(count: int) -> str:
    return _("%(count)s people") % {"count": intcomma(count)} if count else ""


def _answers(facts: Facts) -> Iterator[Station]:
    answers = [request.answer for request in facts.requests]
    if answers:
        yield Station(_("Answer"), "megaphone", min(answer.published_at for answer in answers))


def _execution(facts: Facts) -> Iterator[Station]:
    begun = [one.execution.opened_at for one in facts.carried]
    if begun:
        yield Station(_("Execution"), "hammer", min(begun))
    ended = [one.execution.finished_at for one in facts.carried if one.execution.finished_at]
    if ended and len(ended) == len(begun):
        yield Station(_("Done"), "check-circle", max(ended))
