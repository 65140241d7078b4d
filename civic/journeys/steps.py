"""One step of a proposal, carried out: the gate passed, the stage entered, the answer owed.

What the steps are is found by the engine alone (civic/processes/engine). Whoever calls holds the row.
"""

from datetime import datetime

from django.db import connection

from civic.answers.actions import assign_department, cancel_answers, owe_answer
from civic.answers.models import AnswerRequest, Cause, State
from civic.execution.opening import open_execution
from civic.journeys.before_committee import keep_candidacy, welcome_at_number
from civic.journeys.held_apart import hold_rooms
from civic.journeys.since import since
from civic.people.models import Department
from civic.processes import engine
from civic.processes.document import Stage, Tally
from civic.processes.document.conditions import simple_parts
from civic.processes.document.shapes import HELD_APART
from civic.processes.engine import Item, Step
from civic.processes.kinds import COUNTING, Counter, Effect, Expiry, Outcome, StageKind
from civic.proposals.models import Ending, MoveCause, Origin, Proposal
from civic.proposals.moving import Cause as Why
from civic.proposals.moving import End, come_into, end_of_stage
from platform_core.accounts.models import User
from platform_core.events.actions import record

OWES = frozenset({Effect.OWE_ANSWER, Effect.HEAD_ANSWERS, Effect.MEETING})
EXPIRED_AS = {Expiry.ARCHIVE: Ending.ARCHIVED, Expiry.MONTHLY_LIST: Ending.LISTED}
ENDED_BY = {
    Outcome.REFUSED: Ending.REFUSED,
    Outcome.DECLINED: Ending.ANSWERED,
    Outcome.ADOPTED: Ending.ANSWERED,
    Outcome.PARTLY: Ending.ANSWERED,
    Outcome.FINISHED: Ending.CARRIED_OUT,
}


def carry_out(here: Proposal, step: Step, item: Item, at: datetime) -> bool:
    """One step of a proposal whose row is held. False when somebody has passed its gate before."""
    due = since(here, step, item.stage, at)
    if step.gate is not None:
        if not _cross(here, step, item.tally, at, due):
            return False
        welcome_at_number(here, step.effects, at)
    take(here, step, why_of(step), at, due=due)
    return True


def take(
    here: Proposal,
    step: Step,
    why: Why,
    at: datetime,
    *,
    by: User | None = None,
    code: str = "",
    due: datetime | None = None,
) -> None:
    """Go where the step leads, and let what it brings about be owed; dates count from `due`, or from `at`."""
    if step.to:
        stage, was = here.rules.stage(step.to), StageKind(here.stage)
        come_into(
            proposal=here,
            stage=stage,
            cause=why,
            at=at,
            by=by,
            end=end_of(here, step, why, stage, code),
            since=_nobody_too_late(here, stage, due, at),
        )
        hold_rooms(here, at)
        keep_candidacy(here, was, why, at, by=by)
    for key in engine.answers_owed(here.rules, step):
        owe_answer(
            proposal=here,
            cause=_owed_because(why),
            key=_stored(here, key),
            at=at,
            since=due,
            reason=why.reason,
            by=by,
        )
    if here.stage == StageKind.CLOSED and (step.outcome == Outcome.REFUSED or why.kind == MoveCause.HAND):
        cancel_answers(proposal=here, reason=why.reason, by=by, at=at)
    if step.to and here.stage == StageKind.REVIEWING:
        give_to_its_department(here, at)
    if step.to and here.stage == StageKind.CARRYING_OUT:
        open_execution(item=here, at=at)


def _nobody_too_late(here: Proposal, stage: Stage, due: datetime | None, at: datetime) -> datetime | None:
    """A debate or a vote that would be over on arrival begins now: it has to be opened, and nobody could take part."""
    if due is None or stage.kind not in HELD_APART:
        return due
    ends_at = end_of_stage(stage, registered_at=here.submitted_at, entered_at=due)
    return None if ends_at is not None and ends_at <= at else due


def owe_from_the_beginning(here: Proposal, at: datetime) -> None:
    """Where everything is answered, with no threshold before: the first stage owes it; or it is debated at once."""
    hold_rooms(here, at)
    keep_candidacy(here, StageKind(here.stage), Why(MoveCause.SUBMITTED), at)
    for key in engine.owed_from_the_beginning(here.rules):
        owe_answer(proposal=here, cause=Cause.THRESHOLD, key=_stored(here, key), at=at)
    if here.rules.first_stage.kind == StageKind.REVIEWING:
        give_to_its_department(here, at)


