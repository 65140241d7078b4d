"""What a set of rules is made of: frozen, so that whoever holds one may keep it.

The dimensions are those of the operating guide: R1 to R7 (chapter 2) and C2 (what Korean platforms vary).
"""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property

from civic.processes.document.conditions import Condition, counters_of, simple_parts
from civic.processes.document.shipped import said_here
from civic.processes.kinds import (
    COUNTING,
    Answerer,
    AnswerForm,
    CountedFrom,
    Counter,
    DayUnit,
    DebateForm,
    Deed,
    Dismissal,
    Effect,
    Expiry,
    Ground,
    Identity,
    Judged,
    Majority,
    Outcome,
    Rescue,
    Shown,
    StageKind,
    Tie,
    Track,
    Unverified,
    Visibility,
)
from platform_core.i18n.marked import Marked

Labels = tuple[tuple[str, str], ...]
# What goes up when somebody supports.
OF_SUPPORT = frozenset({Counter.SUPPORT, Counter.VERIFIED_SUPPORT, Counter.PARTICIPANTS})
# Here people take part by saying where they stand, not by supporting.
HELD_APART = frozenset({StageKind.DEBATING, StageKind.VOTING})


def words(labels: Labels, language: str, otherwise: str) -> str:
    """The institution's own words in `language` ("ko", "en-gb"); in another, marked as such; or `otherwise`."""
    known = {tongue: name for tongue, name in labels if name}
    if name := known.get(language[:2]):
        return said_here(name, language)
    return next((Marked(said_here(name, tongue), tongue) for tongue, name in known.items()), otherwise)


