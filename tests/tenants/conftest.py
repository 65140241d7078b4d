import pytest
from django.db import connection

from tenants.provisioning.blueprint import store


@pytest.fixture
def quick_migrations(db, monkeypatch):
    """What migrations make in a template, made by the last one's batch: it was migrated when the tests began."""
    batch = store.current_blueprint().sql

    def make(head):
        with connection.cursor() as cursor:
            cursor.execute(batch)

    monkeypatch.setattr(store, "migrate_here", make)
