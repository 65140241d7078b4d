"""`manage.py report_drift`: schemas that somebody changed by hand."""

from typing import Any

from django.core.management.base import BaseCommand

from tenants.migrations_across.drift import find_drift


class Command(BaseCommand):
    help = "Compares every schema at head with the template; exits 1 when one differs."

    def handle(self, *args: Any, **options: Any) -> None:
        found = find_drift()
        for drift in found:
            self.stdout.write(f"{drift.institution.schema_name} ({drift.institution.name})")
            for one in drift.differences:
                self.stdout.write(f"  {'has   ' if one.is_surplus else 'lacks '} {one.line}")
        if found:
            raise SystemExit(1)
        self.stdout.write("No schema differs from the template.")
