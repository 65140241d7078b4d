"""Everything to head: public first, then the template, then every institution."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db.migrations.recorder import MigrationRecorder

from tenants.connection import connection
from tenants.context import public
from tenants.migrations_across.head import public_head
from tenants.migrations_across.one_schema import migrate_here
from tenants.migrations_across.plan import Plan, plan_for_institutions
from tenants.migrations_across.run import Failure, migrate_institutions
from tenants.provisioning.blueprint.store import build_blueprint, is_at_head
from tenants.provisioning.spares import drop_nobodys

log = logging.getLogger("madang.tenants")
LOCK = 4_707_002
Say = Callable[[str], object]


@dataclass
class Report:
    public: list[str] = field(default_factory=list)
    blueprint_rebuilt: bool = False
    schemas: int = 0
    brought: int = 0
    failures: list[Failure] = field(default_factory=list)
    ahead: list[str] = field(default_factory=list)


def bring_to_head(*, parallel: int = 1, only_public: bool = False, say: Say = lambda line: None) -> Report:
    """Bring every schema to the code's migrations; what is there already costs one query for all.

    An institution that fails is in the report and stays as it was; the others go on. Waits while
    another process does the same. Raises what the public schema's or the template's migrations raise.
    """
    report = Report()
    with public(), _one_at_a_time():
        if missing := missing_in_public():
            say(f"public: {len(missing)} migrations")
            report.public = migrate_here(public_head())
        if only_public:
            return report
        if not is_at_head():
            say("blueprint: building")
            build_blueprint()
            report.blueprint_rebuilt = True
            drop_nobodys()
        plan = plan_for_institutions()
        _follow(plan, report, parallel, say)
    return report


def _follow(plan: Plan, report: Report, parallel: int, say: Say) -> None:
    report.schemas = plan.schemas
    report.ahead = [institution.schema_name for institution, _extra in plan.ahead]
    if plan.behind:
        say(f"institutions: {len(plan.behind)} of {plan.schemas} behind")
        report.failures = migrate_institutions(plan.behind, parallel=parallel, say=say)
        report.brought = len(plan.behind) - len(report.failures)


def missing_in_public() -> list[str]:
    applied = {f"{label}.{name}" for label, name in MigrationRecorder(connection).applied_migrations()}
    return [name for name in public_head().names if name not in applied]


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0; SET lock_timeout = 0")
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        cursor.execute("RESET statement_timeout; RESET lock_timeout")
    try:
        yield
    finally:
        if connection.is_usable() and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
