"""Buttons of a card: adding, removing, joining. Each changes the piece in place and says whether it did."""

import re
from collections.abc import Callable
from typing import Any

from civic.desk.forms.rules_conditions import CONDITION_WORDS, join, part_from
from civic.desk.forms.rules_paths import ABSENT, add_at, drop_at, get_at, put_at
from civic.processes.drafting import first_gate, free_gate_key
from civic.processes.kinds import Answerer

Document = dict[str, Any]
NEW_ROWS: dict[str, Callable[[Document, list[Any]], dict[str, Any]]] = {
    "gate": lambda document, rows: _new_gate(document, rows),
    "seats": lambda document, rows: {"count": 1},
    "electorate": lambda document, rows: {"share": "1/2"},
    "limit": lambda document, rows: {"deed": "propose", "count": 3, "days": 1},
    "population": lambda document, rows: {"key": _free("people", rows, "key"), "people": 10_000},
    "refusal": lambda document, rows: {"code": _free("reason", rows, "code"), "how": "refused"},
}
_IS_CONDITION = re.compile(r"\.(all|any)\.\d+$")


def act(piece: Any, value: str, document: Document) -> bool:
    """`value` is that of the button: "add:gate:stage.gates". False for what is no button of ours."""
    verb, _colon, rest = value.partition(":")
    if verb == "add":
        what, _colon, path = rest.partition(":")
        if what not in NEW_ROWS or not path:
            return False
        rows = get_at(piece, path)
        add_at(piece, path, NEW_ROWS[what](document, rows if isinstance(rows, list) else []))
    elif verb == "and":
        path, _colon, form = rest.rpartition(":")
        if form not in CONDITION_WORDS or not path:
            return False
        join(piece, path, form)
    elif verb == "drop" and rest:
        part_from(piece, rest) if _IS_CONDITION.search(rest) else drop_at(piece, rest)
    elif verb == "answer" and rest in Answerer.values:
        put_at(piece, f"answers.{rest}", {"days": 20})
    else:
        return False
    return True


def _new_gate(document: Document, rows: list[Any]) -> dict[str, Any]:
    """In the card it may stand beside thresholds that are not saved yet."""
    gate = first_gate(document, "")
    taken = {row.get("key") for row in rows if isinstance(row, dict)}
    while gate["key"] in taken:
        stages = [*document["stages"], {"key": "", "gates": rows}]
        gate["key"] = free_gate_key({"stages": stages}, "threshold")
    return {name: value for name, value in gate.items() if value not in ("", ABSENT)}


def _free(stem: str, rows: list[Any], name: str) -> str:
    taken = {row.get(name) for row in rows if isinstance(row, dict)}
    return next(key for key in (f"{stem}_{n}" for n in range(1, len(taken) + 2)) if key not in taken)
