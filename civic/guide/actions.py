"""The verbs of the guide: ticking, adding one's own, planning the year, keeping the log."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from civic.guide import rules
from civic.guide.chapters import Per
from civic.guide.models import (
    EntryKind,
    Goal,
    GoalKind,
    GoalState,
    LogEntry,
    OwnCase,
    OwnPoint,
    Plan,
    PlanEdition,
    Programme,
    Signal,
    Tick,
)
from civic.proposals.models import Proposal
from platform_core.access import require
from platform_core.accounts.models import User
from platform_core.events.actions import record


@transaction.atomic
def tick(*, point: str, about: str, note: str, by: User, at: datetime) -> bool:
    """It is done. False when somebody has said so before. Raises Refused."""
    require(rules.may_tick(by, point, about))
    row, is_new = Tick.objects.get_or_create(
        point=point, about=about, undone_at=None, defaults={"note": note, "done_at": at, "done_by": by}
    )
    if is_new:
        record("guide.point.ticked", row, at=at, actor=by, point=point, about=about)
    return is_new


@transaction.atomic
def untick(*, tick: Tick, reason: str, by: User, at: datetime) -> bool:
    """It is not done after all; what was said stays readable. False when it was taken back already."""
    require(rules.may_untick(by, tick, reason))
    done = Tick.objects.filter(pk=tick.pk, undone_at=None).update(
        undone_at=at, undone_by=by, undone_because=reason
    )
    if done:
        record(
            "guide.point.unticked", tick, at=at, actor=by, point=tick.point, about=tick.about, reason=reason
        )
    return bool(done)


@transaction.atomic
def add_point(*, chapter: str, text: str, per: Per, by: User, at: datetime) -> OwnPoint:
    """Raises Refused."""
    require(rules.may_add_own(by))
    point = OwnPoint.objects.create(chapter=chapter, text=text, per=per.value, added_at=at, added_by=by)
    record("guide.point.added", point, at=at, actor=by, chapter=chapter, text=text)
    return point


@transaction.atomic
def remove_point(*, point: OwnPoint, by: User, at: datetime) -> bool:
    """It leaves the checklist; what was ticked stays in the history. Raises Refused."""
    require(rules.may_add_own(by))
    done = OwnPoint.objects.filter(pk=point.pk, removed_at=None).update(removed_at=at)
    if done:
        record("guide.point.removed", point, at=at, actor=by, chapter=point.chapter)
    return bool(done)


@transaction.atomic
def add_case(*, chapter: str, title: str, text: str, by: User, at: datetime) -> OwnCase:
    """Raises Refused."""
    require(rules.may_add_own(by))
    case = OwnCase.objects.create(chapter=chapter, title=title, text=text, added_at=at, added_by=by)
    record("guide.case.added", case, at=at, actor=by, chapter=chapter, title=title)
    return case


@dataclass(frozen=True, slots=True)
class ProgrammeWords:
    """The nine items of one line of the plan, as typed."""

    name: str
    purpose: str = ""
    people: str = ""
    times: str = ""
    calendar: str = ""
    content: str = ""
    method: str = ""
    procedure: str = ""
    team: str = ""


@dataclass(frozen=True, slots=True)
class GoalWords:
    kind: GoalKind
    text: str
    measure: str = ""
    target: int | None = None
    state: GoalState = GoalState.OPEN
    state_note: str = ""


@transaction.atomic
def write_plan(
    *,
    year: int,
    programmes: list[ProgrammeWords],
    goals: list[GoalWords],
    reason: str,
    by: User,
    at: datetime,
    based_on: int | None = None,
) -> PlanEdition:
    """The plan of `year` as it is now; the earlier editions stay readable.

    `based_on`: the edition that was read before writing (0: none). Raises Refused, also when there is a newer one.
    """
    require(rules.may_plan(by))
    plan, _new = Plan.objects.get_or_create(year=year, defaults={"changed_at": at})
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    last = plan.editions.aggregate(last=Max("number"))["last"] or 0
    require(rules.may_replace(last, based_on))
    Plan.objects.filter(pk=plan.pk).update(changed_at=at)
    plan.programmes.all().delete()
    plan.goals.all().delete()
    Programme.objects.bulk_create(
        Programme(plan=plan, position=place, **asdict(words)) for place, words in enumerate(programmes)
    )
    Goal.objects.bulk_create(Goal(plan=plan, **asdict(words)) for words in goals)
    edition = PlanEdition.objects.create(
        plan=plan,
        number=last + 1,
        document={"programmes": [asdict(one) for one in programmes], "goals": [asdict(one) for one in goals]},
        reason=reason,
        at=at,
        by=by,
    )
    record("guide.plan.written", plan, at=at, actor=by, year=year, edition=edition.number, reason=reason)
    return edition


@transaction.atomic
def write_entry(
    *, day: date, kind: EntryKind, text: str, proposal: Proposal | None, by: User, at: datetime
) -> LogEntry:
    """A line of the monitoring log. Raises Refused."""
    require(rules.may_keep_log(by))
    entry = LogEntry.objects.create(day=day, kind=kind, text=text, proposal=proposal, at=at, by=by)
    record("guide.entry.written", entry, at=at, actor=by, entry=kind.value)
    return entry


@transaction.atomic
def remove_entry(*, entry: LogEntry, by: User, at: datetime) -> bool:
    """Raises Refused."""
    require(rules.may_keep_log(by))
    done = LogEntry.objects.filter(pk=entry.pk, removed_at=None).update(removed_at=at)
    if done:
        record("guide.entry.removed", entry, at=at, actor=by)
    return bool(done)


@transaction.atomic
def take_signal(*, signal: Signal, day: date, text: str, by: User, at: datetime) -> LogEntry:
    """It goes into the log, in somebody's own words. Raises Refused, also for who comes second."""
    held = Signal.objects.select_for_update().get(pk=signal.pk)
    require(rules.may_decide_signal(by, held))
    kind = EntryKind.WORTHY if held.kind == "worthy" else EntryKind.UNUSUAL
    entry = write_entry(day=day, kind=kind, text=text, proposal=held.proposal, by=by, at=at)
    Signal.objects.filter(pk=held.pk).update(decided_at=at, decided_by=by, entry=entry)
    return entry


@transaction.atomic
def dismiss_signal(*, signal: Signal, reason: str, by: User, at: datetime) -> None:
    """Nothing is the matter, for this reason. Raises Refused, also for who comes second."""
    held = Signal.objects.select_for_update().get(pk=signal.pk)
    require(rules.may_decide_signal(by, held))
    Signal.objects.filter(pk=held.pk).update(decided_at=at, decided_by=by, dismissed_because=reason)
    record("guide.signal.dismissed", held, at=at, actor=by, reason=reason)