@dataclass(frozen=True, slots=True)
class Window:
    """A half-open period: from its beginning to the first instant after its last day, in the institution's zone."""

    days: int
    unit: DayUnit
    counted_from: CountedFrom
    # Days longer, by deed: those who write a comment at the last minute may still be answered.
    grace: tuple[tuple[Deed, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Gate:
    """A threshold (기준): when its condition holds, its effects happen, once for each item."""

    key: str
    when: Condition
    effects: tuple[Effect, ...]
    # The stage it leads to; "" when the item stays where it is.
    to: str
    judged: Judged
    # Which of the answers the effects ask for.
    answer: str
    labels: Labels = ()

    @property
    def count(self) -> int | None:
        """The number a plain gate asks for; None when it asks for more than one thing, or for none."""
        parts = simple_parts(self.when)
        return parts[0].count if len(parts) == 1 and self.when is parts[0] else None


@dataclass(frozen=True, slots=True)
class Otherwise:
    """What happens when the window is over and no gate has led away."""

    how: Expiry
    to: str = ""
    answer: str = ""
    # How long its author waits before proposing it again; None: it is not offered.
    repropose_after_days: int | None = None


@dataclass(frozen=True, slots=True)
class Seats:
    """Places on a committee kept for one kind of people."""

    labels: Labels
    count: int


@dataclass(frozen=True, slots=True)
class CommitteeRules:
    """의제선정단, 청원심의회: who sits on it and how it decides (guide A3-1, C2.10)."""

    seats: tuple[Seats, ...] = ()
    term_months: int = 0
    quorum: Fraction | None = None
    majority: Majority = Majority.HALF
    again_if_short: bool = True


@dataclass(frozen=True, slots=True)
class DebateRules:
    """토론: its form, and R4 and R6: days to hand the result over and to publish it. 0: no date is promised."""

    form: DebateForm = DebateForm.OPEN
    reason_required: bool = False
    shown: Shown = Shown.LIVE
    hand_over_days: int = 0
    publish_days: int = 0


@dataclass(frozen=True, slots=True)
class Electorate:
    """One of the groups whose votes are added by weight (guide A8, C2.11)."""

    labels: Labels
    share: Fraction


@dataclass(frozen=True, slots=True)
class VoteRules:
    """How votes are cast (guide C2.11). With `exactly`, a ballot with fewer choices is not one."""

    choices: int = 1
    exactly: bool = False
    one_per_category: bool = False
    budget: int = 0
    may_change: bool = True
    shown: Shown = Shown.AT_THE_END
    electorates: tuple[Electorate, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    key: str
    kind: StageKind
    labels: Labels
    window: Window | None = None
    gates: tuple[Gate, ...] = ()
    otherwise: Otherwise = Otherwise(Expiry.CLOSE)
    ways: tuple[tuple[Outcome, str], ...] = ()
    visibility: Visibility = Visibility.PUBLIC
    without: frozenset[Deed] = frozenset()
    hand_moves: tuple[str, ...] = ()
    # Which of the answers is owed by whoever comes in here; "" for the department's.
    answer: str = ""
    committee: CommitteeRules | None = None
    debate: DebateRules | None = None
    vote: VoteRules | None = None

    def label(self, language: str) -> str:
        """The institution's own name for the stage in `language`, or in another; the kind's where it gave none."""
        return words(self.labels, language, str(StageKind(self.kind).label))

    def way(self, outcome: Outcome) -> str:
        """The key of the stage an outcome leads to."""
        return dict(self.ways)[outcome]


@dataclass(frozen=True, slots=True)
class AnswerRules:
    """R1, R5, R7 and C2.7: who answers, how, and by when. Days are of `unit` unless said otherwise."""

    days: int
    unit: DayUnit
    extensions: int = 0
    extension_days: int = 0
    by: Answerer = Answerer.DEPARTMENT
    # How often the clock may be stopped for a question back (보완 요청), and the longest stop in calendar days.
    pauses: int = 0
    pause_days: int = 0
    # 0: none. Otherwise an interim answer (중간답변) is owed when so many days have passed without an answer.
    interim_after_days: int = 0
    # 0: never. Otherwise so many days past due it goes to `escalate_to`.
    escalate_after_days: int = 0
    escalate_to: Answerer = Answerer.HEAD
    forms: tuple[AnswerForm, ...] = (AnswerForm.TEXT,)


@dataclass(frozen=True, slots=True)
class Requirement:
    """Who may do a deed (guide C2.12). Everything that is asked for must hold; of `ties`, one is enough."""

    member: bool = True
    mail_confirmed: bool = False
    identity: Identity = Identity.NONE
    ties: tuple[Tie, ...] = ()
    min_age: int = 0
    no_staff: bool = False

    @property
    def takes_once(self) -> bool:
        """일회 참여: a code that came back from an address is enough; nobody needs an account.

        What asks for more of a person than an address asks for an account, in which that is kept.
        """
        asks_more = bool(self.ties or self.min_age or self.identity != Identity.NONE)
        return not self.member and self.mail_confirmed and not asks_more


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` of a deed in any `days` times 24 hours, for one person."""

    deed: Deed
    count: int
    days: int


@dataclass(frozen=True, slots=True)
class Population:
    """A number of people that shares are taken of, and on which day it was counted."""

    key: str
    people: int
    as_of: date | None
    labels: Labels = ()


@dataclass(frozen=True, slots=True)
class RefusalCode:
    """Why something may be turned away before it is answered (guide C3)."""

    code: str
    how: Dismissal
    labels: Labels

    def label(self, language: str) -> str:
        """In `language`, or as it was written in another: a reason in another tongue is better than a key."""
        return words(self.labels, language, self.code)


@dataclass(frozen=True, slots=True)
class RescueRules:
    """Taking up what stayed below (guide B1: 2020), while its time runs and `within_days` calendar days after."""

    by: Rescue = Rescue.NONE
    grounds: tuple[Ground, ...] = ()
    within_days: int = 0
    similar_at_least: int = 0
    # The stage it is taken up into; "" for the first in which it is answered.
    to: str = ""


@dataclass(frozen=True, slots=True)
class CountingRules:
    unverified: Unverified = Unverified.COUNTED
    # 비공감: counted apart from support, or not offered at all.
    dislike: bool = False
    # Supports collected on paper or elsewhere count toward thresholds; they are shown apart in any case.
    offline_counts: bool = False


@dataclass(frozen=True, slots=True)
class Threshold:
    """A plain gate on support, as doors draw it."""

    key: str
    count: int
    effect: Effect


@dataclass(frozen=True)
class Rules:
    """A published set of rules. `stages` stand in the order of the way; the last is closed."""

    track: Track
    stages: tuple[Stage, ...]
    answers: tuple[tuple[str, AnswerRules], ...]
    rescuing: RescueRules = RescueRules()
    counting: CountingRules = CountingRules()
    merging: bool = False
    eligibility: tuple[tuple[Deed, Requirement], ...] = ()
    limits: tuple[Limit, ...] = ()
    populations: tuple[Population, ...] = ()
    refusals: tuple[RefusalCode, ...] = ()
    labels: Labels = field(default=())

    @cached_property
    def _by_key(self) -> dict[str, Stage]:
        return {stage.key: stage for stage in self.stages}

    def stage(self, key: str) -> Stage:
        """By its key, or by its kind where the kind stands only once. Raises KeyError."""
        found = self._by_key.get(key) or next((one for one in self.stages if one.kind == key), None)
        if found is None:
            raise KeyError(key)
        return found

    @cached_property
    def _places(self) -> dict[str, int]:
        return {stage.key: place for place, stage in enumerate(self.stages)}

    def place(self, key: str) -> int:
        known = self._places.get(key)
        return self._places[self.stage(key).key] if known is None else known

    @property
    def first_stage(self) -> Stage:
        return self.stages[0]

    def counting_stage(self, key: str) -> Stage | None:
        """Whose gates look at the counts of an item in stage `key`: the last one that gathers, up to there."""
        return self._counting[self.place(key)]

    @cached_property
    def _counting(self) -> tuple[Stage | None, ...]:
        found: list[Stage | None] = []
        for stage in self.stages:
            before = found[-1] if found else None
            found.append(stage if stage.kind in COUNTING else before)
        return tuple(found)

    @cached_property
    def gates(self) -> dict[str, Gate]:
        return {gate.key: gate for stage in self.stages for gate in stage.gates}

    @cached_property
    def counters(self) -> frozenset[Counter]:
        """What must be counted at all."""
        return frozenset().union(*(counters_of(gate.when) for gate in self.gates.values()))

    def requirement(self, deed: Deed) -> Requirement:
        return dict(self.eligibility).get(deed) or Requirement()

    def answer_rules(self, key: str) -> AnswerRules:
        return dict(self.answers)[key]

    @property
    def answer(self) -> AnswerRules:
        """What the department owes."""
        return self.answers[0][1]

    @property
    def rescue(self) -> Rescue:
        return self.rescuing.by

    @cached_property
    def gathering(self) -> Stage | None:
        """The stage the public counts in; the pre-endorsing one where there is no other."""
        counting = [stage for stage in self.stages if stage.kind in COUNTING]
        return next((one for one in counting if one.kind == StageKind.GATHERING), None) or (
            counting[0] if counting else None
        )

    @cached_property
    def offers_support(self) -> bool:
        """Whether supporting does anything: somewhere it is gathered, or a gate looks at it.

        Who takes part in a debate or a vote is counted there: its gates on people ask for no support.
        """
        return self.gathering is not None or any(
            counter in OF_SUPPORT and not (counter == Counter.PARTICIPANTS and stage.kind in HELD_APART)
            for stage in self.stages
            for gate in stage.gates
            for counter in counters_of(gate.when)
        )

    @property
    def window_days(self) -> int:
        window = self.gathering.window if self.gathering else None
        return window.days if window else 0

    @cached_property
    def thresholds(self) -> tuple[Threshold, ...]:
        """The plain gates on support while it is gathered, lowest first."""
        gates = self.gathering.gates if self.gathering else ()
        plain = [
            Threshold(gate.key, gate.count, gate.effects[0])
            for gate in gates
            if gate.count is not None
            and gate.effects
            and counters_of(gate.when) <= {Counter.SUPPORT, Counter.VERIFIED_SUPPORT}
        ]
        return tuple(sorted(plain, key=lambda one: one.count))

    @property
    def first_threshold(self) -> Threshold:
        return self.thresholds[0]

    def next_threshold(self, count: int) -> Threshold | None:
        """The lowest threshold not yet reached by `count`, or None."""
        return next((threshold for threshold in self.thresholds if count < threshold.count), None)

    def reached(self, count: int) -> tuple[Threshold, ...]:
        return tuple(threshold for threshold in self.thresholds if count >= threshold.count)
