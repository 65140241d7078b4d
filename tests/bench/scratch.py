"""A database that exists for one measurement."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import django


def start_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "platform_core.project.settings")
    os.environ.setdefault("DEBUG", "0")
    os.environ.setdefault("SECRET_KEY", "only-for-measuring")
    django.setup()


@contextmanager
def scratch_database() -> Iterator[str]:
    """Create a database beside DATABASE_URL's, connect to it, drop it afterwards."""
    from django.conf import settings
    from django.db import connection

    home = settings.DATABASES["default"]["NAME"]
    name = f"madang_bench_{uuid4().hex[:8]}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    connection.close()
    _connect_to(name)
    try:
        yield name
    finally:
        connection.close()
        _connect_to(home)
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _connect_to(name: str) -> None:
    from django.conf import settings
    from django.db import connection

    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name
