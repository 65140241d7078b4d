"""The path an institution grows along: proposals, then debates, then votes and budgets (guide A7).

Nothing is switched on by itself: a step begins as a draft of rules that somebody publishes, and every step
back only stops new items; what has begun goes on to its end.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from civic.guide import rules
from civic.guide.chapters import Per, Words, points
from civic.guide.probes import About, Found, ask
from civic.processes.actions import open_process, take_new_items
from civic.processes.kinds import Track
from civic.processes.models import Process
from platform_core.access import require
from platform_core.accounts.models import User
from platform_core.events.actions import record


class Stage(models.TextChoices):
    PROPOSALS = "proposals", _("Proposals")
    DEBATES = "debates", _("Debates")
    BUDGETS = "budgets", _("Votes and budgets")


class Standing(models.TextChoices):
    """How it stands with a step."""

    OFF = "off", _("Not begun")
    DRAFT = "draft", _("Rules are being written")
    ON = "on", _("Switched on")
    STOPPED = "stopped", _("Takes nothing new")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a step needs, by probe, and what it is begun from."""

    track: Track
    preset: str
    needs: tuple[str, ...]


PLANS: dict[Stage, Plan] = {
    Stage.PROPOSALS: Plan(
        Track.CITIZEN_PROPOSAL, "seoul_like", ("goals_set", "rules_published", "roles_given", "rules_tried")
    ),
    Stage.DEBATES: Plan(
        Track.QUESTION,
        "question",
        ("assigned_in_time", "answered_in_time", "hidden_with_reason", "log_kept"),
    ),
    Stage.BUDGETS: Plan(
        Track.BUDGET,
        "budget_district",
        ("summary_written", "report_published_in_time", "handed_over_in_time", "updated_this_quarter"),
    ),
}


@dataclass(frozen=True, slots=True)
class Need:
    probe: str
    text: Words
    found: Found


@dataclass(frozen=True, slots=True)
class Step:
    stage: Stage
    standing: Standing
    needs: tuple[Need, ...]
    process: Process | None

    @property
    def is_ready(self) -> bool:
        return all(one.found.is_done for one in self.needs)


def path(at: datetime) -> list[Step]:
    """The whole path as it stands; a bounded number of queries."""
    about = About(Per.YEAR.value, timezone.localdate(at).year)
    words: dict[str, Any] = {one.probe: one.text for one in points() if one.probe}
    found = []
    for stage, plan in PLANS.items():
        process = _process(plan)
        needs = tuple(Need(one, words[one], ask(one, about, at)) for one in plan.needs)
        found.append(Step(stage, _standing(process), needs, process))
    return found


@transaction.atomic
def switch_on(*, stage: Stage, by: User, at: datetime) -> Process:
    """A draft of its rules, or what was stopped takes new items again. Raises Refused."""
    require(rules.may_grow(by))
    process = _process(PLANS[stage])
    if process is None:
        made = open_process(preset_key=PLANS[stage].preset, name=str(stage.label), by=by, at=at)
        record("guide.step.begun", made, at=at, actor=by, step=stage.value)
        return made
    if take_new_items(process=process, is_open=True, by=by, at=at):
        record("guide.step.begun", process, at=at, actor=by, step=stage.value)
    return process


@transaction.atomic
def switch_off(*, stage: Stage, by: User, at: datetime) -> bool:
    """Nothing new begins in any process of this step; what has begun goes on. Raises Refused."""
    require(rules.may_step_back(by, stage.value))
    stopped = [
        process
        for process in Process.objects.select_for_update().filter(track=PLANS[stage].track, is_open=True)
        if take_new_items(process=process, is_open=False, by=by, at=at)
    ]
    for process in stopped:
        record("guide.step.stopped", process, at=at, actor=by, step=stage.value)
    return bool(stopped)


def _process(plan: Plan) -> Process | None:
    """The one that stands for the step: open and published before open, open before stopped."""
    found = list(Process.objects.filter(track=plan.track).order_by("position", "pk")[:200])
    return max(found, key=_weight, default=None)


def _weight(process: Process) -> tuple[bool, bool]:
    return process.is_open, process.current_version_id is not None


def _standing(process: Process | None) -> Standing:
    if process is None:
        return Standing.OFF
    if process.current_version_id is None:
        return Standing.DRAFT if process.is_open else Standing.STOPPED
    return Standing.ON if process.is_open else Standing.STOPPED
