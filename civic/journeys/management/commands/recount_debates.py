"""`manage.py recount_debates [INSTITUTION …]`: count all votes of all debates anew from the opinions, now."""

from time import monotonic

from django.utils import timezone

from civic.journeys.clock import recount_debates
from civic.journeys.management.commands.recount import Command as Recount
from tenants.models import Institution


class Command(Recount):
    help = "Recount debates. Exits with 1 when a difference was found (and mended, unless --only-look)."

    def _recount(self, institution: Institution, repair: bool) -> int:
        with timezone.override(institution.zone):
            began = monotonic()
            differences = recount_debates(at=timezone.now(), repair=repair)
        took = monotonic() - began
        self.stdout.write(f"{institution.name}: {differences or 'no'} differences ({took:.1f} s)")
        return differences
