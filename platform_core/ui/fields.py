"""What a form field needs to be understood: its ids, its widget's attributes, its counter."""

from typing import Any

from django.forms import (
    BoundField,
    CheckboxInput,
    EmailInput,
    Field,
    HiddenInput,
    PasswordInput,
    Textarea,
    TextInput,
    Widget,
)


def describe_field(bound: BoundField, **options: Any) -> dict[str, Any]:
    """The context of ui/components/field.html for one bound field."""
    help_text = str(options.get("help") or bound.help_text)
    limit = options.get("limit") or _limit_of(bound.field)
    counts = options.get("counter", bool(limit) and _is_written(bound.field.widget))
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


def _limit_of(field: Field) -> int | None:
    """In characters as people count them (platform_core.text.fields), or as Django does."""
    return getattr(field, "max_characters", None) or getattr(field, "max_length", None)


def _is_written(widget: Widget) -> bool:
    """Text in somebody's own words: an address or a password is as long as it is."""
    return isinstance(widget, Textarea | TextInput) and not isinstance(widget, EmailInput | PasswordInput)


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
