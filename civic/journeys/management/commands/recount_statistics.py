"""`manage.py recount_statistics [INSTITUTION …]`: count every number of what taking part brings anew, now."""

from argparse import ArgumentParser
from time import monotonic
from typing import Any

from django.utils import timezone

from civic.efficacy.counting import recount_statistics
from civic.journeys.management.commands.recount import Command as Recount
from tenants.models import Institution


class Command(Recount):
    help = "Recount statistics. Exits with 1 when a difference was found (and mended, unless --only-look)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--anew", action="store_true", help="throw all numbers away first")

    def handle(self, *args: Any, **options: Any) -> None:
        self.anew = options["anew"]
        super().handle(*args, **options)

    def _recount(self, institution: Institution, repair: bool) -> int:
        """With --anew every number is new and none a difference."""
        began = monotonic()
        with timezone.override(institution.zone):
            found = dict(recount_statistics(at=timezone.now(), repair=repair, anew=self.anew))
        differences = 0 if self.anew else sum(found.values())
        told = ", ".join(f"{measure} {many}" for measure, many in found.items() if many and not self.anew)
        took = monotonic() - began
        self.stdout.write(f"{institution.name}: {told or 'no differences'} ({took:.1f} s)")
        return differences
