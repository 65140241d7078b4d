"""`manage.py migrate` brings everything to head. Django's test runner calls it, too."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.db.migrations.autodetector import MigrationAutodetector

from tenants.management.commands import bring_to_head


class Command(bring_to_head.Command):
    # Django's checks and Celery's loader ask `migrate` for it.
    autodetector = MigrationAutodetector
    help = "Same as bring_to_head. Schemas go forward, whole: single apps and steps back are refused."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("app_label", nargs="?")
        parser.add_argument("migration_name", nargs="?")
        parser.add_argument("--database", default="default")
        parser.add_argument("--noinput", "--no-input", action="store_false", dest="interactive")
        parser.add_argument(
            "--run-syncdb", action="store_true", help="Accepted and ignored: every app has migrations."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["app_label"]:
            raise CommandError(
                "Schemas are brought to head whole. To take one apart while developing, use migrate_schemas."
            )
        super().handle(*args, **options)
