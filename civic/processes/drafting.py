"""The document of a draft, changed piece by piece. Pure: each returns a new document.

A draft may be unfinished and wrong: only publishing asks whether it is a set of rules. A stage keeps its
key whatever else is changed of it, since items are brought along by it.
"""

import copy
import json
from typing import Any

from civic.processes.document import FORMAT, Rules, RulesError, parse_rules
from civic.processes.document.upgrading import upgraded
from civic.processes.kinds import ANSWERED, COUNTING, TIMED, Effect, StageKind

Document = dict[str, Any]
Stage = dict[str, Any]

END = StageKind.CLOSED.value
USUAL_WINDOW = {"days": 30, "unit": "calendar", "counted_from": "entry"}
# How many mistakes are looked for behind the first.
MOST_MISTAKES = 12


class NoSuchStage(KeyError):
    """The stage has been removed meanwhile."""


def begun_from(document: Document) -> Document:
    """A published document as a draft: of the present format, every stage with its key written out."""
    begun: Document = json.loads(json.dumps(upgraded(document), default=str))
    begun["format"] = FORMAT
    for stage in begun["stages"]:
        stage.setdefault("key", stage["kind"])
    return begun


def stages_of(document: Document) -> list[Stage]:
    found: list[Stage] = document["stages"]
    return found


def place_of(document: Document, key: str) -> int:
    """Raises NoSuchStage."""
    for place, stage in enumerate(stages_of(document)):
        if stage["key"] == key:
            return place
    raise NoSuchStage(key)


def stage_of(document: Document, key: str) -> Stage:
    """Raises NoSuchStage."""
    return stages_of(document)[place_of(document, key)]


def with_stage(document: Document, key: str, stage: Stage) -> Document:
    changed = copy.deepcopy(document)
    changed["stages"][place_of(document, key)] = {**stage, "key": key}
    return changed


def with_parts(document: Document, parts: dict[str, Any]) -> Document:
    """What stands beside the stages, such as answers or limits: what is empty goes."""
    changed = copy.deepcopy(document)
    for name, part in parts.items():
        changed.pop(name, None)
        if part not in (None, "", {}, []):
            changed[name] = copy.deepcopy(part)
    return changed


def moved(document: Document, key: str, *, up: bool) -> Document:
    """One place up or down. The end stays last: what cannot move stays where it is."""
    place = place_of(document, key)
    other = place - 1 if up else place + 1
    stages = stages_of(document)
    if stages[place]["kind"] == END or not 0 <= other < len(stages) or stages[other]["kind"] == END:
        return document
    changed = copy.deepcopy(document)
    row = changed["stages"]
    row[place], row[other] = row[other], row[place]
    return changed


def added(document: Document, kind: StageKind, *, before: str) -> tuple[Document, str]:
    """A new stage of this kind before stage `before`; the document and the key of the new stage."""
    changed = copy.deepcopy(document)
    stage: Stage = {"key": _free_key(document, kind.value), "kind": kind.value}
    if kind in TIMED:
        stage["window"] = dict(USUAL_WINDOW)
    if kind in COUNTING:
        stage["gates"] = [first_gate(changed, before)]
    changed["stages"].insert(place_of(document, before), stage)
    return changed, stage["key"]


def duplicated(document: Document, key: str) -> tuple[Document, str]:
    """The stage once more, right behind itself; its thresholds get keys of their own."""
    changed = copy.deepcopy(document)
    place = place_of(document, key)
    twin = copy.deepcopy(changed["stages"][place])
    twin["key"] = _free_key(document, twin["key"])
    changed["stages"].insert(place + 1, twin)
    for gate in twin.get("gates", []):
        gate["key"] = free_gate_key(changed, str(gate.get("key") or "threshold"))
    return changed, twin["key"]


