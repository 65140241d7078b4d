"""`manage.py suspend_institution haneul.localhost --reason …`"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from tenants.actions import suspend
from tenants.management.progress import institution_living_at, move


class Command(BaseCommand):
    help = "Hides an institution within seconds: a neutral page stands at its address."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("host")
        parser.add_argument("--reason", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        institution = institution_living_at(options["host"])
        move(suspend, institution=institution, reason=options["reason"], at=timezone.now())
        self.stdout.write(f"{institution.name} is suspended: nothing of it is shown.")
