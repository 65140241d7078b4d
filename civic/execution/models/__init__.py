"""실행: how what was adopted is carried out, told in public, every change kept (operating guide A4)."""

from civic.execution.models.carrying import Execution, ExecutionItem, Partner
from civic.execution.models.following import Following
from civic.execution.models.planning import BudgetLine, Change, Measure, Milestone, MilestoneState, Part
from civic.execution.models.telling import ExecutionFile, Moment, ProgressKind, ProgressNote

__all__ = [
    "BudgetLine",
    "Change",
    "Execution",
    "ExecutionFile",
    "ExecutionItem",
    "Following",
    "Measure",
    "Milestone",
    "MilestoneState",
    "Moment",
    "Part",
    "Partner",
    "ProgressKind",
    "ProgressNote",
]
