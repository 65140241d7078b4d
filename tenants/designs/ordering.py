"""A design as an order: what it says of the institution itself is ordered, the rest is arranged by a step."""

from typing import Any

from django.utils.translation import get_language

from tenants.designs.catalogue import KEYS, text_of, titles_of
from tenants.designs.file import Design, read_design
from tenants.provisioning.order import InstitutionOrder

# Said by fields of the order; the step does not arrange them again.
ORDERED = ("institution", "plan")


def shipped(key: str) -> Design:
    """A design that comes with the platform. Raises KeyError."""
    return read_design(text_of(key))


def shipped_choices() -> list[tuple[str, str]]:
    """As forms offer them, in the reader's language."""
    language = get_language() or "ko"
    return [(key, titles_of(key).get(language) or titles_of(key)["ko"]) for key in KEYS]


def order_from(design: Design, **given: Any) -> InstitutionOrder:
    """What is given says it; the design where nothing is. Raises TypeError when a name, host or address is missing."""
    said = dict(design.part("institution") or {})
    words = said.pop("words", {})
    fields: dict[str, Any] = {**said, "settings": words, "design": dict(design.without(*ORDERED).parts)}
    if plan := design.part("plan"):
        fields["plan"] = plan["code"]
    for chosen, section in (("process_preset", "processes"), ("theme", "theme")):
        if given.get(chosen):
            fields["design"].pop(section, None)
    fields |= {name: value for name, value in given.items() if value not in (None, "", ())}
    return InstitutionOrder(**{**fields, "languages": tuple(fields.get("languages", ("ko",)))})
