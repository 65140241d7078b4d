"""운영 길잡이: the plan of this year with its goals, some ticks, and lines of the monitoring log."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from civic.demo.staging import Stage
from civic.demo.stories import Example
from civic.guide.actions import GoalWords, ProgrammeWords, tick, write_entry, write_plan
from civic.guide.models import EntryKind, GoalKind, GoalState
from civic.proposals.models import Proposal


def guided(example: Example, stage: Stage) -> None:
    told = example.scene("guide")
    if told is None:
        return
    year, moderator = timezone.localdate(stage.now).year, stage.cast.moderator
    write_plan(
        year=year,
        programmes=[ProgrammeWords(**row) for row in told["programme"]],
        goals=[_goal(row) for row in told["goal"]],
        reason=told["reason"],
        by=stage.cast.administrator,
        at=stage.now - timedelta(days=told["days_ago"]),
    )
    for row in told["tick"]:
        at = stage.now - timedelta(days=row["days_ago"])
        tick(point=row["point"], about=f"year:{year}", note=row["note"], by=moderator, at=at)
    for row in told["entry"]:
        _noted(row, example, stage)


def _goal(row: dict[str, Any]) -> GoalWords:
    return GoalWords(
        kind=GoalKind(row["kind"]),
        text=row["text"],
        measure=row.get("measure", ""),
        target=row.get("target"),
        state=GoalState(row.get("state", GoalState.OPEN)),
        state_note=row.get("state_note", ""),
    )


def _noted(row: dict[str, Any], example: Example, stage: Stage) -> None:
    at = stage.morning(row["days_ago"]) + timedelta(hours=1)
    about = Proposal.objects.get(title=example.title_of(row["of"])) if "of" in row else None
    write_entry(
        day=timezone.localdate(at),
        kind=EntryKind(row["kind"]),
        text=row["text"],
        proposal=about,
        by=stage.cast.moderator,
        at=min(at, stage.now),
    )
