"""Everywhere in the public schema that still says which institution somebody was."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from psycopg import sql

from platform_core.events.models import Event, Hearing
from platform_core.outbound.models import OutboundMail
from tenants.cache import keys_of
from tenants.closing.models import ErasureCertificate
from tenants.connection import connection
from tenants.context import public
from tenants.models import Hostname, Institution, OwnDomain, RetiredHostname
from tenants.moving.files import size_of

# The certificate says who it was; a retired host says that it rests, and no longer whose it was.
ALLOWED = {ErasureCertificate._meta.db_table, RetiredHostname._meta.db_table}
TABLES = """
SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') ORDER BY 1
"""
# Columns of plain numbers that name an institution: by a foreign key, or by their name.
NUMBERED = """
SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
  AND a.atttypid IN ('int4'::regtype, 'int8'::regtype)
  AND (a.attname IN ('institution_id', 'tenant_id') OR EXISTS (
      SELECT FROM pg_constraint f WHERE f.contype = 'f' AND f.conrelid = c.oid AND f.conkey = ARRAY[a.attnum]
      AND f.confrelid = 'public.tenants_institution'::regclass))
ORDER BY 1, 2
"""
NAMED_IN = sql.SQL("SELECT count(*) FROM {table} AS t WHERE t::text ~* %s")
POINTED_AT = sql.SQL("SELECT count(*) FROM {table} WHERE {column} = %s")


@dataclass(frozen=True, slots=True)
class Identity:
    """By what an institution is known. `hosts`: the main one first."""

    pk: int
    key: str
    schema: str
    name: str
    hosts: tuple[str, ...]

    @property
    def pattern(self) -> str:
        """What says in a text that it was this one: PostgreSQL's and Python's regular expression."""
        words = [self.schema, self.key, self.key.replace("-", ""), *self.hosts]
        told = "|".join(re.escape(word) for word in words)
        return rf'(^|[^a-z0-9.-])({told})($|[^a-z0-9-])|"institution(_id)?": ?"?{self.pk}\y'


def identity_of(institution: Institution) -> Identity:
    with public():
        hosts = Hostname.objects.filter(tenant=institution).order_by("-is_primary", "domain")
        names = [*hosts.values_list("domain", flat=True)]
        own = OwnDomain.objects.filter(institution=institution).order_by("domain")
        names += [name for name in own.values_list("domain", flat=True) if name not in names]
    return Identity(
        institution.pk, str(institution.key), institution.schema_name, institution.name, tuple(names)
    )


def forget_mentions(who: Identity) -> dict[str, int]:
    """Remove from the public schema what happened to it and the letters about it; how many rows of each table.

    Call before its rows go: what happened to those goes, too.
    """
    pattern = who.pattern
    about = Q(subject_type=Institution._meta.label_lower, subject_id=who.pk) | Q(said__iregex=pattern)
    for label, numbers in _rows_of(who).items():
        about |= Q(subject_type=label, subject_id__in=numbers)
    said = Event.objects.annotate(said=Cast("data", TextField())).filter(about)
    events = Event.objects.filter(pk__in=list(said.values_list("pk", flat=True)))
    letters = OutboundMail.objects.filter(
        Q(to__iregex=pattern) | Q(subject__iregex=pattern) | Q(text__iregex=pattern) | Q(html__iregex=pattern)
    )
    # Plainly: rooms that have no tables in the public schema would be asked what hangs on them.
    _delete(Hearing.objects.filter(event__in=events))
    RetiredHostname.objects.filter(institution_key=who.key).update(institution_key=None)
    return {Event._meta.db_table: _delete(events), OutboundMail._meta.db_table: _delete(letters)}


def _delete(rows: QuerySet[Any]) -> int:
    return int(rows._raw_delete(rows.db))


def _rows_of(who: Identity) -> dict[str, list[int]]:
    """The ids of everything in the public schema that belongs to it, by the kind of thing."""
    found: dict[str, list[int]] = {}
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.related_model is Institution and model._meta.pk is not None:
                rows = model._default_manager.filter(**{field.attname: who.pk})
                numbers = [pk for pk in rows.values_list("pk", flat=True) if isinstance(pk, int)]
                if numbers:
                    found.setdefault(model._meta.label_lower, []).extend(numbers)
    return found


def traces_of(who: Identity) -> dict[str, int]:
    """Where it is still named, and how often: tables, files, keys of the cache. Empty after an erasure."""
    with public(), connection.cursor() as cursor:
        found: dict[str, int] = {}
        cursor.execute("SELECT count(*) FROM pg_namespace WHERE nspname = %s", [who.schema])
        found["schema"] = cursor.fetchone()[0]
        cursor.execute(TABLES)
        for (table,) in cursor.fetchall():
            if table not in ALLOWED:
                found[table] = _count(cursor, NAMED_IN, who.pattern, table)
        cursor.execute(NUMBERED)
        for table, column in cursor.fetchall():
            found[table] = found.get(table, 0) + _count(cursor, POINTED_AT, who.pk, table, column)
        found["tenants_institution"] += _count(cursor, POINTED_AT, who.pk, "tenants_institution")
        retired = _count(cursor, POINTED_AT, who.key, "tenants_retiredhostname", "institution_key")
    found |= {
        "tenants_retiredhostname": retired,
        "files": len(files_of(who)) or size_of(who.schema)[0],
        "cache": len(keys_of(who.schema)),
    }
    return {place: count for place, count in sorted(found.items()) if count}


def _count(cursor: Any, question: sql.SQL, value: object, table: str, column: str = "id") -> int:
    names = {"table": sql.Identifier("public", table), "column": sql.Identifier(column)}
    cursor.execute(question.format(**names), [value])
    return int(cursor.fetchone()[0])


def files_of(who: Identity) -> list[Path]:
    """Files and folders beside the institutions' that carry its name, with all that lies in its own."""
    root = Path(settings.MEDIA_ROOT)
    named = re.compile(who.pattern.replace(r"\y", r"\b"), re.I)
    found: list[Path] = []
    for place in (root, Path(settings.DATA_DIR)):
        if place.is_dir():
            near = [
                *place.iterdir(),
                *(one for top in place.iterdir() if top.is_dir() for one in top.iterdir()),
            ]
            found += [one for one in near if named.search(one.name)]
    return sorted(set(found))
