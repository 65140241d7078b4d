"""`manage.py restore_institution haneul.localhost --aside postgres://…/aside --because "…"`"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tenants.management.moving import institution_named
from tenants.moving.refusal import CannotMove
from tenants.moving.restoring import compare, drop_unfinished, restore


class Command(BaseCommand):
    help = "Brings one institution back to the day that a database aside holds. The others are not touched."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("host", help="One of its hosts, or its schema.")
        parser.add_argument(
            "--aside",
            required=True,
            help="A database in which deploy/backup/restore-institution has loaded that day.",
        )
        parser.add_argument("--because", default="", help="Stands in the institution's history.")
        parser.add_argument(
            "--media", type=Path, help="media.tar of that day: files that are gone by now come back."
        )
        parser.add_argument(
            "--compare", action="store_true", help="Only say what would come back and what would go."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        institution = institution_named(options["host"])
        try:
            if options["compare"]:
                differences = compare(institution=institution, aside=options["aside"])
                self._list(differences)
                return
            if left := drop_unfinished():
                self.stdout.write(f"Left by a restore that was cut short, and dropped: {', '.join(left)}")
            restored = restore(
                institution=institution,
                aside=options["aside"],
                because=options["because"],
                media=options["media"],
                at=timezone.now(),
            )
        except CannotMove as refusal:
            raise CommandError(f"{refusal} Nothing was changed.") from refusal
        self._list(restored.differences)
        lived = restored.lived
        self.stdout.write(
            f"{institution.name} stands as it did. Kept from the time since: {lived.letters} letters and {lived.told} "
            f"announcements that were sent, {lived.left_again} people who left, {lived.emptied} texts that were erased. "
            f"{restored.files} files came back.\nWhat it was until now is the schema {restored.kept_as}, "
            f"until {restored.kept_until:%Y-%m-%d}."
        )

    def _list(self, differences: list[Any]) -> None:
        for one in differences:
            self.stdout.write(f"{one.table:40} {one.then:>9} that day {one.now:>9} now")
