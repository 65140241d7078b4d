"""`manage.py reopen_institution haneul.localhost`"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tenants.actions import reopen
from tenants.management.progress import institution_living_at


class Command(BaseCommand):
    help = "Opens a suspended or archived institution again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("host")

    def handle(self, *args: Any, **options: Any) -> None:
        institution = institution_living_at(options["host"])
        if not reopen(institution=institution, at=timezone.now()):
            raise CommandError(f"{institution.name} is neither suspended nor archived.")
        self.stdout.write(f"{institution.name} is open.")
