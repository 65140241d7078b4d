"""`manage.py make_read_only haneul.localhost --reason …`"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from tenants.actions import make_read_only
from tenants.management.progress import institution_living_at, move


class Command(BaseCommand):
    help = "Stops writing at an institution within seconds; what citizens wrote can be read as before."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("host")
        parser.add_argument("--reason", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        institution = institution_living_at(options["host"])
        move(make_read_only, institution=institution, reason=options["reason"], at=timezone.now())
        self.stdout.write(f"{institution.name} is read-only.")
