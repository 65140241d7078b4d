"""What a form field needs to be understood: its ids, its widget's attributes, its counter."""

from typing import Any

from django.forms import BoundField, CheckboxInput, HiddenInput, Textarea, TextInput


def describe_field(bound: BoundField, **options: Any) -> dict[str, Any]:
    """The context of ui/components/field.html for one bound field."""
    help_text = str(options.get("help") or bound.help_text)
    limit = options.get("limit") or getattr(bound.field, "max_length", None)
    counts = options.get("counter", isinstance(bound.field.widget, Textarea | TextInput) and bool(limit))
    return {
        "bound": bound,
        "widget": bound.as_widget(attrs=_attributes(bound, help_text, limit if counts else None, options)),
        "label": options.get("label") or bound.label,
        "help": help_text,
        "limit": limit if counts else None,
        "length": len(str(bound.value() or "")) if counts else 0,
        "hide_label": options.get("hide_label", False),
        "is_checkbox": isinstance(bound.field.widget, CheckboxInput),
        "is_hidden": isinstance(bound.field.widget, HiddenInput) or bound.is_hidden,
        "is_group": bound.field.widget.use_fieldset,
        "required": bound.field.required,
    }


def _attributes(
    bound: BoundField, help_text: str, limit: int | None, options: dict[str, Any]
) -> dict[str, Any]:
    """The widget's attributes: named by its help, its error and its counter."""
    attributes = {
        key[5:].replace("_", "-"): value for key, value in options.items() if key.startswith("attr_")
    }
    described = [f"{bound.id_for_label}_error"] if bound.errors else []
    described += [f"{bound.id_for_label}_help"] if help_text else []
    described += [f"{bound.id_for_label}_count"] if limit else []
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if bound.errors:
        attributes["aria-invalid"] = "true"
    if limit:
        attributes["data-limit"] = limit
    return attributes
