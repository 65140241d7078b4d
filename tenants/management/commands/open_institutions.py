"""`manage.py open_institutions cities.csv --check`"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from platform_core.access import Refused
from tenants.models import OpeningRow
from tenants.provisioning.batches.actions import BatchRunning, begin, keep_batch, run_batch
from tenants.provisioning.batches.reading import JudgedRow, NoTable, judged_rows


class Command(BaseCommand):
    help = "Opens an institution for each row of a table (CSV), and says of each what became of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("table")
        parser.add_argument("--check", action="store_true", help="Judge every row, and open none.")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["table"])
        try:
            rows = judged_rows(path.read_bytes())
        except (OSError, NoTable) as error:
            raise CommandError(str(error)) from error
        for row in rows:
            self._judge(row)
        if not options["check"]:
            self._open(path.name, rows)

    def _judge(self, row: JudgedRow) -> None:
        for mark, sentences in (("wrong", row.faults), ("look", row.cautions)):
            for column, sentence in sentences.items():
                self.stdout.write(
                    f"{row.number:4} {mark:7} {row.given.get('address', '')} {column}: {sentence}"
                )

    def _open(self, name: str, rows: list[JudgedRow]) -> None:
        now = timezone.now()
        batch = keep_batch(name=name, rows=rows, at=now, by=None)
        try:
            begin(batch=batch, at=now, by=None, here=True)
            run_batch(batch, announce=self._tell)
        except Refused as refusal:
            raise CommandError(refusal.verdict.sentence) from refusal
        except BatchRunning as error:
            raise CommandError(str(error)) from error

    def _tell(self, row: OpeningRow) -> None:
        wrong = "; ".join([*(f"{name}: {said}" for name, said in row.faults.items()), row.error])
        self.stdout.write(f"{row.number:4} {row.state:7} {row.given['address']} {wrong}")
