"""Seal with the newest key what older ones hold, everywhere: deploy/runbooks/key-rotation.md."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from platform_core.access.contact_sealing import newest
from platform_core.access.resealing import PORTION, columns_here, reseal, waiting
from platform_core.access.sealing import BrokenSeal
from tenants.context import institution_context, public
from tenants.models import Institution


class Command(BaseCommand):
    help = (
        "Seals how people are reached, and what institutions entrusted to us, with the first of SEALING_KEYS."
        " May be stopped at any moment and begun again; people go on working meanwhile."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Only say how many rows wait.")
        parser.add_argument("--most", type=int, default=PORTION, help="Rows in one transaction.")
        parser.add_argument("--stop-after", type=int, default=0, help="Stop after so many rows; 0 for all.")

    def handle(self, *args: Any, **said: Any) -> None:
        self.left, self.done, self.broken = said["stop_after"] or -1, 0, 0
        self.stdout.write(f"Key {newest()} seals.")
        with public():
            self._one("the platform", **said)
            institutions = list(Institution.objects.order_by("pk"))
        for institution in institutions:
            with institution_context(institution):
                self._one(institution.schema_name, **said)
        self.stdout.write(f"{self.done} rows sealed anew; {self.broken} columns cannot be opened.")
        if self.broken:
            raise SystemExit(1)

    def _one(self, place: str, *, dry_run: bool, most: int, **_said: Any) -> None:
        for column in columns_here():
            if dry_run:
                if rows := waiting(column):
                    self.stdout.write(f"{place} {column.table}.{column.name}: {rows} wait")
                continue
            try:
                rows = self._column(column, most)
            except BrokenSeal as broken:
                self.broken += 1
                self.stderr.write(f"{place} {column.table}.{column.name}: {broken}")
                continue
            if rows:
                self.stdout.write(f"{place} {column.table}.{column.name}: {rows}")

    def _column(self, column: Any, most: int) -> int:
        rows = 0
        while self.left and (portion := reseal(column, most=most if self.left < 0 else min(most, self.left))):
            rows += portion
            self.done += portion
            self.left = max(0, self.left - portion) if self.left > 0 else self.left
        return rows
