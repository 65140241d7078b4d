"""Head: the newest state the code's own migrations describe, without asking a database."""

import hashlib
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.utils.functional import cached_property


@dataclass(frozen=True)
class Head:
    """`names` are `app.name` in an order in which they can be applied, `targets` the leaves."""

    names: tuple[str, ...]
    targets: tuple[tuple[str, str], ...]
    migrations: tuple[Migration, ...]

    @cached_property
    def digest(self) -> str:
        """SHA-256 of every name and of every migration file's text: an edited file is another head."""
        whole = hashlib.sha256()
        for name, migration in zip(self.names, self.migrations, strict=True):
            whole.update(name.encode() + b"\0" + _source(migration) + b"\0")
        return whole.hexdigest()


def _source(migration: Migration) -> bytes:
    path = getattr(sys.modules[type(migration).__module__], "__file__", None)
    return Path(path).read_bytes() if path else b""


@cache
def loader() -> MigrationLoader:
    return MigrationLoader(None, ignore_no_migrations=True)


@cache
def institution_head() -> Head:
    """What every institution's schema should have."""
    return _head_of(tuple(settings.TENANT_APPS))


@cache
def public_head() -> Head:
    return _head_of(tuple(settings.SHARED_APPS))


def _head_of(app_names: tuple[str, ...]) -> Head:
    graph = loader().graph
    labels = [config.label for config in apps.get_app_configs() if config.name in app_names]
    targets = tuple(sorted(leaf for label in labels for leaf in graph.leaf_nodes(label)))
    ordered: dict[tuple[str, str], None] = {}
    for target in targets:
        ordered.update(dict.fromkeys(graph.forwards_plan(target)))
    return Head(
        names=tuple(f"{label}.{name}" for label, name in ordered),
        targets=targets,
        migrations=tuple(graph.nodes[key] for key in ordered),
    )
