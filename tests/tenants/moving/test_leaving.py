"""A city leaves whole, and is the same where it arrives; in its training copy nobody is to be found."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.utils import timezone
from psycopg import sql

from platform_core.access.sealing import unseal
from platform_core.accounts.mfa import MFAAdapter
from platform_core.accounts.models import User
from platform_core.events.models import Event
from platform_core.outbound.actions import queue_mail, send_waiting
from platform_core.outbound.models import MailState, OutboundMail, OwnSender
from tenants.context import institution_context, public
from tenants.models import Hostname, Institution
from tenants.moving.archive import INSTITUTION, SECRETS
from tenants.moving.archive.reading import Archive
from tenants.moving.archive.sealing import unsealed
from tenants.moving.copying import TrainingOrder, copy_for_training
from tenants.moving.importing import Wish, being_alone, import_archive
from tenants.moving.refusal import CannotMove
from tenants.moving.shapes import shapes_of
from tenants.provisioning.removal import remove_everything
from tests.fixtures.institutions import a_free_host
from tests.fixtures.people import PASSWORD
from tests.tenants.moving.scene import CANARY, PASSPHRASE, exported, lived_in, sums

VERIFY = Path(__file__).parents[3] / "deploy/export/verify-archive"


@pytest.fixture(scope="module")
def city(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), lived_in() as institution:
        with institution_context(institution):
            canary = User.objects.get(email="canary@saebyeol.example")
            secret = MFAAdapter().encrypt("JBSWY3DPEHPK3PXP")
            Authenticator.objects.create(user=canary, type="totp", data={"secret": secret})
        yield institution


@pytest.fixture(scope="module")
def archive_file(city, django_db_blocker, tmp_path_factory) -> Path:
    with django_db_blocker.unblock():
        return exported(city, tmp_path_factory.mktemp("exports") / "city.zip", passphrase=PASSPHRASE)


def arrive(path: Path, **wish) -> Institution:
    wish = {"host": a_free_host(), "passphrase": PASSPHRASE, **wish}
    with Archive(path) as archive:
        return import_archive(archive=archive, at=timezone.now(), wish=Wish(**wish))


def test_what_arrives_is_the_same_and_comes_back_as_itself(archive_file, city, django_db_blocker, tmp_path):
    """Beside the city first, as a namesake; then, once that was erased, with its own names."""
    with django_db_blocker.unblock():
        arrived = arrive(archive_file, takes_over=True)
        try:
            again = exported(arrived, tmp_path / "again.zip", passphrase=PASSPHRASE)
            they_are_equal(archive_file, again)
            people_sign_in_and_letters_are_signed(arrived, city)
            with public():
                host = Hostname.objects.get(tenant=arrived).domain
        finally:
            remove_everything(arrived)
        back = arrive(again, host="", passphrase="")
        try:
            assert (back.schema_name, str(back.key)) == (arrived.schema_name, str(arrived.key))
            with public():
                assert Hostname.objects.get(tenant=back).domain == host
            nothing_secret_came_along(back)
        finally:
            remove_everything(back)


def they_are_equal(first: Path, second: Path) -> None:
    with Archive(first) as one, Archive(second) as other:
        assert sum(table.rows for table in one.tables.values()) > 500
        assert len(one.files) > 1
        assert sums(one) == sums(other)
        assert one.sequences == other.sequences
        own = {"key", "schema", "entitlements"}
        here, there = (archive.document(INSTITUTION)["institution"] for archive in (one, other))
        assert {name: here[name] for name in here if name not in own} == {
            name: there[name] for name in there if name not in own
        }
        with one.open(SECRETS) as theirs, other.open(SECRETS) as ours:
            assert list(unsealed(theirs, PASSPHRASE)) == list(unsealed(ours, PASSPHRASE))


def people_sign_in_and_letters_are_signed(arrived: Institution, city: Institution) -> None:
    with institution_context(arrived):
        canary = User.objects.get(email="canary@saebyeol.example")
        assert canary.check_password(PASSWORD)
        authenticator = Authenticator.objects.get(user=canary)
        assert MFAAdapter().decrypt(authenticator.data["secret"]) == "JBSWY3DPEHPK3PXP"
        sealed = OwnSender.objects.get().private_key
        assert "PRIVATE KEY" in unseal(sealed)
    with institution_context(city):
        assert OwnSender.objects.get().private_key != sealed, "locked anew, with the keys of its place"


def nothing_secret_came_along(back: Institution) -> None:
    with institution_context(back):
        assert not User.objects.get(email="canary@saebyeol.example").has_usable_password()
        assert not Authenticator.objects.exists()
        assert not OwnSender.objects.exists()
        letter = OutboundMail.objects.get(dedupe_key="waiting")
        assert letter.state == MailState.FAILED, "the other place sends it"
        assert not Event.objects.filter(announced_at=None).exists()


def test_a_taken_address_asks_for_another(archive_file, city, django_db_blocker):
    with django_db_blocker.unblock():
        before = schemas()
        with pytest.raises(CannotMove, match="--host"):
            arrive(archive_file, host=city.primary_host)
        with pytest.raises(CannotMove, match="passphrase"):
            arrive(archive_file, passphrase="another passphrase")
        assert schemas() == before


def test_of_two_who_take_in_the_same_at_once_one_touches_nothing(django_db_setup, django_db_blocker):
    def another_may():
        try:
            with being_alone("i_twice"):
                return True
        except CannotMove:
            return False
        finally:
            connection.close()

    with django_db_blocker.unblock(), ThreadPoolExecutor(1) as elsewhere:
        with being_alone("i_twice"):
            assert not elsewhere.submit(another_may).result()
        assert elsewhere.submit(another_may).result()


def test_anybody_can_check_the_archive_without_us(archive_file, tmp_path):
    said = subprocess.run(
        [sys.executable, "-I", str(VERIFY), str(archive_file)], capture_output=True, text=True, check=True
    ).stdout
    assert said.startswith("whole: 새별군")
    changed = tmp_path / "changed.zip"
    content = bytearray(archive_file.read_bytes())
    content[len(content) // 2] ^= 1
    changed.write_bytes(content)
    assert subprocess.run(
        [sys.executable, str(VERIFY), str(changed)], capture_output=True, check=False
    ).returncode


def test_the_archive_holds_no_session_and_no_secret_in_the_open(archive_file):
    with Archive(archive_file) as archive:
        assert not {"django_session", "account_emailconfirmation", "api_apitoken"} & set(archive.tables)
        for part in archive.parts:
            if not part.path.startswith("files/"):
                text = b"".join(archive.pieces(part))
                assert (
                    b"argon2" not in text and b"PRIVATE KEY" not in text and b"JBSWY3DPEHPK3PXP" not in text
                )
        people = b"".join(archive.rows("accounts_user", archive.tables["accounts_user"].columns)).decode()
        assert CANARY in people


@pytest.fixture(scope="module")
def training(city, django_db_blocker):
    with django_db_blocker.unblock():
        order = TrainingOrder(host=a_free_host(), trainer="teacher@saebyeol.example")
        copy = copy_for_training(institution=city, order=order, at=timezone.now())
        yield copy
        remove_everything(copy)


def everything_in(institution: Institution) -> str:
    """Every row of every table, as text."""
    found = []
    with institution_context(institution), connection.cursor() as cursor:
        for name in sorted(shapes_of(connection.connection, institution.schema_name)):
            cursor.execute(sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(name)))
            found += [row for (row,) in cursor.fetchall()]
    return "\n".join(found)


def people_of(institution: Institution) -> set[str]:
    """Addresses and telephone numbers, and names that are nobody else's."""
    with institution_context(institution), connection.cursor() as cursor:
        cursor.execute(
            "SELECT email FROM accounts_user WHERE withdrawn_at IS NULL UNION SELECT email FROM account_emailaddress "
            "UNION SELECT email FROM gatherings_signup WHERE email <> '' "
            "UNION SELECT phone FROM gatherings_signup WHERE phone <> '' UNION SELECT contact FROM paper_offlineperson "
            "WHERE contact <> '' UNION SELECT key FROM paper_contactkey UNION SELECT password FROM accounts_user"
        )
        return {row[0] for row in cursor.fetchall()} | {CANARY}


