"""`manage.py archive_institution haneul.localhost --reason …`"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from tenants.actions import archive
from tenants.management.progress import institution_living_at, move


class Command(BaseCommand):
    help = "Archives an institution whose static site has been made: files are served in its place."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("host")
        parser.add_argument("--reason", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        institution = institution_living_at(options["host"])
        move(archive, institution=institution, reason=options["reason"], at=timezone.now())
        self.stdout.write(f"{institution.name} is archived.")
