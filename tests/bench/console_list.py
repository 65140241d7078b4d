"""The operator's list of 2,000 institutions: queries and milliseconds, against a list of 50.

    python -m tests.bench.console_list [--institutions 2000] [--schemas 20]

Every institution has figures as the worker keeps them. `--schemas` of them have a real schema, on which counting
one institution is timed: how long the worker needs for a round over all.
"""

import argparse
import statistics
import sys
import time

from tests.bench.scratch import scratch_database, start_django

WANTED_QUERIES = 6
WANTED_RATIO = 3.0
ROUNDS = 9


def prepare(institutions: int, schemas: int) -> None:
    from django.db import connection
    from django.utils import timezone

    from tenants.migrations_across.bring import bring_to_head
    from tenants.models import Hostname, Institution, Standing
    from tenants.provisioning.blueprint.opening import make_schema
    from tenants.watching.models import Figures

    bring_to_head()
    now = timezone.now()
    made = Institution.objects.bulk_create(
        Institution(name=f"측정시 {number:04}", standing=Standing.OPEN, opened_at=now)
        for number in range(institutions)
    )
    Hostname.objects.bulk_create(
        Hostname(domain=f"m{one.pk}.localhost", tenant=one, is_primary=True) for one in made
    )
    Figures.objects.bulk_create(
        Figures(institution=one, as_of=now, people=number * 37 % 9000, overdue=number % 7 // 6)
        for number, one in enumerate(made)
    )
    for one in made[:schemas]:
        make_schema(one.schema_name)
    with connection.cursor() as cursor:
        for table in ("tenants_institution", "tenants_hostname", "watching_figures"):
            cursor.execute(f"VACUUM ANALYZE {table}")


def operator() -> object:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from django.conf import settings
    from django.test import Client

    from platform_core.accounts.models import User

    user = User.objects.create_user("operator@example.org", "correct horse battery", name="오운영")
    TOTP.activate(user, generate_totp_secret())
    client = Client(HTTP_HOST=settings.CONSOLE_HOST, headers={"x-forwarded-proto": "https"})
    client.force_login(user)
    return client


def look(client: object, query: str) -> tuple[int, float]:
    """Queries and milliseconds of the page, the median of ROUNDS."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        answer = client.get(f"/{query}")  # type: ignore[attr-defined]
    assert answer.status_code == 200, answer.status_code
    queries = len([one for one in asked.captured_queries if one["sql"].startswith("SELECT")])
    times = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        client.get(f"/{query}")  # type: ignore[attr-defined]
        times.append(1_000 * (time.perf_counter() - began))
    return queries, statistics.median(times)


def count_some(schemas: int) -> float:
    """Milliseconds for one institution."""
    from django.utils import timezone

    from tenants.watching.figures import refresh_figures
    from tenants.watching.models import Figures

    Figures.objects.order_by("pk").filter(
        pk__in=Figures.objects.order_by("pk").values("pk")[:schemas]
    ).update(as_of="2020-01-01T00:00:00Z")
    began = time.perf_counter()
    reached = refresh_figures(at=timezone.now(), limit=schemas)
    return 1_000 * (time.perf_counter() - began) / reached


def measure(institutions: int, schemas: int) -> bool:
    from tenants.models import Institution

    prepare(institutions, schemas)
    client = operator()
    queries, many = look(client, "")
    _queries, narrowed = look(client, "?trouble=overdue&order=people")
    each = count_some(schemas)
    Institution.objects.exclude(pk__in=Institution.objects.order_by("pk").values("pk")[:50]).delete()
    _queries, few = look(client, "")
    ratio = many / few
    print(f"list of {institutions}: {queries} queries (wanted ≤ {WANTED_QUERIES}), {many:.1f} ms")
    print(
        f"  narrowed and ordered: {narrowed:.1f} ms; list of 50: {few:.1f} ms; ratio {ratio:.2f} (wanted ≤ 3)"
    )
    print(
        f"  counting one institution: {each:.1f} ms, all of them: {each * institutions / 1_000:.0f} s of a worker"
    )
    return queries <= WANTED_QUERIES and ratio <= WANTED_RATIO


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--institutions", type=int, default=2_000)
    parser.add_argument("--schemas", type=int, default=20)
    asked = parser.parse_args()
    start_django()
    with scratch_database():
        sys.exit(0 if measure(asked.institutions, asked.schemas) else 1)


if __name__ == "__main__":
    main()