def test_nobody_is_found_in_a_training_copy(city, training, django_db_blocker):
    with django_db_blocker.unblock():
        text, known = everything_in(training), people_of(city)
        assert len(known) > 100
        assert [one for one in sorted(known) if one in text] == []
        with institution_context(training):
            assert not any(user.has_usable_password() for user in User.objects.all())
            assert not Authenticator.objects.exists()
            proposals = everything_counted("proposals_proposal")
        with institution_context(city):
            assert proposals == everything_counted("proposals_proposal") > 3


def everything_counted(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
        return int(cursor.fetchone()[0])


def test_a_training_copy_says_what_it_is_and_its_letters_stay(training, visit, django_db_blocker, mailoutbox):
    with django_db_blocker.unblock():
        page = visit(training).get("/").content.decode()
        assert 'name="robots" content="noindex' in page
        assert "새별군" in page and 'class="site-banner site-banner--warn"' in page
        with institution_context(training):
            queue_mail(to="somebody@saebyeol.example", subject="…", text="…", dedupe_key="stays")
            send_waiting()
            assert [letter.to for letter in mailoutbox] == [["teacher@saebyeol.example"]]
            assert OutboundMail.objects.get(dedupe_key="stays").state == MailState.FAILED


def schemas() -> list[str]:
    with public(), connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace ORDER BY nspname")
        return [name for (name,) in cursor.fetchall()]


def test_the_description_tells_what_each_column_is(archive_file):
    with Archive(archive_file) as archive:
        package = archive.document("datapackage.json")
    tables = {table["name"]: table for table in package["resources"]}
    people = {field["name"]: field for field in tables["accounts_user"]["schema"]["fields"]}
    assert people["email"]["holds"] == "mail" and people["password"]["holds"] == "secret"
    assert {"fields": ["author_id"], "reference": {"resource": "accounts_user", "fields": ["id"]}} in tables[
        "proposals_proposal"
    ]["schema"]["foreignKeys"]
    json.dumps(package)
