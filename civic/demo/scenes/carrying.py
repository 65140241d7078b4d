"""실행: the plan of what is carried out, its steps, its money, and pictures of before and after."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from civic.demo.scenes.drawing import drawn
from civic.demo.staging import Stage, Story
from civic.execution.models import Execution, Milestone, MilestoneState, Part
from civic.execution.planning import Plan
from civic.journeys.carry_out import Picture, add, add_file, change, plan
from civic.proposals.models import Proposal
from platform_core.accounts.models import User

MINUTE = timedelta(minutes=1)


def planned(proposal: Proposal, story: Story, stage: Stage, at: datetime, by: User) -> None:
    """Published with the department's first word; in the words of its answer where nothing more is told."""
    told = story.get("execution", {})
    execution = Execution.objects.filter(items__proposal=proposal).first()
    if execution is None:
        return
    at = max(at, proposal.stage_entered_at + MINUTE)
    department = execution.department or proposal.department
    partners = tuple(stage.cast.departments[code] for code in told.get("partners", []))
    wanted = Plan(
        aims=(told.get("aims") or story["answer"].get("next_steps") or story["answer"]["text"]).strip(),
        department=department,
        contact=told.get("contact", ""),
        partners=partners,
        starts_on=timezone.localdate(at) if told else None,
        ends_on=_day(told["ends_in_days"], stage) if "ends_in_days" in told else None,
    )
    plan(execution=execution, plan=wanted, reason="", by=by, at=at)
    _steps(execution, told, stage, at, by)


def _steps(execution: Execution, told: dict[str, Any], stage: Stage, at: datetime, by: User) -> None:
    for line in told.get("milestone", []):
        values = {"title": line["title"], "due_on": _day(line["due_in_days"], stage)}
        add(execution=execution, part=Part.MILESTONE, values=values, by=by, at=at)
    for line in told.get("budget", []):
        values = {
            "year": timezone.localdate(stage.now).year + line.get("years_on", 0),
            "source": line["source"],
            "amount": line["amount"],
        }
        add(execution=execution, part=Part.BUDGET, values=values, by=by, at=at)
    for line in told.get("measure", []):
        values = {name: line[name] for name in ("name", "unit", "before", "after") if name in line}
        if "measured_days_ago" in line:
            values["measured_on"] = _day(-line["measured_days_ago"], stage)
        add(execution=execution, part=Part.MEASURE, values=values, by=by, at=at)


def stepped(proposal: Proposal, story: Story, stage: Stage, by: User) -> None:
    """After what was told of it: steps that were reached or postponed, and the pictures."""
    told = story.get("execution")
    if told is None:
        return
    execution = Execution.objects.get(items__proposal=proposal)
    rows = {row.title: row for row in Milestone.objects.filter(execution=execution)}
    for line in told.get("milestone", []):
        _went(rows[line["title"]], line, stage, by)
    chance = Random(story["key"])  # noqa: S311
    for number, one in enumerate(told.get("photo", []), start=1):
        name = f"{story['key']}-{number}"
        # Before and after show the same place: one seed for both.
        taken = drawn(name, one["scene"], seed=story["key"])
        picture = Picture(taken, one["moment"], one["alt"])
        add_file(execution=execution, picture=picture, by=by, at=stage.ago(one["days_ago"], chance))


def _went(row: Milestone, line: dict[str, Any], stage: Stage, by: User) -> None:
    values: dict[str, Any] = {}
    days = line.get("done_days_ago", line.get("changed_days_ago"))
    if days is None:
        return
    if "done_days_ago" in line:
        values = {"state": MilestoneState.DONE, "done_on": _day(-days, stage)}
    elif "postponed_to_days" in line:
        values = {"due_on": _day(line["postponed_to_days"], stage), "state": MilestoneState.UNDER_WAY}
    else:
        values = {"state": MilestoneState.UNDER_WAY}
    at = stage.morning(days) + 3 * timedelta(hours=1)
    change(
        part=Part.MILESTONE,
        row=row,
        values=values,
        reason=line.get("reason", ""),
        by=by,
        at=min(at, stage.now - MINUTE),
    )


def _day(days: int, stage: Stage) -> date:
    return timezone.localdate(stage.now + timedelta(days=days))
