"""Opening an institution, against django-tenants' own creation by migrations.

    python -m tests.bench.opening [--rounds 7]

All in the same database, alternately, in this process. "Whole opening" is what an operator waits for: every
step of settings.PROVISIONING_STEPS. It is judged as production has it, with a spare schema standing ready:
making that spare, the worker's job before anybody orders, is not inside the figure but printed beside it
("schema from the blueprint" is the same work). An opening that finds no spare is printed, too.

The baseline is a schema alone: the steps that follow it are not counted against us there, but they are here.
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

BASELINE = "schema by migrations"
MADE, NAMED = "schema from the blueprint", "schema from a spare"
ALONE, READY = "whole opening without spare", "whole opening with a spare"


def measure(rounds: int) -> bool:
    from tenants.migrations_across.bring import bring_to_head

    bring_to_head()
    deeds = {
        MADE: _from_the_blueprint,
        NAMED: _from_a_spare,
        BASELINE: _by_migrations,
        ALONE: _whole_opening,
        READY: _whole_opening,
    }
    times: dict[str, list[float]] = {name: [] for name in deeds}
    for turn in range(rounds + 1):
        for name, deed in deeds.items():
            _have_spares(1 if name in (NAMED, READY) else 0)
            seconds = _timed(deed)
            if turn:  # the first round warms up
                times[name].append(seconds)
    return _report(times)


def _timed(deed: Callable[[], object]) -> float:
    began = time.perf_counter()
    deed()
    return time.perf_counter() - began


def _have_spares(wanted: int) -> None:
    """As the worker keeps them. Says so if an opening did not use the one it was given."""
    from tenants.models import SpareSchema
    from tenants.provisioning.spares import keep_spares

    if SpareSchema.objects.exists():
        raise SystemExit("The spare was not used.")
    keep_spares(wanted)


def _from_the_blueprint() -> None:
    from tenants.provisioning.blueprint.opening import make_schema

    make_schema(f"b_{uuid4().hex[:12]}")


def _from_a_spare() -> None:
    from tenants.provisioning.spares import take_spare

    assert take_spare(f"s_{uuid4().hex[:12]}")


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


def _report(times: dict[str, list[float]]) -> bool:
    baseline = statistics.median(times[BASELINE])
    for name, those in times.items():
        middle = statistics.median(those)
        spread = f"({min(those) * 1000:.0f} to {max(those) * 1000:.0f}, n={len(those)})"
        times_faster = "" if name == BASELINE else f"{baseline / middle:7.1f} × as fast as by migrations"
        print(f"{name:28} {middle * 1000:7.1f} ms median {spread:26} {times_faster}")
    ready = statistics.median(times[READY])
    print(f"wanted: {READY} at least {WANTED_RATIO} ×, and under {WANTED_SECONDS:.0f} s")
    return baseline / ready >= WANTED_RATIO and statistics.median(times[ALONE]) < WANTED_SECONDS


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args()
    start_django()
    with scratch_database():
        reached = measure(arguments.rounds)
    sys.exit(0 if reached else 1)
