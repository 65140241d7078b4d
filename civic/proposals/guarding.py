"""When a deed counts, said to the database: the rules of a version as a condition on the proposal's row.

The same as engine.is_open_for, so that one statement judges and writes, by the clock that decides.
tests/civic/proposals/test_guarding.py holds the two against each other.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from civic.processes.document import Rules, Stage
from civic.processes.kinds import COUNTING, PERMITS, TIMED, Deed
from civic.processes.queries import rules_of
from tenants.connection import connection

HERE = "coalesce(nullif(p.stage_key, ''), p.stage)"
DAY = "interval '24 hours'"


@dataclass(frozen=True, slots=True)
class Guard:
    """`sql` stands behind WHERE, on proposals_proposal p."""

    sql: str
    parameters: dict[str, Any]


def guard_of(version_id: int, deed: Deed) -> Guard:
    """Under which the deed is open for a proposal of that version, at the instant the statement runs."""
    # The schema is part of the key: ids repeat from one institution to the next.
    return _guard_of(connection.schema_name, version_id, deed)


@lru_cache(maxsize=4096)
def _guard_of(_schema_name: str, version_id: int, deed: Deed) -> Guard:
    return written(rules_of(version_id), deed)


def written(rules: Rules, deed: Deed) -> Guard:
    """Stages that close alike share one condition: in most rules there is one."""
    offered = {Deed.SUPPORT: rules.offers_support, Deed.DISLIKE: rules.counting.dislike}
    if not offered.get(deed, True):
        return Guard("false", {})
    alike: dict[tuple[int | None, int | None], list[str]] = {}
    for stage in rules.stages:
        if deed in PERMITS[stage.kind] and deed not in stage.without:
            alike.setdefault(_closing(rules, stage, deed), []).append(stage.key)
    conditions, parameters = [], {}
    for number, ((counted, own), keys) in enumerate(alike.items()):
        conditions.append(_condition(number, counted, own))
        parameters[f"open{number}"] = keys
    return Guard(f"p.standing = 'open' AND ({' OR '.join(conditions) or 'false'})", parameters)


def _closing(rules: Rules, stage: Stage, deed: Deed) -> tuple[int | None, int | None]:
    """Days of grace after the counting, and after the stage's own time; None where that does not end it."""
    counting = rules.counting_stage(stage.key)
    has_own = stage.kind in TIMED and stage.kind not in COUNTING
    return _grace(counting, deed) if counting else None, _grace(stage, deed) if has_own else None


def _grace(stage: Stage, deed: Deed) -> int:
    return dict(stage.window.grace).get(deed, 0) if stage.window else 0


def _condition(number: int, counted: int | None, own: int | None) -> str:
    parts = [f"{HERE} = ANY(%(open{number})s)"]
    if counted is not None:
        parts.append(_before("p.closes_at", counted))
    if own is not None:
        parts.append(_before("p.stage_ends_at", own))
    return f"({' AND '.join(parts)})"


def _before(column: str, days: int) -> str:
    end = f"{column} + {days} * {DAY}" if days else column
    return f"({column} IS NULL OR clock_timestamp() < {end})"
