"""Everything to head: public first, then the template, then every institution."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tenants.connection import connection
from tenants.context import public
from tenants.migrations_across.head import public_head
from tenants.migrations_across.narrow import Recorder
from tenants.migrations_across.one_schema import migrate_here
from tenants.migrations_across.plan import Plan, plan_for_institutions
from tenants.migrations_across.records import MigrationRun, Ring
from tenants.migrations_across.rings import in_rings
from tenants.migrations_across.run import Failure, migrate_institutions
from tenants.migrations_across.runs import done_of, enter, expect, give_up_the_dead, stopped, written_down
from tenants.provisioning.blueprint.store import build_blueprint, is_at_head
from tenants.provisioning.spares import drop_nobodys

log = logging.getLogger("madang.tenants")
LOCK = 4_707_002
Say = Callable[[str], object]


@dataclass
class Report:
    """`untouched` were behind and were not begun, because a failure before them, or `through`, ended the run."""

    public: list[str] = field(default_factory=list)
    blueprint_rebuilt: bool = False
    schemas: int = 0
    brought: int = 0
    failures: list[Failure] = field(default_factory=list)
    untouched: int = 0
    ahead: list[str] = field(default_factory=list)


def bring_to_head(
    *,
    parallel: int = 1,
    only_public: bool = False,
    through: Ring = Ring.REST,
    go_on: bool = False,
    say: Say = lambda line: None,
) -> Report:
    """Bring every schema to the code's migrations, ring by ring: the template, the volunteers, all the others.

    What is there already costs one query for all. The first institution that fails is in the report and stays as it
    was, and nothing more is begun (with `go_on`, everything is); asked again, the next run goes on where this one
    ended. `through` is the last ring to enter. Waits while another process does the same. Raises what the public
    schema's or the template's migrations raise.
    """
    report = Report()
    with public(), _one_at_a_time():
        if missing := missing_in_public():
            say(f"public: {len(missing)} migrations")
            report.public = migrate_here(public_head())
        if only_public:
            return report
        give_up_the_dead()
        if is_at_head() and not _see(report).behind:
            return report
        with written_down(parallel=parallel) as run:
            if not is_at_head():
                say("blueprint: building")
                build_blueprint()
                report.blueprint_rebuilt = True
                drop_nobodys()
            _follow(_see(report), report, run, through=through, go_on=go_on, say=say)
    return report


def _see(report: Report) -> Plan:
    plan = plan_for_institutions()
    report.schemas = plan.schemas
    report.ahead = [institution.schema_name for institution, _extra in plan.ahead]
    return plan


def _follow(plan: Plan, report: Report, run: MigrationRun, *, through: Ring, go_on: bool, say: Say) -> None:
    rings = in_rings(plan.behind)
    tell = expect(run, rings)
    for ring, behind in rings.items():
        if not behind:
            continue
        if ring > through or (report.failures and not go_on):
            report.untouched += len(behind)
            continue
        say(f"{ring.name.lower()}: {len(behind)} of {plan.schemas} institutions behind")
        enter(run, ring)
        failures = migrate_institutions(
            behind, parallel=run.parallel, say=lambda line: say(f"{tell()} {line}"), ring=ring, go_on=go_on
        )
        done = done_of(run, behind)
        report.brought += done
        report.failures += failures
        report.untouched += len(behind) - done - len(failures)
    if report.failures:
        stopped(run, "; ".join(f"{one.schema_name}: {one.error}" for one in report.failures))


def missing_in_public() -> list[str]:
    applied = {f"{label}.{name}" for label, name in Recorder(connection).applied_migrations()}
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