def removed(document: Document, key: str) -> Document:
    """Without the stage. What led to it leads to the one that follows it."""
    place = place_of(document, key)
    stages = stages_of(document)
    if stages[place]["kind"] == END:
        return document
    changed = copy.deepcopy(document)
    del changed["stages"][place]
    following = changed["stages"][place]["key"]
    for stage in changed["stages"]:
        _lead_on(stage, key, following)
    return changed


def with_kind(stage: Stage, kind: StageKind) -> Stage:
    """The stage as one of another kind: what it says that this kind cannot have goes."""
    changed = {name: value for name, value in stage.items() if name not in _strange_to(kind)}
    changed["kind"] = kind.value
    if kind in TIMED and "window" not in changed:
        changed["window"] = dict(USUAL_WINDOW)
    return changed


def first_gate(document: Document, to: str) -> dict[str, Any]:
    """A threshold to begin with: fifty supports, and the department must answer."""
    return {
        "key": free_gate_key(document, "threshold"),
        "when": {"counter": "support", "at_least": 50},
        "effects": [Effect.OWE_ANSWER.value],
        "to": to,
    }


def free_gate_key(document: Document, wished: str) -> str:
    taken = {gate.get("key") for stage in stages_of(document) for gate in stage.get("gates", [])}
    return _free(wished, taken)


def read_draft(document: Document) -> tuple[Rules | None, list[RulesError]]:
    """The rules as far as they can be read, and why they cannot be published yet: the first mistake of every
    stage and part, each with its place. Without mistakes the rules are those that would be published.
    """
    found: list[RulesError] = []
    rest = copy.deepcopy(document)
    for _turn in range(MOST_MISTAKES):
        try:
            return parse_rules(rest), found
        except RulesError as error:
            if any(error.path == known.path for known in found):
                break
            found.append(error)
            if not _set_right(rest, error.path):
                break
    return None, found


def _set_right(document: Document, path: str) -> bool:
    """Put something harmless where the mistake is, so that the one behind it shows. False when that cannot be."""
    part, _dot, inside = path.partition(".")
    if part == "stages":
        place, _dot, inside = inside.partition(".")
        return bool(inside) and place.isdigit() and _set_stage_right(document["stages"][int(place)], inside)
    if part in ("answers", "format", "") or part not in document:
        return False
    del document[part]
    return True


def _set_stage_right(stage: Stage, inside: str) -> bool:
    name = inside.split(".")[0]
    if name in ("key", "kind") or name not in {*stage, "window"}:
        return False
    stage.pop(name, None)
    if name == "window":
        stage["window"] = dict(USUAL_WINDOW)
    return True


def _free_key(document: Document, wished: str) -> str:
    return _free(wished, {stage["key"] for stage in stages_of(document)})


def _free(wished: str, taken: set[Any]) -> str:
    """`wished`, or with the first number that is free; short enough to be a key."""
    stem = wished.rstrip("0123456789").rstrip("_")[:30] or "stage"
    numbered = (f"{stem}_{number}" for number in range(2, len(taken) + 3))
    return wished if wished not in taken else next(key for key in numbered if key not in taken)


def _lead_on(stage: Stage, gone: str, following: str) -> None:
    for holder in [*stage.get("gates", []), stage.get("otherwise", {})]:
        if holder.get("to") == gone:
            holder["to"] = following
    ways = stage.get("ways", {})
    stage_ways = {outcome: following if to == gone else to for outcome, to in ways.items()}
    if ways:
        stage["ways"] = stage_ways
    if gone in stage.get("hand_moves", []):
        stage["hand_moves"] = [to for to in stage["hand_moves"] if to != gone]


def _strange_to(kind: StageKind) -> frozenset[str]:
    blocks = {
        "committee": StageKind.COMMITTEE,
        "debate": StageKind.DEBATING,
        "vote": StageKind.VOTING,
    }
    strange = {name for name, only in blocks.items() if kind != only} | {"ways"}
    if kind not in ANSWERED:
        strange.add("answer")
    if kind not in TIMED:
        strange |= {"window", "gates", "otherwise"}
    return frozenset(strange)
