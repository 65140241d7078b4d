"""`manage.py check_release`: may this release's migrations run while the last release serves?"""

from typing import Any

from django.core.management.base import BaseCommand

from tenants.migrations_across.contracting import complaints
from tenants.migrations_across.releases import releases


class Command(BaseCommand):
    help = "Looks at each migration since the last noted release; exits 1 when old code would notice one."

    def handle(self, *args: Any, **options: Any) -> None:
        since = releases()
        found = complaints(since)
        if found:
            self.stdout.write("\n".join(map(str, found)))
            raise SystemExit(1)
        self.stdout.write(
            f"Nothing since {since[-1].name} is noticed by it." if since else "No release is noted yet."
        )
