"""Export and import of a large institution, against PostgreSQL's own COPY of the same rows and pg_dump of the schema.

    python -m tests.bench.moving [--people 30000]

Wanted: at least 20 MB of database (tables with their indexes) a second, both ways. The baselines are raw COPY of every
table through the same driver (out), and pg_dump's custom format piped away; memory is what the process grew by.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bench.scratch import scratch_database, start_django

WANTED = 20.0
MB = 1e6
# Letters, supports, comments and events as a busy city has them after some years.
FILL = """
INSERT INTO accounts_user (password, email, name, language, is_active, joined_at, session_epoch)
SELECT '!x' || n, 'citizen' || n || '@example.org', '시민 ' || n, '', true, now(), 0 FROM generate_series(1, {people}) n;
INSERT INTO account_emailaddress (email, verified, "primary", user_id)
SELECT email, true, true, id FROM accounts_user;
INSERT INTO proposals_proposal (title, body_html, body_source, excerpt, stage, stage_key, stage_entered_at, submitted_at,
    closed_as, standing, standing_reason, version, search_terms, origin, source, source_number, imported_support,
    author_id, process_version_id, closing_code, closing_reason, visibility)
SELECT '제안 ' || n, '<p>' || repeat('참여하는 시민의 말 ', 60) || '</p>', repeat('참여하는 시민의 말 ', 60), '참여', 'gathering',
    'gathering', now(), now(), '', 'open', '', 1, ARRAY['참여', '시민'], 'online', '', '', 0, u.id,
    (SELECT min(id) FROM processes_processversion), '', '', 'public'
FROM generate_series(1, {people} / 15) n JOIN accounts_user u ON u.email = 'citizen' || n || '@example.org';
INSERT INTO proposals_comment (body, created_at, standing, standing_reason, support_count, author_id, proposal_id)
SELECT repeat('의견입니다. ', 20), now(), 'open', '', 0, u.id, (SELECT min(id) FROM proposals_proposal) + u.id %% 1000
FROM accounts_user u CROSS JOIN generate_series(1, 2);
INSERT INTO proposals_support (given_at, citizen_id, proposal_id, verified)
SELECT now(), u.id, (SELECT min(id) FROM proposals_proposal) + n, false
FROM accounts_user u CROSS JOIN generate_series(1, 8) n;
INSERT INTO events_event (kind, subject_type, subject_id, at, data, announced_at, attempts, last_error)
SELECT 'proposals.support.given', 'proposals.proposal', n, now(), '{{"proposal": 1, "count": 12}}', now(), 0, ''
FROM generate_series(1, {people} * 8) n;
"""


def timed(deed: Callable[[], Any]) -> float:
    began = time.perf_counter()
    deed()
    return time.perf_counter() - began


def prepare(people: int) -> Any:
    from django.db import connection
    from django.utils import timezone

    from tenants.context import institution_context
    from tenants.migrations_across.bring import bring_to_head
    from tenants.provisioning.order import InstitutionOrder
    from tenants.provisioning.run import open_institution

    bring_to_head()
    order = InstitutionOrder(name="측정시", host="bench.localhost", administrator_email="a@bench.example")
    institution = open_institution(order=order, at=timezone.now())
    with institution_context(institution), connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(FILL.format(people=people).replace("%%", "%"))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return institution


def raw_copy(institution: Any) -> None:
    from tenants.moving.snapshot import SchemaRows, snapshot

    with snapshot() as conn:
        source = SchemaRows(conn, institution.schema_name)
        for name, shape in source.shapes.items():
            for _part in source.rows(name, shape.names):
                pass


def pg_dump(institution: Any, database: str) -> None:
    from django.db import connection

    known = connection.settings_dict
    command = [
        "pg_dump",
        "-Fc",
        f"--schema={institution.schema_name}",
        f"--dbname={database}",
    ]
    command += [f"--host={known['HOST']}"] * bool(known["HOST"]) + [f"--username={known['USER']}"]
    command += [f"--port={known['PORT']}"] * bool(known["PORT"])
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def measure(people: int, database: str, folder: Path) -> bool:
    from django.utils import timezone

    from tenants.moving.archive.reading import Archive
    from tenants.moving.exporting import Exported, write_export
    from tenants.moving.importing import Wish, import_archive

    institution = prepare(people)
    path, made = folder / "bench.zip", list[Exported]()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    export = timed(
        lambda: made.append(
            write_export(institution=institution, path=path, at=timezone.now(), passphrase="x" * 12)
        )
    )
    copied, dumped = timed(lambda: raw_copy(institution)), timed(lambda: pg_dump(institution, database))

    def take_in() -> None:
        with Archive(path) as archive:
            wish = Wish(host="again.localhost", passphrase="x" * 12, takes_over=True)
            import_archive(archive=archive, at=timezone.now(), wish=wish)

    taken = timed(take_in)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    size = made[0].database_bytes / MB
    print(f"{size:.0f} MB of tables and indexes, {made[0].rows} rows, archive {made[0].bytes / MB:.0f} MB")
    print(
        f"export    {export:7.1f} s  {size / export:6.1f} MB/s   {export / copied:4.1f} x raw COPY, {export / dumped:4.1f} x pg_dump"
    )
    print(f"import    {taken:7.1f} s  {size / taken:6.1f} MB/s   (wanted both: at least {WANTED:.0f} MB/s)")
    print(f"raw COPY  {copied:7.1f} s  pg_dump {dumped:.1f} s; the process grew by {grown:.0f} MB")
    return size / export >= WANTED and size / taken >= WANTED


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=30_000)
    arguments = parser.parse_args()
    start_django()
    with scratch_database() as name, tempfile.TemporaryDirectory() as folder:
        reached = measure(arguments.people, name, Path(folder))
    sys.exit(0 if reached else 1)
