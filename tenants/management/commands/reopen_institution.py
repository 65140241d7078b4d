"""`manage.py reopen_institution haneul.localhost`"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from tenants.actions import reopen
from tenants.management.progress import institution_living_at, move


class Command(BaseCommand):
    help = "Opens a read-only, suspended or archived institution again; what was parked goes on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("host")
        parser.add_argument("--reason", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        institution = institution_living_at(options["host"])
        move(reopen, institution=institution, reason=options["reason"], at=timezone.now())
        self.stdout.write(f"{institution.name} is open.")
