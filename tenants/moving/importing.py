"""An archive becomes an institution: whole, or nothing of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import IntegrityError, models, transaction
from django.utils.module_loading import import_string

from platform_core.access.resealing import reseal_here
from platform_core.events.actions import record
from tenants.connection import connection
from tenants.context import institution_context, public
from tenants.models import Hostname, Institution, ProvisioningStep, Standing, StepState, new_schema_name
from tenants.moving import events
from tenants.moving.archive import INSTITUTION, SECRETS
from tenants.moving.archive.reading import Archive
from tenants.moving.archive.sealing import unsealed
from tenants.moving.files import keep_as, remove_all_of
from tenants.moving.loading import load_schema
from tenants.moving.public_rows import CARRIED
from tenants.moving.refusal import CannotMove
from tenants.moving.secrets import drop_without_secrets, write_secrets
from tenants.moving.shapes import shapes_of
from tenants.moving.taking_over import leave_waiting_to_the_other
from tenants.provisioning.blueprint.opening import SCHEMA_NAME, schema_exists
from tenants.provisioning.hosts import fault_of_host
from tenants.queries import forget_hosts

Progress = Callable[[str], object]
# Steps of an opening that are still due: what was bought is this deployment's to say.
STILL_DUE = "billing.provisioning.start_plan"


@dataclass(frozen=True)
class Wish:
    """`host`: another address than it had. `takes_over`: the place it comes from is closed, so letters and news that
    waited there go out from here. `passphrase`: of what was sealed."""

    host: str = ""
    passphrase: str = ""
    takes_over: bool = False


def import_archive(
    *,
    archive: Archive,
    at: datetime,
    wish: Wish = Wish(),
    by: models.Model | None = None,
    say: Progress = lambda line: None,
) -> Institution:
    """Raises CannotMove with nothing left behind: no row, no schema, no file."""
    archive.verify_documents()
    said = archive.document(INSTITUTION)
    host = _host(said, wish)
    if wish.passphrase and not archive.has_secrets:
        raise CannotMove("Nothing is sealed in it: it was made without a passphrase.")
    institution = _row(said, at)
    with being_alone(institution.schema_name):
        _take_in(institution, host, archive, wish, at, by, say)
    forget_hosts()
    return institution


@contextmanager
def being_alone(schema: str) -> Iterator[None]:
    """Two who take in the same at once would find, and throw away, each other's files."""
    asked = [f"import {schema}"]
    with public(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", asked)
        if not cursor.fetchone()[0]:
            raise CannotMove("Somebody is taking it in at this moment.")
    try:
        yield
    finally:
        with public(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", asked)


def _take_in(
    institution: Institution,
    host: str,
    archive: Archive,
    wish: Wish,
    at: datetime,
    by: models.Model | None,
    say: Progress,
) -> None:
    kept = False
    try:
        with institution_context(institution):
            _take_files(archive)
        say(f"files: {len(archive.files)}")
        with public(), transaction.atomic():
            _write_rows(institution, host, at, by, archive)
            load_schema(institution.schema_name, archive, migrations=archive.migrations, done=say)
            archive.verify()
            say("checksums: as they were")
            with institution_context(institution):
                _settle(archive, wish, at)
            if STILL_DUE in settings.PROVISIONING_STEPS:
                import_string(STILL_DUE)(institution)
        kept = True
    except CannotMove:
        archive.verify()  # what was changed on its way is called that, whatever else it led to
        raise
    except IntegrityError as error:
        raise CannotMove(f"It could not be taken in: {str(error).partition(chr(10))[0]}") from error
    finally:
        if not kept:
            remove_all_of(institution.schema_name)


def _host(said: dict[str, Any], wish: Wish) -> str:
    try:
        had = next(one["domain"] for one in said["hostnames"] if one["is_primary"])
    except (KeyError, TypeError, StopIteration) as error:
        raise CannotMove("It does not say where the institution lived.") from error
    host = wish.host or _under_our_name(str(had))
    if fault := fault_of_host(host):
        raise CannotMove(f"{host}: {fault} Give it another address (--host).")
    return host


def _under_our_name(had: str) -> str:
    """Its label in front of this deployment's name, where it lived under that of another one."""
    if had.endswith("." + settings.BASE_HOST):
        return had
    return f"{had.partition('.')[0]}.{settings.BASE_HOST}"


def _row(said: dict[str, Any], at: datetime) -> Institution:
    """Itself where nobody here has its schema or its key; a namesake with new ones otherwise."""
    try:
        row = said["institution"]
        institution = Institution(
            **{name: row[name] for name in CARRIED},
            standing=Standing.OPEN if row["standing"] == Standing.PREPARING else row["standing"],
            standing_reason=row["standing_reason"],
            standing_changed_at=row["standing_changed_at"],
            opened_at=row["opened_at"] or at,
        )
        key, schema = str(row["key"]), str(row["schema"])
        institution.clean_fields(
            exclude=["key", "schema_name", "settings", "order", "entitlements", "languages"]
        )
    except (KeyError, TypeError, ValueError) as error:
        raise CannotMove(f"What it says of the institution cannot be read ({error}).") from error
    except Exception as error:
        raise CannotMove(f"What it says of the institution cannot be used ({error}).") from error
    if not SCHEMA_NAME.fullmatch(schema) or not schema.startswith("i_"):
        raise CannotMove("The name of its schema is none that we give.")
    with public():
        if (
            not schema_exists(schema)
            and not Institution.objects.filter(models.Q(key=key) | models.Q(schema_name=schema)).exists()
        ):
            institution.key, institution.schema_name = key, schema
        else:
            institution.schema_name = new_schema_name()
    return institution


def _take_files(archive: Archive) -> None:
    for part in archive.files:
        try:
            if not keep_as(part.path.removeprefix("files/"), archive.pieces(part)):
                raise FileExistsError
        except (SuspiciousOperation, OSError) as error:
            raise CannotMove(f"{part.path[:120]!r} cannot be kept here ({type(error).__name__}).") from error


def _write_rows(
    institution: Institution, host: str, at: datetime, by: models.Model | None, archive: Archive
) -> None:
    institution.save()
    # Django's own stamp would say today.
    with suppress(KeyError):
        created = archive.document(INSTITUTION)["institution"]["created_at"]
        Institution.objects.filter(pk=institution.pk).update(created_at=created)
    Hostname.objects.create(domain=host, tenant=institution, is_primary=True)
    ProvisioningStep.objects.bulk_create(
        ProvisioningStep(
            institution=institution,
            position=place,
            path=path,
            state=StepState.DONE,
            started_at=at,
            finished_at=at,
        )
        for place, path in enumerate(settings.PROVISIONING_STEPS)
    )
    record(
        events.IMPORTED,
        institution,
        at=at,
        actor=by,
        name=institution.name,
        host=host,
        made_at=str(archive.manifest.get("made_at", "")),
        signed_by=archive.signed_by,
    )


def _settle(archive: Archive, wish: Wish, at: datetime) -> None:
    reseal_here()
    if wish.passphrase:
        with archive.open(SECRETS) as file:
            write_secrets(
                unsealed(file, wish.passphrase), shapes_of(connection.connection, connection.schema_name)
            )
    else:
        drop_without_secrets()
    if not wish.takes_over:
        leave_waiting_to_the_other(at=at)
