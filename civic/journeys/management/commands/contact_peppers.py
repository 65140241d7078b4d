"""`manage.py contact_peppers [INSTITUTION …] [--forget NUMBER]`: who is known by which pepper, and an old one's end.

How a pepper is changed stands in deploy/env.example.
"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from civic.journeys.management.commands.import_proposals import find_institution
from civic.paper.people import forget_pepper, known_by_alone
from civic.paper.recognising import peppers
from tenants.context import institution_context
from tenants.tasks import for_every_institution


class Command(BaseCommand):
    help = "Says how many people are known by each pepper alone; with --forget, removes what one has made."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "institutions", nargs="*", help="host, subdomain or schema name; all open ones if none"
        )
        parser.add_argument("--forget", type=int, metavar="NUMBER", help="a pepper that is no longer set")

    def handle(self, *args: Any, **options: Any) -> None:
        number = options["forget"]
        if number is not None and number in peppers():
            raise CommandError(f"Pepper {number} is still set: take it out of CONTACT_PEPPERS first.")
        if not options["institutions"]:
            for institution in for_every_institution():
                self._tell(institution.name, number)
        for name in options["institutions"]:
            institution = find_institution(name)
            with institution_context(institution):
                self._tell(institution.name, number)

    def _tell(self, name: str, number: int | None) -> None:
        if number is not None:
            self.stdout.write(f"{name}: {forget_pepper(number)} hashes of pepper {number} forgotten")
        alone = ", ".join(f"{pepper}: {count}" for pepper, count in known_by_alone().items())
        self.stdout.write(f"{name}: people known by one pepper alone: {alone or 'nobody'}")
