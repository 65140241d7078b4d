"""`manage.py resume_institution haneul.localhost`"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tenants.management.progress import announce_to, institution_living_at
from tenants.provisioning.run import AlreadyRunning, StepFailed, run_steps


class Command(BaseCommand):
    help = "Goes on opening an institution whose preparation stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("host")

    def handle(self, *args: Any, **options: Any) -> None:
        institution = institution_living_at(options["host"])
        try:
            run_steps(institution, announce=announce_to(self.stdout))
        except (StepFailed, AlreadyRunning) as failure:
            raise CommandError(str(failure)) from failure
        institution.refresh_from_db()
        self.stdout.write(f"{institution.name}: {institution.get_standing_display()}")
