"""Nothing to migrate in 200 schemas: bring_to_head, against django-tenants' standard executor.

    python -m tests.bench.migrating [--schemas 200] [--sample 200]

Both run in this process on the same schemas. `--sample` lets the baseline walk only the first so many
and multiplies (it is linear); the default walks all.
"""

import argparse
import io
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stdout

from tests.bench.scratch import scratch_database, start_django

WANTED_RATIO = 50
ROUNDS = 5


def prepare(schemas: int) -> None:
    from django.utils import timezone

    from tenants.migrations_across.bring import bring_to_head
    from tenants.models import Institution, Standing
    from tenants.provisioning.blueprint.opening import make_schema

    bring_to_head()
    now = timezone.now()
    institutions = Institution.objects.bulk_create(
        Institution(name=f"측정시 {number}", standing=Standing.OPEN, opened_at=now, standing_changed_at=now)
        for number in range(schemas)
    )
    for institution in institutions:
        make_schema(institution.schema_name)
        _record_the_rest(institution.schema_name)


def _record_the_rest(schema_name: str) -> None:
    """django-tenants also records migrations of apps that have no table there: spare it applying them."""
    from django.db import connection

    from tenants.context import schema
    from tenants.migrations_across.head import institution_head, loader

    rest = {f"{label}.{name}" for label, name in loader().graph.nodes} - set(institution_head().names)
    with schema(schema_name), connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, now())",
            [name.split(".", 1) for name in sorted(rest)],
        )


def _timed(deed: Callable[[], object]) -> float:
    began = time.perf_counter()
    deed()
    return time.perf_counter() - began


def _bring_to_head() -> None:
    from tenants.migrations_across import head
    from tenants.migrations_across.bring import bring_to_head

    # As in a new process: reading the code's migrations is part of the price.
    for remembered in (head.loader, head.institution_head, head.public_head):
        remembered.cache_clear()
    report = bring_to_head()
    assert not (report.public or report.blueprint_rebuilt or report.brought or report.failures), report


def _standard_executor(sample: int) -> None:
    from django.core.management import call_command

    from tenants.models import Institution

    if sample >= Institution.objects.count():
        call_command("migrate_schemas", tenant=True, executor="standard", verbosity=0)
        return
    for schema_name in list(
        Institution.objects.order_by("id").values_list("schema_name", flat=True)[:sample]
    ):
        call_command(
            "migrate_schemas", tenant=True, executor="standard", schema_name=schema_name, verbosity=0
        )


def measure(schemas: int, sample: int) -> bool:
    prepare(schemas)
    _bring_to_head()
    ours = [_timed(_bring_to_head) for _ in range(ROUNDS)]
    with redirect_stdout(io.StringIO()):
        theirs = _timed(lambda: _standard_executor(sample)) * schemas / min(sample, schemas)
    ours += [_timed(_bring_to_head) for _ in range(ROUNDS)]
    ratio = theirs / statistics.median(ours)
    spread = f"{min(ours) * 1000:.0f} to {max(ours) * 1000:.0f}, n={len(ours)}"
    print(f"bring_to_head, {schemas} schemas     {statistics.median(ours) * 1000:8.0f} ms median ({spread})")
    print(f"standard executor, {min(sample, schemas)} walked {theirs * 1000:8.0f} ms")
    print(f"ratio                          {ratio:8.0f} (wanted: at least {WANTED_RATIO})")
    return ratio >= WANTED_RATIO


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schemas", type=int, default=200)
    parser.add_argument("--sample", type=int, default=200)
    arguments = parser.parse_args()
    start_django()
    with scratch_database():
        reached = measure(arguments.schemas, arguments.sample)
    sys.exit(0 if reached else 1)
