"""Going through rules: stages and gates with their paths, who leads where, and how long it takes."""

from collections.abc import Iterator

from civic.processes.document import Gate, Rules, Stage
from civic.processes.kinds import PERMITS, TIMED, DayUnit, Deed, Expiry, Judged, Rescue
from civic.processes.words.phrases import language

_DAYS_OF_A_MONTH = 30


def stages(rules: Rules) -> Iterator[tuple[str, Stage]]:
    for place, stage in enumerate(rules.stages):
        yield f"stages.{place}", stage


def gates(rules: Rules) -> Iterator[tuple[str, Stage, Gate]]:
    for path, stage in stages(rules):
        for number, gate in enumerate(stage.gates):
            yield f"{path}.gates.{number}", stage, gate


def name(stage: Stage) -> str:
    return stage.label(language())


def permits(stage: Stage, deed: Deed) -> bool:
    return deed in PERMITS[stage.kind] and deed not in stage.without


def ways_out(stage: Stage) -> Iterator[str]:
    """Keys of the stages it leads to by itself or by what people decide in it; not by hand."""
    for gate in stage.gates:
        if gate.to:
            yield gate.to
    for _outcome, to in stage.ways:
        yield to
    if stage.kind in TIMED and stage.otherwise.how in (Expiry.GO_ON, Expiry.HAND_TO_DEPARTMENT):
        yield stage.otherwise.to


def reachable(rules: Rules, *, by_hand: bool) -> frozenset[str]:
    """Keys of stages that something can come to, from the first one."""
    found = {rules.first_stage.key, rules.stages[-1].key}
    if rules.rescue != Rescue.NONE and rules.rescuing.to:
        found.add(rules.stage(rules.rescuing.to).key)
    waiting = list(found)
    while waiting:
        stage = rules.stage(waiting.pop())
        following = {*ways_out(stage), *(stage.hand_moves if by_hand else ())}
        fresh = {rules.stage(key).key for key in following} - found
        found |= fresh
        waiting += fresh
    return frozenset(found)


def usual_days(amount: int, unit: DayUnit) -> int:
    """About so many calendar days: for comparing periods counted differently."""
    match unit:
        case DayUnit.WORKING:
            return amount * 7 // 5
        case DayUnit.MONTHS:
            return amount * _DAYS_OF_A_MONTH
        case _:
            return amount


def length(stage: Stage) -> int:
    """About how many calendar days its window lasts; 0 without one."""
    return usual_days(stage.window.days, stage.window.unit) if stage.window else 0


def comes_after_the_whole_window(stage: Stage, key: str) -> bool:
    """Whether `stage` is left toward `key` only when its time is over."""
    if stage.kind not in TIMED:
        return False
    early = {gate.to for gate in stage.gates if gate.judged == Judged.ONCE}
    return key not in early and key not in {to for _outcome, to in stage.ways}
