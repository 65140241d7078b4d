"""`manage.py note_release NAME`: what the next release's migrations are held against."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tenants.migrations_across.contracting import complaints
from tenants.migrations_across.releases import note, releases


class Command(BaseCommand):
    help = (
        "Writes down this code's migrations as those of a release (tenants/migrations_across/releases.toml)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")

    def handle(self, *args: Any, **options: Any) -> None:
        if found := complaints(releases()):
            raise CommandError("\n".join(str(one) for one in found))
        try:
            release = note(options["name"])
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{release.name}: {len(release.names)} migrations. Commit releases.toml with the release."
        )
