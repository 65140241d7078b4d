"""Documents of an earlier format, read as the present one: what was published stays as it was published."""

from typing import Any

from civic.processes.document.reading import RulesError

FORMAT_1_KEYS = {"window_days", "rescue", "stages", "thresholds", "answer"}


def upgraded(document: Any) -> Any:
    """A document without a format is of the first: five stages, thresholds on support, one window."""
    if not isinstance(document, dict) or "format" in document or "thresholds" not in document:
        return document
    try:
        return _from_first_format(document)
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise RulesError("", f"The rules lack {error}.") from error


def _from_first_format(document: dict[str, Any]) -> dict[str, Any]:
    unknown = set(document) - FORMAT_1_KEYS
    if unknown:
        raise KeyError(min(unknown))
    return {
        "format": 2,
        "stages": [_stage(entry, document) for entry in document["stages"]],
        "answers": {
            "department": document["answer"],
            "head": {**document["answer"], "by": "head"},
        },
        "rescue": {"by": document.get("rescue", "none")},
    }


def _stage(entry: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    stage = {"key": entry["kind"], **entry}
    if entry["kind"] == "gathering":
        stage["window"] = {"days": document["window_days"], "counted_from": "registration"}
        stage["gates"] = [_gate(threshold) for threshold in document["thresholds"]]
    return stage


def _gate(threshold: dict[str, Any]) -> dict[str, Any]:
    leads_on = {"to": "reviewing"} if threshold["effect"] == "owe_answer" else {}
    return {
        "key": threshold["key"],
        "when": {"counter": "support", "at_least": threshold["count"]},
        "effects": [threshold["effect"]],
        **leads_on,
    }
