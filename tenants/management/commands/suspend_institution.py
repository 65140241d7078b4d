"""`manage.py suspend_institution haneul.localhost --reason …`"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tenants.actions import suspend
from tenants.management.progress import institution_living_at


class Command(BaseCommand):
    help = "Stops writing at an institution within seconds; reading goes on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("host")
        parser.add_argument("--reason", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        institution = institution_living_at(options["host"])
        if not suspend(institution=institution, reason=options["reason"], at=timezone.now()):
            raise CommandError(f"{institution.name} is not open: {institution.get_standing_display()}.")
        self.stdout.write(f"{institution.name} is suspended.")
