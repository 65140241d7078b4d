"""One city goes back to yesterday; its neighbour does not notice, and nobody gets yesterday's letters again."""

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from psycopg import sql

from civic.categories.models import Category
from civic.proposals.actions import delete_comment, write_comment
from civic.proposals.models import Comment
from platform_core.accounts.actions import withdraw_from
from platform_core.accounts.models import User
from platform_core.events.actions import announce_pending, record
from platform_core.events.models import Event
from platform_core.outbound.actions import queue_mail, send_waiting
from platform_core.outbound.models import MailState, OutboundMail
from tenants.context import public
from tenants.moving.models import KeptSchema
from tenants.moving.refusal import CannotMove
from tenants.moving.restoring import KEPT, compare, drop_kept, drop_unfinished, restore
from tests.deploy.test_backup import address, programs, psql
from tests.fixtures.people import PASSWORD, new_citizen, new_staff
from tests.fixtures.proposing import new_proposal

NEIGHBOUR = "bada.localhost"


@pytest.fixture
def city(fresh_institution):
    yield fresh_institution
    with public():
        for kept in KeptSchema.objects.filter(institution=fresh_institution).order_by("pk"):
            drop_kept(at=kept.kept_until)


@pytest.fixture
def aside(city):
    """`aside()`: that moment's public rows and this city's, in a database of their own."""
    here = str(connection.settings_dict["NAME"])
    name = f"{here}_yesterday"
    environment = {**os.environ, "PATH": programs()}

    def keep() -> str:
        psql(here, f"DROP DATABASE IF EXISTS {name}")
        psql(here, f"CREATE DATABASE {name}")
        psql(name, "DROP SCHEMA public CASCADE")
        dump = subprocess.Popen(
            ["pg_dump", address(here), "--schema=public", f"--schema={city.schema_name}", "--no-owner"],
            env=environment,
            stdout=subprocess.PIPE,
        )
        load = ["psql", address(name), "-Xq", "-v", "ON_ERROR_STOP=1", "-o", os.devnull]
        subprocess.run(load, env=environment, stdin=dump.stdout, check=True)
        assert dump.wait() == 0
        return address(name)

    yield keep
    psql(here, f"DROP DATABASE IF EXISTS {name}")


def checksum(schema: str) -> str:
    """Of every row of every table."""
    with public(), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1", [schema])
        sums = []
        for (table,) in cursor.fetchall():
            cursor.execute(
                sql.SQL(
                    "SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {} t"
                ).format(sql.Identifier(schema, table))
            )
            sums.append(f"{table} {cursor.fetchone()[0]}")
        return "\n".join(sums)


def test_a_city_goes_back_a_day_and_what_happened_to_people_since_stays(city, aside, standing, mailoutbox):
    now = timezone.now()
    leaver, stayer = new_citizen("김떠남", email="left@fresh.example"), new_citizen("이머묾")
    new_staff()
    proposal = new_proposal(author=stayer)
    comment = write_comment(proposal=proposal, author=stayer, body="지울 말", at=now)
    Event.objects.filter(announced_at=None).update(announced_at=now)
    OutboundMail.objects.filter(state=MailState.WAITING).update(state=MailState.SENT)
    told = record("tests.thing.happened", None, at=now)
    queue_mail(to="one@fresh.example", subject="어제의 편지", text="…", dedupe_key="yesterday")
    yesterday = aside()

    send_waiting()
    announce_pending()
    assert len(mailoutbox) == 1
    queue_mail(to="one@fresh.example", subject="오늘의 편지", text="…", dedupe_key="today")
    send_waiting()
    withdraw_from(user=leaver, keep_writings=False, at=now)
    delete_comment(comment=comment, at=now)
    stayer.set_password("another battery staple")
    stayer.save()
    Category.objects.update(is_shown=False)
    since = new_proposal(author=stayer)
    neighbour = checksum(standing.bada.schema_name)
    other_citys_rows_are_refused(city, yesterday)
    killed_while_the_places_change(city, yesterday)

    wrong = {one.table: one.then - one.now for one in compare(institution=city, aside=yesterday)}
    assert wrong["proposals_proposal"] == -1
    restored = restore(institution=city, aside=yesterday, because="분류가 모두 사라졌다", at=now)

    assert checksum(standing.bada.schema_name) == neighbour
    assert Category.objects.filter(is_shown=True).exists()
    assert not type(since).objects.filter(pk=since.pk).exists()
    assert new_proposal(author=User.objects.get(pk=stayer.pk)).pk > since.pk, "no number is given twice"
    assert OutboundMail.objects.get(dedupe_key="yesterday").state == MailState.SENT
    assert OutboundMail.objects.get(dedupe_key="today").state == MailState.SENT
    send_waiting()
    assert len(mailoutbox) == 2, "nothing is sent again"
    assert Event.objects.get(pk=told.pk).announced_at is not None
    gone = User.objects.get(pk=leaver.pk)
    assert gone.withdrawn_at is not None and "left@fresh" not in gone.email
    assert restored.lived.left_again == 1
    assert Comment.objects.get(pk=comment.pk).body == ""
    again = User.objects.get(pk=stayer.pk)
    assert again.check_password("another battery staple") and not again.check_password(PASSWORD)

    with public():
        kept = KeptSchema.objects.get(institution=city)
        assert (kept.name, kept.because) == (restored.kept_as, "분류가 모두 사라졌다")
        assert drop_kept(at=now + KEPT - timedelta(days=1)) == []
        assert drop_kept(at=now + KEPT) == [kept.name]
    assert kept.name not in schemas()


KILLED = """
import os, signal, sys
import django
django.setup()
from django.utils import timezone
from tenants.models import Institution
from tenants.moving import restoring

def die(*_, **__): os.kill(os.getpid(), signal.SIGKILL)
restoring.record = die
restoring.restore(
    institution=Institution.objects.get(pk=sys.argv[1]), aside=sys.argv[2], because="x", at=timezone.now())
"""


def killed_while_the_places_change(city, yesterday: str) -> None:
    """In the very transaction in which they do."""
    before = checksum(city.schema_name)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "platform_core.project.settings",
        "DATABASE_URL": address(str(connection.settings_dict["NAME"])),
        "PYTHONPATH": os.getcwd(),
    }
    ran = subprocess.run(
        [sys.executable, "-c", KILLED, str(city.pk), yesterday], env=environment, check=False
    )
    assert ran.returncode == -signal.SIGKILL
    assert checksum(city.schema_name) == before
    with public():
        (left,) = drop_unfinished()
    assert left not in schemas()


def other_citys_rows_are_refused(city, yesterday: str) -> None:
    aside = f"{connection.settings_dict['NAME']}_yesterday"
    before = checksum(city.schema_name)
    psql(aside, f"UPDATE tenants_institution SET key = gen_random_uuid() WHERE key = '{city.key}'")
    with pytest.raises(CannotMove, match="another institution"):
        restore(institution=city, aside=yesterday, because="…", at=timezone.now())
    psql(aside, f"UPDATE tenants_institution SET key = '{city.key}' WHERE schema_name = '{city.schema_name}'")
    with pytest.raises(CannotMove, match="Say why"):
        restore(institution=city, aside=yesterday, because=" ", at=timezone.now())
    assert checksum(city.schema_name) == before


def schemas() -> list[str]:
    with public(), connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace ORDER BY nspname")
        return [name for (name,) in cursor.fetchall()]
