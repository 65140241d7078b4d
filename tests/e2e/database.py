"""A database that exists for one test session, beside the tests' own."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import namedtuple_row

from tests.fixtures.at_head import database_at_head, url_of


@contextmanager
def scratch_database(name: str, settings: dict[str, Any]) -> Iterator[str]:
    """Made at head, and dropped again with whoever is still in it. Yields its DATABASE_URL.

    `settings` is DATABASES["default"]: the server is the one the tests use.
    """
    admin = url_of(settings, "postgres")
    like = database_at_head(settings)
    _run(admin, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
    _run(admin, "CREATE DATABASE {} TEMPLATE {}", name, like)
    try:
        yield url_of(settings, name)
    finally:
        _run(admin, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _run(url: str, statement: str, *names: str) -> None:
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))  # type: ignore[arg-type]


class Facts:
    """What one institution's schema says, asked without Django: the web server and the worker are elsewhere."""

    def __init__(self, url: str, schema: str) -> None:
        self._connection = psycopg.connect(
            url, autocommit=True, options=f"-c search_path={schema}", row_factory=namedtuple_row
        )

    def rows(self, query: str, *values: Any) -> list[Any]:
        return self._connection.execute(query, values).fetchall()  # type: ignore[arg-type]

    def one(self, query: str, *values: Any) -> Any:
        """The first value of the first row, or None."""
        found = self._connection.execute(query, values).fetchone()  # type: ignore[arg-type]
        return found[0] if found else None

    def run(self, statement: str, *values: Any) -> None:
        self._connection.execute(statement, values)  # type: ignore[arg-type]

    def close(self) -> None:
        self._connection.close()
