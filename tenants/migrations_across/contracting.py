"""Whether the last release's code can go on serving a schema that has this one's migrations.

It has to: while schemas are brought to head, and for the days that volunteers are ahead, the old code serves both. So a
release only adds, in ways that old INSERTs and SELECTs do not notice; what nobody uses any more is taken away by a later
one, whose migration says since which release (`contracts = "1.4"`). What a migration does to tables that are as new as
itself is nobody's business.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import models
from django.db.migrations import Migration, operations
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from tenants.connection import connection
from tenants.migrations_across.head import loader
from tenants.migrations_across.releases import Release

TAKES_AWAY = (
    operations.RemoveField,
    operations.DeleteModel,
    operations.RenameField,
    operations.RenameModel,
    operations.AlterModelTable,
)
# In SQL written by hand: what old code would notice. (DROP INDEX, FUNCTION or TRIGGER … IF EXISTS are not.)
NOTICED = re.compile(
    r"\bDROP\s+(TABLE|COLUMN)\b|\bRENAME\b|\bSET\s+NOT\s+NULL\b|\bALTER\s+(COLUMN\s+)?\S+\s+(SET\s+DATA\s+)?TYPE\b",
    re.I,
)


@dataclass(frozen=True)
class Complaint:
    migration: str
    words: str

    def __str__(self) -> str:
        return f"{self.migration}: {self.words}"


def complaints(since: list[Release], *, known: frozenset[str] | None = None) -> list[Complaint]:
    """About every migration that the last of `since` did not have (or is not `known`); none before the first release."""
    if not since:
        return []
    graph = loader().graph
    known = since[-1].names if known is None else known
    new = [
        key
        for leaf in sorted(graph.leaf_nodes())
        for key in graph.forwards_plan(leaf)
        if f"{key[0]}.{key[1]}" not in known
    ]
    found: list[Complaint] = []
    born: set[tuple[str, str]] = set()
    for key in dict.fromkeys(new):
        migration = graph.nodes[key]
        state = loader().project_state(key, at_end=False)
        found += complaints_about(migration, state, born, {one.name for one in since})
    return found


def complaints_about(
    migration: Migration, state: ProjectState, born: set[tuple[str, str]], released: set[str]
) -> list[Complaint]:
    """`state` is before it; `born` are models as new as it, to which this one's are added."""
    name = f"{migration.app_label}.{migration.name}"
    contracts = getattr(migration, "contracts", None)
    found = []
    for operation in _flat(migration.operations):
        words = _noticed(operation, migration.app_label, state, born)
        if words and contracts is None:
            found.append(Complaint(name, words))
        operation.state_forwards(migration.app_label, state)
    if contracts is not None and contracts not in released:
        found.append(Complaint(name, f"it says that nobody uses it since {contracts}, which is not released"))
    return found


def _flat(ones: Iterable[Operation]) -> Iterator[Operation]:
    for one in ones:
        if isinstance(one, operations.SeparateDatabaseAndState):
            yield from _flat(one.database_operations)
        else:
            yield one


def _noticed(operation: Operation, app: str, state: ProjectState, born: set[tuple[str, str]]) -> str:
    """What old code would notice of it; empty for nothing."""
    if isinstance(operation, operations.CreateModel):
        born.add((app, operation.name_lower))
        return ""
    model = str(
        getattr(operation, "model_name", getattr(operation, "name", getattr(operation, "old_name", "")))
    ).lower()
    if (app, model) in born:
        return ""
    if isinstance(operation, TAKES_AWAY):
        return f"takes away what the last release uses ({operation.describe()}); do so a release after the code let go"
    if isinstance(operation, operations.AddField):
        return _added(operation)
    if isinstance(operation, operations.AlterField):
        return _altered(operation, state.models[app, operation.model_name_lower].fields[operation.name])
    if isinstance(operation, operations.AddConstraint | operations.AlterUniqueTogether):
        return (
            f"forbids what the last release may still write ({operation.describe()}); check it in code first"
        )
    if isinstance(operation, operations.RunSQL) and (seen := NOTICED.search(str(operation.sql))):
        return f"takes away or changes in SQL what the last release uses ({seen.group(0)})"
    return ""


def _added(operation: operations.AddField) -> str:
    field = operation.field
    is_filled = field.null or field.has_db_default() or field.many_to_many or field.generated
    if is_filled:
        return ""
    return f"{operation.model_name}.{operation.name} is neither null nor has a db_default: the last release cannot insert a row"


def _altered(operation: operations.AlterField, before: models.Field) -> str:
    field = operation.field
    what = f"{operation.model_name}.{operation.name}"
    if before.null and not field.null:
        return f"{what} may no longer be null, and the last release may still write that"
    if field.unique and not before.unique:
        return f"{what} becomes unique, and the last release may still write it twice"
    types = [one.db_type(connection) for one in (before, field) if one.remote_field is None]
    if len(set(types)) > 1 and types[-1] != "text":
        return f"{what} becomes {types[-1]} from {types[0]}"
    return ""
