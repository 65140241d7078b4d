"""`manage.py import_institution /exports/haneul.zip [--host …] [--passphrase-file …] [--takes-over]`"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tenants.management.moving import passphrase_in
from tenants.moving.archive.reading import LARGEST, Archive
from tenants.moving.importing import Wish, import_archive
from tenants.moving.refusal import CannotMove


class Command(BaseCommand):
    help = "Makes an institution of an archive: whole, or nothing of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path)
        parser.add_argument("--host", default="", help="Another address than it had.")
        parser.add_argument(
            "--passphrase-file",
            type=Path,
            help="Of what was sealed; without it everybody needs a new password.",
        )
        parser.add_argument(
            "--takes-over",
            action="store_true",
            help="The place it comes from is closed: letters and news that waited there go out from here.",
        )
        parser.add_argument(
            "--trust", action="append", default=[], help="A public key (base64) that may have signed it."
        )
        parser.add_argument("--largest", type=int, default=LARGEST, help="Bytes that it may unpack to.")
        parser.add_argument("--check", action="store_true", help="Only read it, and say what it holds.")

    def handle(self, *args: Any, **options: Any) -> None:
        wish = Wish(options["host"], passphrase_in(options["passphrase_file"]), options["takes_over"])
        try:
            with Archive(
                options["path"], trusted=tuple(options["trust"]), largest=options["largest"]
            ) as archive:
                if options["check"]:
                    archive.verify()
                    rows = sum(table.rows for table in archive.tables.values())
                    self.stdout.write(
                        f"whole: {len(archive.tables)} tables, {rows} rows, {len(archive.files)} files"
                    )
                    return
                institution = import_archive(archive=archive, at=timezone.now(), wish=wish)
        except CannotMove as refusal:
            raise CommandError(f"{refusal} Nothing was kept.") from refusal
        self.stdout.write(f"{institution.name} is at {institution.address()} ({institution.schema_name})")