def why_of(step: Step) -> Why:
    if step.gate is not None:
        return Why(MoveCause.GATE, step.gate.key)
    if step.otherwise is not None:
        return Why(MoveCause.WINDOW, step.otherwise.how.value)
    return Why(MoveCause.OUTCOME, step.outcome.value if step.outcome else "")


def _stored(here: Proposal, key: str) -> str:
    """The usual answer has no key on its row."""
    return "" if key == here.rules.answers[0][0] else key


def give_to_its_department(here: Proposal, at: datetime) -> None:
    """The category's own department gets it at once; else a moderator decides.

    What the institution began goes to the department it was begun for. Where no department has to be found,
    because the head or a committee answers, nobody waits for one.
    """
    owed = list(AnswerRequest.objects.filter(proposal=here, state=State.OPEN).order_by("pk"))
    request = next((one for one in owed if one.needs_department), None)
    if request is None:
        if owed:
            follow(here, Outcome.ASSIGNED, at)
        return
    department = _department_of(here)
    if department is not None and department.is_active:
        assign_department(request=request, department=department, reason="", by=None, at=at)
        follow(here, Outcome.ASSIGNED, at)


def _department_of(here: Proposal) -> Department | None:
    if here.origin == Origin.INSTITUTION and here.department is not None:
        return here.department
    return here.category.default_department if here.category else None


def follow(
    here: Proposal,
    outcome: Outcome,
    at: datetime,
    *,
    by: User | None = None,
    reason: str = "",
    code: str = "",
) -> bool:
    """Let what was decided move a proposal whose row is held. False where its stage has no such outcome.

    Who may decide is judged by whoever calls.
    """
    if outcome not in dict(here.rules.stage(here.item.stage).ways):
        return False
    step = engine.decided(here.rules, here.item.stage, outcome)
    take(here, step, Why(MoveCause.OUTCOME, outcome.value, reason), at, by=by, code=code)
    return True


def _cross(here: Proposal, step: Step, tally: Tally, at: datetime, due: datetime) -> bool:
    """Exactly once for each gate, whoever comes first; never what was hidden or closed meanwhile."""
    gate = step.gate
    if gate is None:
        return False
    effects = [effect.value for effect in step.effects]
    counted = _counted(step, tally)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO proposals_thresholdcrossing (proposal_id, threshold, count, effects, crossed_at)"
            " SELECT id, %s, %s, %s, %s FROM proposals_proposal"
            " WHERE id = %s AND standing = 'open' AND stage <> 'closed'"
            " ON CONFLICT DO NOTHING RETURNING 1",
            [gate.key, counted, effects, due, here.pk],
        )
        if cursor.fetchone() is None:
            return False
    record(
        "proposals.threshold.crossed",
        here,
        at=at,
        threshold=gate.key,
        count=gate.count or counted,
        effect=effects[0] if effects else "",
        effects=effects,
        version=here.process_version_id,
    )
    return True


def _counted(step: Step, tally: Tally) -> int:
    """What the gate looked at first; supports where it looked at nothing that is a number."""
    parts = simple_parts(step.gate.when) if step.gate else ()
    return tally.of(parts[0].counter if parts else Counter.SUPPORT)


def _owed_because(why: Why) -> Cause:
    return Cause.RESCUE if why.kind == MoveCause.RESCUE else Cause.THRESHOLD


def end_of(here: Proposal, step: Step, why: Why, stage: Stage, code: str = "") -> End | None:
    """How it ends, if `stage` is the end."""
    if stage.kind != StageKind.CLOSED:
        return None
    if why.kind == MoveCause.HAND:
        return End(Ending.BY_HAND)
    if step.outcome is not None:
        return End(_refused_as(here, code) if code else ENDED_BY.get(step.outcome, Ending.BY_HAND), code)
    if step.expiry in EXPIRED_AS:
        return End(EXPIRED_AS[step.expiry])
    return End(Ending.NOT_ENOUGH_SUPPORT if here.stage in COUNTING else Ending.NOT_PASSED)


def _refused_as(here: Proposal, code: str) -> Ending:
    """As the rules say it is turned away: refused, a complaint, sent elsewhere."""
    return Ending(next(one.how.value for one in here.rules.refusals if one.code == code))
