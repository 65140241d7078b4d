"""Running migrations without drawing every model of the house again for each of their operations, or schemas.

Django keeps all models rendered while it migrates, and after each operation renders anew whatever is related to
what changed: where everything is related to a person, that is nearly everything, hundreds of times. Nearly all
operations look at one model and at what that points to, so here only those are rendered, when they are asked for.

It also reads the code's migrations and works out what models they make for each database anew: here once for a process,
and once for all schemas of one history.
"""

from collections.abc import Iterator
from copy import copy
from typing import Any

from django.db.migrations import Migration, operations
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ModelState, ProjectState, StateApps
from django.db.migrations.utils import resolve_relation
from django.db.models import Model

from tenants.migrations_across.head import loader

Key = tuple[str, str]
# By what is applied.
States = dict[frozenset[Key], ProjectState]
# What neither asks for all models nor follows a relation backwards.
SMALL = (
    operations.AddConstraint,
    operations.AddField,
    operations.AddIndex,
    operations.AlterField,
    operations.CreateModel,
    operations.RemoveConstraint,
    operations.RemoveIndex,
    operations.RunSQL,
)


class Recorder(MigrationRecorder):
    """Django's asks for every table of the database, however many institutions it has, to look for one."""

    def has_table(self) -> bool:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass('django_migrations') IS NOT NULL")
            return bool(cursor.fetchone()[0])


class NarrowExecutor(MigrationExecutor):
    """Django's, except for how the models are rendered that a migration of small operations sees.

    `states` is filled and read by all executors that were given it.
    """

    def __init__(self, connection: Any, progress_callback: Any, states: States | None = None) -> None:
        self.connection, self.progress_callback = connection, progress_callback
        self.loader, self.recorder = _loader_of(connection), Recorder(connection)
        self.states: States = {} if states is None else states

    def _create_project_state(self, with_applied_migrations: bool = False) -> ProjectState:
        applied = frozenset(self.loader.applied_migrations if with_applied_migrations else ())
        if applied not in self.states:
            drawn = super()._create_project_state(with_applied_migrations)  # type: ignore[misc]
            self.states[applied] = _as(NarrowState, drawn)
        return self.states[applied].clone()

    def apply_migration(
        self, state: ProjectState, migration: Migration, fake: bool = False, fake_initial: bool = False
    ) -> ProjectState:
        kind = NarrowState if all(map(_is_small, migration.operations)) else ProjectState
        return super().apply_migration(_as(kind, state), migration, fake, fake_initial)


def _loader_of(connection: Any) -> MigrationLoader:
    """The code's migrations are read once; with squashed ones among them, it depends on the schema what is in use."""
    if loader().replacements:
        return MigrationLoader(connection)
    here: Any = copy(loader())
    here.connection, here.applied_migrations = connection, Recorder(connection).applied_migrations()
    return here


def _as(kind: type[ProjectState], state: ProjectState) -> ProjectState:
    return state if type(state) is kind else kind(models=state.models, real_apps=state.real_apps)


def _is_small(operation: Operation) -> bool:
    if isinstance(operation, operations.AlterField) and (
        operation.field.unique or operation.field.primary_key
    ):
        return False  # keys elsewhere may have to change with it
    return type(operation) in SMALL


class NarrowState(ProjectState):
    """`apps.get_model()` renders that model and whatever it points to; what points to it is not known."""

    def clone(self) -> "NarrowState":
        models = {key: model.clone() for key, model in self.models.items()}
        return NarrowState(models=models, real_apps=self.real_apps)

    @property
    def apps(self) -> "_Asked":  # type: ignore[override]
        return _Asked(self)


class _Asked:
    def __init__(self, state: ProjectState) -> None:
        self.state = state

    def get_model(self, app_label: str, model_name: str) -> type[Model]:
        models = {key: self.state.models[key] for key in self._reached_from((app_label, model_name.lower()))}
        return StateApps(self.state.real_apps, models).get_model(app_label, model_name)  # type: ignore[arg-type]

    def _reached_from(self, key: Key) -> set[Key]:
        reached: set[Key] = set()
        ahead = {key}
        while ahead:
            reached |= ahead
            ahead = {one for known in ahead for one in _points_to(self.state.models[known])}
            ahead = (ahead & self.state.models.keys()) - reached
        return reached


def _points_to(model: ModelState) -> Iterator[Key]:
    here = (model.app_label, model.name_lower)
    related: list[Any] = [base for base in model.bases if isinstance(base, str)]
    for field in model.fields.values():
        if field.remote_field is not None:
            related += [field.remote_field.model, getattr(field.remote_field, "through", None)]
    yield from (resolve_relation(one, *here) for one in related if one is not None)
