"""The description of the tables, for machines and people who have never seen Madang: a Frictionless data package."""

from typing import Any

from django.apps import apps
from django.db.models import Field

from tenants.moving.classified import classified
from tenants.moving.shapes import Column, Shape

TYPES = {
    "bigint": "integer",
    "integer": "integer",
    "smallint": "integer",
    "boolean": "boolean",
    "date": "date",
    "timestamp with time zone": "datetime",
    "uuid": "string",
    "jsonb": "object",
    "numeric": "number",
    "double precision": "number",
}


def package_of(shapes: dict[str, Shape], exported: list[str]) -> dict[str, Any]:
    """datapackage.json: of every table its columns, types, keys and meaning."""
    return {
        "profile": "tabular-data-package",
        "name": "madang-institution",
        "description": "Every table of an institution. NULL is nothing between two commas, the empty text is two quotes.",
        "resources": [_resource(shapes[name]) for name in exported],
    }


def _resource(shape: Shape) -> dict[str, Any]:
    model = _models().get(shape.name)
    fields = {field.column: field for field in model._meta.concrete_fields} if model else {}
    return {
        "name": shape.name,
        "path": f"tables/{shape.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "description": _first_sentence(model),
        "dialect": {"delimiter": ",", "doubleQuote": True, "lineTerminator": "\n", "header": True},
        "schema": {
            "fields": [_field(shape.name, column, fields.get(column.name)) for column in shape.columns],
            "missingValues": [""],
            "primaryKey": shape.key,
            "foreignKeys": [
                {"fields": columns, "reference": {"resource": table, "fields": others}}
                for columns, table, others in shape.foreign_keys
            ],
        },
    }


def _field(table: str, column: Column, field: "Field[Any, Any] | None") -> dict[str, Any]:
    said: dict[str, Any] = {
        "name": column.name,
        "type": TYPES.get(column.type, "string"),
        "postgresqlType": column.type,
        "constraints": {"required": column.is_needed},
        "holds": classified()[table].kinds[column.name],
    }
    if field is not None:
        said["title"] = str(field.verbose_name)
        if field.help_text:
            said["description"] = str(field.help_text)
        if field.choices:
            said["constraints"]["enum"] = [str(value) for value, _label in field.flatchoices]
    return said


def _models() -> dict[str, Any]:
    return {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}


def _first_sentence(model: Any) -> str:
    words = " ".join((getattr(model, "__doc__", "") or "").split())
    return "" if words.startswith(f"{getattr(model, '__name__', '')}(") else words
