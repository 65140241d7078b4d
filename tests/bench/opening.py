"""Opening an institution: from the blueprint, against django-tenants' own creation by migrations.

    python -m tests.bench.opening [--rounds 7]

Both make the same tables in the same database, alternately. "Schema" compares like with like; "whole
opening" is what an operator waits for: every step of settings.PROVISIONING_STEPS, in this process.
"""

import argparse
import io
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from uuid import uuid4

from tests.bench.scratch import scratch_database, start_django

WANTED_RATIO = 10
WANTED_SECONDS = 1.0


def measure(rounds: int) -> bool:
    from tenants.migrations_across.bring import bring_to_head

    bring_to_head()
    by_blueprint, by_migrations, whole = [], [], []
    for turn in range(rounds + 1):
        times = _timed(_by_blueprint), _timed(_by_migrations), _timed(_whole_opening)
        if turn:  # the first round warms up
            for kept, seconds in zip((by_blueprint, by_migrations, whole), times, strict=True):
                kept.append(seconds)
    return _report(by_blueprint, by_migrations, whole)


def _timed(deed: Callable[[], object]) -> float:
    began = time.perf_counter()
    deed()
    return time.perf_counter() - began


def _by_blueprint() -> None:
    from tenants.provisioning.blueprint.opening import make_schema

    make_schema(f"b_{uuid4().hex[:12]}")


def _by_migrations() -> None:
    """TenantMixin.create_schema: CREATE SCHEMA, then migrate_schemas on it."""
    from tenants.models import Institution

    with redirect_stdout(io.StringIO()):
        Institution(schema_name=f"m_{uuid4().hex[:12]}").create_schema(check_if_exists=True, verbosity=0)


def _whole_opening() -> None:
    from django.utils import timezone

    from tenants.provisioning.order import InstitutionOrder
    from tenants.provisioning.run import open_institution

    host = f"w{uuid4().int}.localhost".translate(str.maketrans("0123456789", "abcdefghjk"))
    order = InstitutionOrder(name="측정시", host=host, administrator_email="a@example.org")
    open_institution(order=order, at=timezone.now())


def _report(by_blueprint: list[float], by_migrations: list[float], whole: list[float]) -> bool:
    for name, times in (
        ("schema from the blueprint", by_blueprint),
        ("schema by migrations", by_migrations),
        ("whole opening, all steps", whole),
    ):
        spread = f"{min(times) * 1000:.0f} to {max(times) * 1000:.0f}"
        print(f"{name:28} {statistics.median(times) * 1000:7.0f} ms median ({spread}, n={len(times)})")
    ratio = statistics.median(by_migrations) / statistics.median(by_blueprint)
    ratio_whole = statistics.median(by_migrations) / statistics.median(whole)
    print(f"ratio, schema alone          {ratio:7.1f} (wanted: at least {WANTED_RATIO})")
    print(f"ratio, whole opening         {ratio_whole:7.1f}")
    return ratio >= WANTED_RATIO and statistics.median(whole) < WANTED_SECONDS


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args()
    start_django()
    with scratch_database():
        reached = measure(arguments.rounds)
    sys.exit(0 if reached else 1)
