"""How many items reach each of several numbers of supports, whatever the rules here."""

from collections.abc import Sequence

from civic.processes.document import Rules, parse_rules
from civic.processes.engine import Calendar
from civic.processes.simulating.dating import Dates
from civic.processes.simulating.past import Past
from civic.processes.simulating.replaying import Progress, quiet, replay
from civic.processes.simulating.summing import summarise

USUAL_DAYS = 30


def reached(
    items: Sequence[Past],
    counts: Sequence[int],
    days: Calendar,
    *,
    window_days: int = USUAL_DAYS,
    progress: Progress = quiet,
) -> dict[int, int]:
    """By number, how many items reach it while a window of so many days since their registration is open.

    Every window is taken to its end. Raises RulesError for a number below one.
    """
    rules = _gathering(counts, window_days)
    summary = summarise(rules, items, replay(rules, items, days, progress=progress), Dates(days))
    passed = {gate.gate: gate.passed for gate in summary.gates}
    return {count: passed[_key(count)] for count in counts}


def _gathering(counts: Sequence[int], window_days: int) -> Rules:
    return parse_rules(
        {
            "format": 2,
            "stages": [
                {
                    "key": "gathering",
                    "kind": "gathering",
                    "window": {"days": window_days, "counted_from": "registration"},
                    "gates": [_gate(count) for count in sorted(set(counts))],
                },
                {"key": "closed", "kind": "closed"},
            ],
            "answers": {"department": {"days": 1}},
        }
    )


def _gate(count: int) -> dict[str, object]:
    return {
        "key": _key(count),
        "when": {"counter": "support", "at_least": count},
        "effects": ["agenda_candidate"],
    }


def _key(count: int) -> str:
    return f"at_{count}"
