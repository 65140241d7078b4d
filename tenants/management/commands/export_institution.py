"""`manage.py export_institution haneul.localhost /exports/haneul.zip [--passphrase-file …]`"""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tenants.management.moving import institution_named, passphrase_in
from tenants.moving.archive.signing import own_keys
from tenants.moving.exporting import write_export


class Command(BaseCommand):
    help = "Writes an institution whole into one signed archive, in open formats."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("host", nargs="?", help="One of its hosts, or its schema.")
        parser.add_argument(
            "path", nargs="?", type=Path, help="Where the archive is to stand; it must not exist."
        )
        parser.add_argument(
            "--passphrase-file",
            type=Path,
            help="Seals what is needed to sign in elsewhere; left out without it.",
        )
        parser.add_argument(
            "--key", action="store_true", help="Only say by which public key archives are signed here."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["key"]:
            self.stdout.write(own_keys()[0])
            return
        if not options["host"] or not options["path"]:
            raise CommandError("Name a host and a path.")
        if options["path"].exists():
            raise CommandError(f"{options['path']} exists; nothing was written.")
        institution = institution_named(options["host"])
        began = time.monotonic()
        made = write_export(
            institution=institution,
            path=options["path"],
            at=timezone.now(),
            passphrase=passphrase_in(options["passphrase_file"]),
        )
        seconds = time.monotonic() - began
        self.stdout.write(
            f"{institution.name}: {made.tables} tables, {made.rows} rows, {made.files} files, {made.bytes:,} bytes "
            f"in {seconds:.1f} s ({made.database_bytes / seconds / 1e6:.0f} MB of database a second)"
        )
