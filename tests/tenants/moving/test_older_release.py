"""A city that left an older release arrives in this one: loaded as it was, then brought to head.

Every migration there was until then is run for it: some ten seconds, so only with WHOLE_MOVES=1.
"""

import os
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from platform_core.outbound.actions import queue_mail
from platform_core.outbound.models import Bounce, OutboundMail
from tenants.context import institution_context
from tenants.migrations_across.drift import find_drift
from tenants.migrations_across.head import institution_head
from tenants.models import Institution
from tenants.moving.archive.reading import Archive
from tenants.moving.importing import Wish, import_archive
from tenants.provisioning.removal import remove_everything
from tests.fixtures.institutions import a_free_host
from tests.tenants.moving.scene import exported, sums

# The release before letters that come back were kept.
BEFORE = ("outbound", "0002_own_sender")
CHANGED = ("outbound_outboundmail", "outbound_bounce", "django_migrations")


def arrive(path: Path) -> Institution:
    with Archive(path) as archive:
        return import_archive(archive=archive, at=timezone.now(), wish=Wish(host=a_free_host()))


def go_back(institution: Institution) -> None:
    """As its schema was then."""
    with institution_context(institution):
        queue_mail(to="kim@example.org", subject="옛 편지", text="…")
        with transaction.atomic():
            MigrationExecutor(connection).migrate([BEFORE])


@pytest.mark.skipif(not os.environ.get("WHOLE_MOVES"), reason="WHOLE_MOVES=1 runs it")
def test_what_left_an_older_release_is_at_head_where_it_arrives(standing, django_db_blocker, tmp_path):
    with django_db_blocker.unblock():
        before = arrive(exported(standing.bada, tmp_path / "bada.zip"))
        try:
            go_back(before)
            older = exported(before, tmp_path / "older.zip")
        finally:
            remove_everything(before)
        with Archive(older) as archive:
            assert set(archive.migrations) < set(institution_head().names)
            assert "outbound_bounce" not in archive.tables
        arrived = arrive(older)
        try:
            again = exported(arrived, tmp_path / "again.zip")
            with Archive(older) as one, Archive(again) as other:
                assert set(other.migrations) == set(institution_head().names)
                assert sums(one, *CHANGED) == sums(other, *CHANGED)
                moved = {"django_migrations_id_seq": other.sequences["django_migrations_id_seq"]}
                assert (one.sequences | moved).items() <= other.sequences.items()
            with institution_context(arrived):
                assert OutboundMail.objects.filter(subject="옛 편지").count() == 1
                assert not Bounce.objects.exists()
            assert [one for one in find_drift() if one.institution.pk == arrived.pk] == []
        finally:
            remove_everything(arrived)
