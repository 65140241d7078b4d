"""`manage.py fill_demo`: open the example institutions and fill them, where that has not been done."""

from argparse import ArgumentParser
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from civic.demo.filling import fill, opened
from civic.demo.logins import ensure_operator
from civic.demo.stories import SUBDOMAINS, example


def _show(bar: Progress, task: TaskID, done: int, total: int) -> None:
    bar.update(task, completed=done, total=total)


class Command(BaseCommand):
    help = "Open and fill the example institutions. Running it again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--only", choices=SUBDOMAINS, action="append", help="only this one (may be repeated)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        ensure_operator()
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns) as bar:
            for subdomain in options["only"] or SUBDOMAINS:
                told = example(subdomain)
                task = bar.add_task(told.who["name"], total=told.length)
                now = timezone.now()
                institution = opened(told, at=now)
                fill(institution, told, at=now, progress=partial(_show, bar, task))
                bar.update(task, completed=told.length)
