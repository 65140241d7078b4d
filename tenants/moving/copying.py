"""A training copy: an institution beside itself, where people are made up and no letter leaves."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.validators import validate_email
from django.db import models, transaction
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from psycopg import sql

from platform_core.access.resealing import reseal_here
from platform_core.events.actions import record
from tenants.connection import connection
from tenants.context import institution_context, public
from tenants.models import Hostname, Institution, ProvisioningStep, Standing, StepState
from tenants.moving import events
from tenants.moving.classified import classified
from tenants.moving.files import keep_as, pieces_of, remove_all_of, store, stored_files
from tenants.moving.loading import load_schema
from tenants.moving.refusal import CannotMove
from tenants.moving.scrubbing import Scrubber
from tenants.moving.snapshot import SchemaRows, snapshot
from tenants.moving.stand_ins import stand_in_for
from tenants.moving.taking_over import leave_waiting_to_the_other
from tenants.provisioning.hosts import fault_of_host
from tenants.queries import forget_hosts


@dataclass(frozen=True)
class TrainingOrder:
    """`trainer`: the only address that letters of the copy go to; invited as its administrator."""

    host: str
    trainer: str
    name: str = ""


def copy_for_training(
    *, institution: Institution, order: TrainingOrder, at: datetime, by: models.Model | None = None
) -> Institution:
    """Raises CannotMove with nothing left behind, and Unclassified when nobody has said what a column holds."""
    _check(order)
    copy = _row(institution, order, at)
    kept = False
    try:
        with snapshot() as conn:
            with translation.override(institution.default_language):
                removed = _("(Taken out of this training copy.)")
            scrubber = Scrubber(institution.schema_name, removed=removed)
            source = SchemaRows(conn, institution.schema_name, said=scrubber.said, which=scrubber.which)
            _copy_files(institution, copy, _of_people(source))
            with public(), transaction.atomic():
                _write_rows(copy, institution, order, at, by)
                migrations = [f"{app}.{name}" for app, name in conn.execute(_applied(institution))]
                load_schema(copy.schema_name, source, migrations=migrations)
                with institution_context(copy):
                    reseal_here()
                    leave_waiting_to_the_other(at=at)
                import_string(settings.TRAINER_INVITED_BY)(copy, email=order.trainer, at=at)
        kept = True
    finally:
        if not kept:
            remove_all_of(copy.schema_name)
    forget_hosts()
    return copy


def _check(order: TrainingOrder) -> None:
    with public():
        if fault := fault_of_host(order.host):
            raise CannotMove(f"{order.host}: {fault}")
    try:
        validate_email(order.trainer)
    except Exception as error:
        raise CannotMove(f"{order.trainer}: this is not an e-mail address.") from error


def _row(of: Institution, order: TrainingOrder, at: datetime) -> Institution:
    with translation.override(of.default_language):
        name = order.name or _("%(name)s (training)") % {"name": of.name}
    return Institution(
        name=name,
        kind=of.kind,
        tagline=of.tagline,
        languages=of.languages,
        time_zone=of.time_zone,
        country=of.country,
        # Words of the home page stay, lines with people's telephone numbers do not.
        settings={
            **{key: value for key, value in of.settings.items() if key != "contact"},
            "training": {"of": of.name, "letters_to": [order.trainer.lower()], "since": at.isoformat()},
        },
        order={"host": order.host, "administrator_email": order.trainer, "administrator_name": ""},
        standing=Standing.OPEN,
        standing_changed_at=at,
        opened_at=at,
    )


def _write_rows(
    copy: Institution, of: Institution, order: TrainingOrder, at: datetime, by: models.Model | None
) -> None:
    copy.save()
    Hostname.objects.create(domain=order.host, tenant=copy, is_primary=True)
    ProvisioningStep.objects.bulk_create(
        ProvisioningStep(
            institution=copy, position=place, path=path, state=StepState.DONE, started_at=at, finished_at=at
        )
        for place, path in enumerate(settings.PROVISIONING_STEPS)
    )
    record(events.COPIED, copy, at=at, actor=by, name=copy.name, host=order.host, of=of.name)


def _applied(institution: Institution) -> sql.Composed:
    return sql.SQL("SELECT app, name FROM {}").format(
        sql.Identifier(institution.schema_name, "django_migrations")
    )


def _of_people(source: SchemaRows) -> set[str]:
    """Names of the files that came from people or show them."""
    found: set[str] = set()
    for name, table in classified().items():
        for column in table.columns_of("persons_file"):
            if name in source.shapes:
                statement = sql.SQL("SELECT {0} FROM {1} WHERE {0} <> ''").format(
                    sql.Identifier(column), sql.Identifier(source.schema, name)
                )
                found |= {row[0] for row in source.conn.execute(statement)}
    return found


def _copy_files(of: Institution, copy: Institution, of_people: set[str]) -> None:
    """What is nobody's by any row (cards drawn from texts) is drawn again when it is asked for."""
    with institution_context(of):
        known = _kept_for_rows()
        names = [name for name in stored_files() if name in known]
    for name in names:
        with institution_context(of):
            source: Any = [stand_in_for(name)] if name in of_people else pieces_of(name)
            content = list(source)
        with institution_context(copy):
            keep_as(name, content)


def _kept_for_rows() -> set[str]:
    """Names of all files that a row keeps, of the institution at hand."""
    found: set[str] = set()
    with connection.cursor() as cursor:
        for name, table in sorted(classified().items()):
            for column in [*table.columns_of("file"), *table.columns_of("persons_file")]:
                cursor.execute(
                    sql.SQL("SELECT {0} FROM {1} WHERE {0} <> ''").format(
                        sql.Identifier(column), sql.Identifier(name)
                    )
                )
                found |= {row[0] for row in cursor.fetchall()}
    return {name for name in found if store.exists(name)}
