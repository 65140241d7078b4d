"""Reads of the plans of the years."""

from dataclasses import dataclass
from typing import Any

from civic.guide.measures import MEASURES, actuals
from civic.guide.models import GoalKind, GoalState, Plan, PlanEdition

EDITIONS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class GoalShown:
    """`actual` None: no data counts it. `measure`: the words for what is counted."""

    text: str
    kind: str
    state: str
    state_note: str
    target: int | None
    measure: Any
    actual: int | None

    @property
    def is_reached(self) -> bool:
        return self.actual is not None and self.target is not None and self.actual >= self.target


def edition_of(year: int, number: int | None = None) -> PlanEdition | None:
    """The last one, or the one of that number; one query."""
    found = PlanEdition.objects.filter(plan__year=year).select_related("by")
    if number is not None:
        found = found.filter(number=number)
    return found.order_by("-number").first()


def editions_of(year: int) -> list[PlanEdition]:
    found = PlanEdition.objects.filter(plan__year=year).select_related("by").defer("document")
    return list(found.order_by("-number")[:EDITIONS_SHOWN])


def goals_of(edition: PlanEdition, year: int) -> list[GoalShown]:
    """With their numbers as they stand now: one query for each thing that is counted."""
    goals = edition.document["goals"]
    counted = actuals({one["measure"] for one in goals if one["measure"]}, year)
    return [
        GoalShown(
            text=one["text"],
            kind=str(GoalKind(one["kind"]).label),
            state=str(GoalState(one["state"]).label),
            state_note=one["state_note"],
            target=one["target"],
            measure=MEASURES[one["measure"]].label if one["measure"] in MEASURES else "",
            actual=counted.get(one["measure"]),
        )
        for one in goals
    ]


def years() -> list[int]:
    """Those with a plan, the latest first."""
    return list(Plan.objects.order_by("-year").values_list("year", flat=True)[:EDITIONS_SHOWN])
