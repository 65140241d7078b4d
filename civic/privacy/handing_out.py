"""What is kept of one person, in one file they can take along: for people (HTML) and for programs (JSON)."""

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from civic.privacy.my_data import Kept, kept_of
from civic.privacy.words import heading
from platform_core.access.place import institution_here
from platform_core.accounts.models import User
from platform_core.events.actions import record
from platform_core.files.keeping import content_of
from platform_core.files.names import display_name
from tenants.moving.classified import classified

IN_MEMORY_BYTES = 4 * 1024 * 1024
TAKEN = "privacy.copy.taken"


class _Plain(DjangoJSONEncoder):
    """Whatever a column may hold can be written."""

    def default(self, o: Any) -> Any:
        try:
            return super().default(o)
        except TypeError:
            return str(o)


@transaction.atomic
def hand_out(*, user: User, at: datetime) -> IO[bytes]:
    """A zip of my-data.json, my-data.html and the files they added, made whole before the first byte leaves. It is kept nowhere."""
    record(TAKEN, user, at=at, actor=user)
    tables = list(kept_of(user))
    file: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 - the response closes it
    with ZipFile(file, "w", ZIP_DEFLATED) as zipped:
        zipped.writestr("my-data.json", _json(tables, at))
        zipped.writestr("my-data.html", _html(tables, user, at))
        for name, stored_as in _files(tables):
            # One that was lost on the disk does not hold up the others.
            with suppress(FileNotFoundError):
                zipped.writestr(f"files/{name}", content_of(stored_as))
    file.seek(0)
    return file


def _files(tables: list[Kept]) -> Iterator[tuple[str, str]]:
    """What they uploaded: the number of its row in front, so that two of one name stay two."""
    for one in tables:
        table = classified()[one.table]
        for stored in table.columns_of("persons_file"):
            for row in one.rows:
                if stored_as := row.get(stored):
                    called = next(
                        (row[name] for name in table.columns_of("filename") if row.get(name)), "file"
                    )
                    yield f"{row['id']}-{display_name(called)}", stored_as


def _json(tables: list[Kept], at: datetime) -> str:
    said = {
        "institution": institution_here().name,
        "made_at": at,
        "tables": [
            {"name": one.table, "what": str(one.what), "count": one.count, "rows": one.rows} for one in tables
        ],
    }
    return json.dumps(said, cls=_Plain, ensure_ascii=False, indent=2)


def _html(tables: list[Kept], user: User, at: datetime) -> str:
    context = {
        "institution": institution_here(),
        "user": user,
        "made_at": at,
        "language": get_language(),
        "sections": [in_words(one) for one in tables],
    }
    return render_to_string("privacy/copy.html", context)


def in_words(kept: Kept) -> dict[str, Any]:
    """For a page: headings and values as people read them, empty ones left out."""
    rows = [
        [(heading(name), said) for name, value in row.items() if name != "id" and (said := _said(value))]
        for row in kept.rows
    ]
    return {"what": kept.what, "count": kept.count, "rows": rows, "is_cut": kept.count > len(rows)}


def _said(value: Any) -> str:
    match value:
        case None | "" | [] | {}:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case datetime():
            return date_format(timezone.localtime(value), "DATETIME_FORMAT")
        case date():
            return date_format(value, "DATE_FORMAT")
        case dict() | list():
            return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)
