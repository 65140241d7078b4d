"""`manage.py check_release`: may this release's migrations run while the last release serves?"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from tenants.context import public
from tenants.migrations_across.contracting import complaints
from tenants.migrations_across.releases import applied, releases, releases_in


class Command(BaseCommand):
    help = "Looks at each migration since the last noted release; exits 1 when old code would notice one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--deployed",
            action="store_true",
            help="Since the release that this database is at, however long ago that was noted.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        since, known = releases(), None
        if options["deployed"]:
            with public():
                known = applied()
            since = releases_in(known)
        found = complaints(since, known=known)
        if found:
            self.stdout.write("\n".join(map(str, found)))
            raise SystemExit(1)
        self.stdout.write(
            f"Nothing since {since[-1].name} is noticed by it." if since else "No release is noted yet."
        )
