"""What a recount would change, in words."""

from typing import Any

from civic.processes.document import Rules


def recount_words(preview: dict[str, Any], rules: Rules) -> dict[str, Any]:
    """The stored preview, with its thresholds by what they bring about."""
    named = []
    for key, (lost, newly) in preview.get("gates", {}).items():
        gate = rules.gates.get(key)
        name = ", ".join(str(effect.label) for effect in gate.effects) if gate else ""
        named.append({"name": name or key, "lost": lost, "newly": newly})
    return {"items": 0, "changed": 0, **preview, "named": named}
