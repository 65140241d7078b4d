"""`manage.py recount [INSTITUTION …]`: compare every shown count with the rows behind it, now."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from civic.journeys.clock import recount, recount_ballots
from civic.journeys.management.commands.import_proposals import find_institution
from tenants.context import institution_context
from tenants.models import Institution
from tenants.tasks import for_every_institution


class Command(BaseCommand):
    help = "Recount supports and votes. Exits with 1 when a difference was found (and mended, unless --only-look)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "institutions", nargs="*", help="host, subdomain or schema name; all open ones if none"
        )
        parser.add_argument("--only-look", action="store_true", help="tell differences, change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        repair = not options["only_look"]
        found = 0
        if options["institutions"]:
            for name in options["institutions"]:
                institution = find_institution(name)
                with institution_context(institution):
                    found += self._recount(institution, repair)
        else:
            for institution in for_every_institution():
                found += self._recount(institution, repair)
        if found:
            raise SystemExit(1)

    def _recount(self, institution: Institution, repair: bool) -> int:
        # A mended count may make an answer due, at the institution's midnight.
        with timezone.override(institution.zone):
            differences = recount(at=timezone.now(), repair=repair)
            # A result that was published is told to differ, and never changed by a command.
            differences += recount_ballots(at=timezone.now())
        self.stdout.write(f"{institution.name}: {differences or 'no'} differences")
        return differences
