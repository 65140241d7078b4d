"""Rules of participation as a typed, validated document (guide R1 to R7, C1, C2)."""

from civic.processes.document.conditions import (
    All,
    Always,
    AnyOf,
    AtLeast,
    Condition,
    Part,
    Proportion,
    ShareOfPopulation,
    Tally,
    Top,
    counters_of,
)
from civic.processes.document.parsing import FORMAT, parse_rules
from civic.processes.document.reading import LONGEST_KEY, RulesError
from civic.processes.document.shapes import (
    AnswerRules,
    Gate,
    Limit,
    Otherwise,
    RefusalCode,
    Requirement,
    Rules,
    Stage,
    Threshold,
    Window,
)

__all__ = [
    "FORMAT",
    "LONGEST_KEY",
    "All",
    "Always",
    "AnswerRules",
    "AnyOf",
    "AtLeast",
    "Condition",
    "Gate",
    "Limit",
    "Otherwise",
    "Part",
    "Proportion",
    "RefusalCode",
    "Requirement",
    "Rules",
    "RulesError",
    "ShareOfPopulation",
    "Stage",
    "Tally",
    "Threshold",
    "Top",
    "Window",
    "counters_of",
    "parse_rules",
]
