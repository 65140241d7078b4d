"""Open items are brought along to new rules: by the key of the stage they stand in, and never against a count.

What would become of an item is found by the same engine that carries it out, so the preview and the run
cannot disagree; what was counted between the two is counted in the run.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db import OperationalError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from civic.ballots.models import Ballot
from civic.journeys.advance import advance
from civic.journeys.correcting_ballots import begun_ballots, correct_ballot, hold_alone, may_be_corrected
from civic.journeys.held_apart import hold_rooms
from civic.journeys.settle import LONG_TEXTS
from civic.processes import engine
from civic.processes.calendars import calendar_here
from civic.processes.document import Gate, Rules, Stage, Tally
from civic.processes.document.shapes import HELD_APART
from civic.processes.engine import Item, Step, window_end
from civic.processes.freezing import is_frozen
from civic.processes.kinds import COUNTING, TIMED, Counter, StageKind
from civic.processes.models import BringingAlong, Process, ProcessVersion, RuleCorrection
from civic.proposals.models import MoveCause, Proposal
from civic.proposals.moving import Cause, held, move_of
from civic.proposals.placing import placing_stage
from civic.proposals.tallies import people_there, results_of, tallies_of
from civic.proposals.weighing import asks_for_a_result, passed_by
from platform_core.access import YES, Verdict, no
from platform_core.accounts.models import User
from platform_core.events.actions import record

# In one transaction: whoever supports one of them meanwhile waits for it.
log = logging.getLogger("madang.rules")
BATCH = 25


@dataclass(frozen=True, slots=True)
class Prospect:
    """What would become of one item under the new rules. `verdict` says why it would stay under its own."""

    proposal: Proposal
    before: Stage
    after: Stage | None
    verdict: Verdict = YES
    passes: tuple[Gate, ...] = ()
    # Gates it has reached under its own rules and would not reach under the new ones.
    loses: tuple[Gate, ...] = ()
    expires: bool = False
    leads_to: Stage | None = None
    # Where people vote on it here.
    ballot: Ballot | None = None

    @property
    def is_frozen(self) -> bool:
        """What a correction is for."""
        return self.verdict.code == "rule_frozen"


@dataclass(frozen=True)
class _Under:
    """A proposal as if it were under other rules: enough of it to be counted."""

    pk: int
    rules: Rules
    item: Item
    imported_support: int


@dataclass
class Outlook:
    """Prospects of many items, in a few queries however many."""

    rules: Rules
    at: datetime
    proposals: list[Proposal]

    def __post_init__(self) -> None:
        self._days = calendar_here(fresh=True)
        self._ballots = begun_ballots(self.proposals)

    def prospects(self) -> list[Prospect]:
        passed = passed_by(self.proposals)
        now = tallies_of(self.proposals)
        self._results = set(results_of(self.proposals))
        self._there = people_there([one.pk for one in self.proposals if one.stage in HELD_APART])
        under = [one for one in map(self._under, self.proposals) if one is not None]
        then = tallies_of(cast(Any, under))
        return [
            self._prospect(one, passed.get(one.pk, frozenset()), now[one.pk], then.get(one.pk))
            for one in self.proposals
        ]

    def _under(self, proposal: Proposal) -> _Under | None:
        stage = target_of(proposal, self.rules)
        if stage is None:
            return None
        item = Item(stage.key, *self.ends(proposal, stage))
        return _Under(proposal.pk, self.rules, item, proposal.imported_support)

    def _prospect(
        self, proposal: Proposal, passed: frozenset[str], now: Tally, then: Tally | None
    ) -> Prospect:
        before = proposal.rules.stage(proposal.item.stage)
        after = target_of(proposal, self.rules)
        if after is None or then is None or self._loses_a_result(proposal):
            return Prospect(proposal, before, None, _no_such_stage(before))
        verdict = self._frozen(proposal, before, after, now) if before.key == after.key else YES
        steps = self._steps(proposal, after, passed, then)
        was = Item(before.key, proposal.closes_at, proposal.stage_ends_at, passed, now)
        held_before = {step.gate.key for step in engine.steps(proposal.rules, was, self.at) if step.gate}
        holds = {step.gate.key for step in steps if step.gate}
        return Prospect(
            proposal,
            before,
            after,
            verdict,
            passes=tuple(step.gate for step in steps if step.gate and step.gate.key not in held_before),
            loses=tuple(proposal.rules.gates[key] for key in sorted(held_before - holds)),
            expires=any(step.otherwise is not None for step in steps),
            leads_to=_last_stop(self.rules, steps),
            ballot=self._ballots.get(proposal.pk),
        )

    def _frozen(self, proposal: Proposal, stage: Stage, after: Stage, now: Tally) -> Verdict:
        """Whoever takes part in a debate or a vote here counts as an act, also where no gate counts people."""
        there, ballot = self._there.get((proposal.pk, stage.key), 0), self._ballots.get(proposal.pk)
        people = max(there, now.of(Counter.PARTICIPANTS), 1 if ballot else 0)
        tally = Tally({**now.counts, Counter.PARTICIPANTS: people}, now.places)
        verdict = is_frozen(proposal.rules, self.rules, stage.key, tally)
        if verdict.allowed or ballot is None:
            return verdict
        _closes_at, ends_at = self.ends(proposal, after)
        possible = may_be_corrected(ballot, after, ends_at, self.at)
        return verdict if possible.allowed else possible

    def _loses_a_result(self, proposal: Proposal) -> bool:
        """Whether a debate or vote it has behind it is no stage of the new rules: its story needs the name."""
        keys = {stage.key for stage in self.rules.stages}
        return any(pk == proposal.pk and stage not in keys for pk, stage in self._results)

    def _steps(
        self, proposal: Proposal, stage: Stage, passed: frozenset[str], tally: Tally
    ) -> tuple[Step, ...]:
        closes_at, ends_at = self.ends(proposal, stage)
        if asks_for_a_result(stage, passed) or placing_stage(self.rules, stage.key) is not None:
            # A result or a place is judged together with others, when all of theirs are known.
            closes_at, ends_at = (None, ends_at) if stage.kind in COUNTING else (closes_at, None)
        return engine.steps(self.rules, Item(stage.key, closes_at, ends_at, passed, tally), self.at)

    def ends(self, proposal: Proposal, stage: Stage) -> tuple[datetime | None, datetime | None]:
        """When its support and its stage would end. What was counted in an earlier stage is not opened again."""
        if stage.kind not in TIMED or stage.window is None:
            return proposal.closes_at, None
        if proposal.rules.stage(proposal.item.stage).window == stage.window:
            # As it is: with the days that were given back meanwhile.
            return proposal.closes_at, None if stage.kind in COUNTING else proposal.stage_ends_at
        ballot = self._ballots.get(proposal.pk)
        # All on one ballot are voted on from its opening, however early they came.
        together = ballot.opened_at if ballot is not None and ballot.is_joint else None
        end = window_end(
            stage.window,
            registered_at=together or proposal.submitted_at,
            entered_at=together or proposal.stage_entered_at,
            days=self._days,
        )
        return (end, None) if stage.kind in COUNTING else (proposal.closes_at, end)


def open_items(process: Process, *, besides: ProcessVersion | None = None) -> "QuerySet[Proposal]":
    """What is under way in a process, under rules earlier than version `besides`; the oldest first."""
    found = Proposal.objects.filter(process_version__process=process).exclude(stage=StageKind.CLOSED)
    if besides is not None:
        found = found.filter(process_version__number__lt=besides.number)
    return found.order_by("pk").defer(*LONG_TEXTS)


def outlook(proposals: Iterable[Proposal], rules: Rules, at: datetime) -> list[Prospect]:
    return Outlook(rules, at, list(proposals)).prospects()


def target_of(proposal: Proposal, rules: Rules) -> Stage | None:
    """The stage of the same key and kind; None where the new rules have none."""
    before = proposal.rules.stage(proposal.item.stage)
    return next((one for one in rules.stages if one.key == before.key and one.kind == before.kind), None)


def _no_such_stage(before: Stage) -> Verdict:
    return no(
        "stage_gone",
        _("The new rules have no stage in which it could go on."),
        _("It goes on to its end under its own rules."),
        actual=before.key,
    )


def _last_stop(rules: Rules, steps: Iterable[Step]) -> Stage | None:
    stops = [step.to for step in steps if step.to]
    return rules.stage(stops[-1]) if stops else None


@transaction.atomic
def begin_bringing(
    *, version: ProcessVersion, by: User | None, at: datetime, correction: RuleCorrection | None = None
) -> BringingAlong:
    """Write down that it shall happen; `bring_on` does it, bit by bit. Once for a version, once for a correction."""
    items = open_items(version.process, besides=version).count()
    bringing, made = BringingAlong.objects.get_or_create(
        version=version,
        correction=correction,
        defaults={"begun_at": at, "begun_by": by, "items": items},
    )
    if made:
        record("processes.items.bringing_begun", version, at=at, actor=by, items=items)
    return bringing


def bring_on(*, at: datetime, limit: int = BATCH) -> bool:
    """One bounded piece of whatever is to be brought along. True while something is left to do."""
    with transaction.atomic():
        bringing = (
            BringingAlong.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(finished_at=None)
            .order_by("begun_at", "pk")
            .first()
        )
        if bringing is None:
            return False
        rows = open_items(bringing.version.process, besides=bringing.version).filter(pk__gt=bringing.up_to)
        looked_at = [_bring_apart(one, bringing, at) for one in rows[:limit]]
        _note(bringing, looked_at)
        if len(looked_at) < limit:
            _finish(bringing, at)
    return BringingAlong.objects.filter(finished_at=None).exists()


def _note(bringing: BringingAlong, looked_at: list[tuple[int, str]]) -> None:
    for pk, code in looked_at:
        bringing.up_to = pk
        if code:
            bringing.left[code] = bringing.left.get(code, 0) + 1
        else:
            bringing.moved += 1
    bringing.save(update_fields=["up_to", "moved", "left"])


def _finish(bringing: BringingAlong, at: datetime) -> None:
    bringing.finished_at = at
    bringing.save(update_fields=["finished_at"])
    if bringing.correction_id:
        RuleCorrection.objects.filter(pk=bringing.correction_id).update(applied_at=at)
    record(
        "processes.items.brought",
        bringing.version,
        at=at,
        moved=bringing.moved,
        left=bringing.left,
        correction=bringing.correction_id,
    )


def _bring_apart(proposal: Proposal, bringing: BringingAlong, at: datetime) -> tuple[int, str]:
    """One that cannot be brought along stays under its own rules, and holds nobody else up."""
    try:
        with transaction.atomic():
            return _bring(proposal, bringing, at)
    except OperationalError:
        raise  # of the moment, such as a deadlock: the whole piece is tried again
    except Exception:
        log.exception("Proposal %s could not be brought along", proposal.pk)
        return proposal.pk, "failed"


def _bring(proposal: Proposal, bringing: BringingAlong, at: datetime) -> tuple[int, str]:
    """(its number, "" or the code of the reason why it stays under its own rules)."""
    # What is being counted at this moment is written first: then nothing is brought along against a count.
    here = held(proposal, alone=True)
    if here.stage == StageKind.CLOSED:
        return here.pk, "closed"
    if here.process_version.number >= bringing.version.number:
        return here.pk, "has_newer"
    hold_alone(begun_ballots([here]).values())
    found = Outlook(bringing.version.rules, at, [here])
    (prospect,) = found.prospects()
    wanted = prospect.is_frozen if bringing.correction_id else prospect.verdict.allowed
    if prospect.after is None or not wanted:
        return here.pk, prospect.verdict.code if not prospect.verdict.allowed else "not_frozen"
    _take_over(here, prospect.after, found.ends(here, prospect.after), bringing, at)
    hold_rooms(here, at)
    if prospect.ballot is not None:
        correct_ballot(
            ballot=prospect.ballot,
            stage=prospect.after,
            ends_at=here.stage_ends_at,
            by=bringing.begun_by,
            at=at,
        )
    advance(proposal=here, at=at)
    return here.pk, ""


def _take_over(
    here: Proposal,
    stage: Stage,
    ends: tuple[datetime | None, datetime | None],
    bringing: BringingAlong,
    at: datetime,
) -> None:
    """The new version, and the ends its windows have under it. A line of its way tells everybody."""
    closes_at, ends_at = ends
    Proposal.objects.filter(pk=here.pk).update(
        process_version=bringing.version,
        stage_key=stage.key,
        closes_at=closes_at,
        stage_ends_at=ends_at,
        visibility=stage.visibility,
    )
    before = here.process_version_id
    here.refresh_from_db()
    correction = bringing.correction
    why = (
        Cause(MoveCause.CORRECTION, reason=correction.notice)
        if correction
        else Cause(MoveCause.RULES, reason=bringing.version.reason)
    )
    move_of(here, why, at, bringing.begun_by).save(force_insert=True)
    kind = "processes.item.corrected" if correction else "processes.item.brought"
    record(kind, here, at=at, actor=bringing.begun_by, from_version=before, to_version=bringing.version_id)


def progress_words(bringing: BringingAlong) -> Iterator[tuple[str, int]]:
    """Why how many stayed behind, in words."""
    words = {
        "rule_frozen": _("people had taken part already"),
        "counted_already": _("their vote had been counted"),
        "stage_over": _("The time of this vote is over already."),
        "vote_would_be_over": _("their vote would have been over already"),
        "papers_do_not_fit": _("votes were in that the new rules do not take"),
        "stage_gone": _("their stage is not there any more"),
        "not_frozen": _("nothing had been counted of them"),
        "closed": _("they were closed meanwhile"),
        "has_newer": _("newer rules came first"),
        "failed": _("something went wrong with them; the operator is told"),
    }
    for code, count in sorted(bringing.left.items()):
        yield words.get(code, code), count
