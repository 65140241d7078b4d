"""Results as plain numbers: for a row of the database, a machine, or a page that finds words for them."""

from dataclasses import asdict
from typing import Any

from civic.processes.simulating import Comparison, Curve
from civic.processes.simulating.comparing import Side


def as_numbers(result: Comparison | Side, *, name: str = "now") -> dict[str, Any]:
    """{"now": …, "then": …, "curves": […]}; of a single side only that, under `name`."""
    if isinstance(result, Side):
        return {name: _side(result)}
    return {
        "now": _side(result.now),
        "then": _side(result.then),
        "curves": [_curve(curve) for curve in result.curves],
    }


def _side(side: Side) -> dict[str, Any]:
    summary = side.summary
    return {
        "items": summary.items,
        "passed_any": summary.passed_any,
        "gates": [asdict(gate) for gate in summary.gates],
        "answers": summary.answers,
        "owed": [asdict(one) for one in summary.owed],
        "fates": summary.fates,
        "expired": summary.expired,
    }


def _curve(curve: Curve) -> dict[str, Any]:
    return {"gate": curve.gate, "points": [asdict(point) for point in curve.points]}
