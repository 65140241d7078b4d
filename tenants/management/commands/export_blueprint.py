"""`manage.py export_blueprint haneul.localhost > haneul.toml`"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from tenants.designs.actions import design_from
from tenants.designs.file import written
from tenants.management.progress import institution_living_at


class Command(BaseCommand):
    help = "Writes what an institution is set up with, and nothing that people did there."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("host")

    def handle(self, *args: Any, **options: Any) -> None:
        institution = institution_living_at(options["host"])
        self.stdout.write(written(design_from(institution)), ending="")
