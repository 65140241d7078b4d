"""`manage.py volunteer HOST`: an institution that gets migrations before the others."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from tenants.context import public
from tenants.management.progress import institution_living_at
from tenants.migrations_across.records import MigrationVolunteer
from tenants.migrations_across.rings import step_back, volunteer


class Command(BaseCommand):
    help = "Lets an institution get migrations before the others; without a host, lists those that do."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("host", nargs="?")
        parser.add_argument("--no-more", action="store_true", help="It goes with all the others again.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["host"] is None:
            self.list()
            return
        change = step_back if options["no_more"] else volunteer
        changed = change(institution=institution_living_at(options["host"]), at=timezone.now())
        self.stdout.write("Done." if changed else "It was so already.")

    def list(self) -> None:
        with public():
            for one in MigrationVolunteer.objects.select_related("institution"):
                self.stdout.write(f"{one.institution.schema_name}  {one.institution.name}")
