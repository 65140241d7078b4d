"""`manage.py import_proposals INSTITUTION FILE`: bring an earlier platform's proposals along."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from civic.journeys.importing.reading import Table, UnreadableFile, read_table
from civic.journeys.importing.writing import Report, import_table
from platform_core.text.spreadsheet import write_table
from tenants.context import institution_context, public
from tenants.models import Hostname, Institution

SHOWN = 10


class Command(BaseCommand):
    help = "Import proposals from CSV or XLSX. Running it again adds and changes only what is new."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("institution", help="host, subdomain or schema name")
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--columns", default="", help="ours=theirs,… e.g. number=No,title=Title,submitted_at=Date"
        )
        parser.add_argument(
            "--source", default="", help="name of the earlier platform; numbers are unique within it"
        )
        parser.add_argument("--report", type=Path, help="where every changed or refused row is written (CSV)")

    def handle(self, *args: Any, **options: Any) -> None:
        institution = find_institution(options["institution"])
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        with (
            institution_context(institution),
            timezone.override(institution.zone),
            translation.override(institution.default_language),
        ):
            try:
                table = read_table(path, columns=_columns(options["columns"]), source=options["source"])
            except UnreadableFile as error:
                raise CommandError(str(error)) from error
            report = self._import(table)
        self._tell(report, options["report"] or self._report_path(institution, path))

    def _import(self, table: Table) -> Report:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, transient=not self.stdout.isatty()) as bar:
            task = bar.add_task(table.source, total=len(table.rows) * 2)
            return import_table(
                table,
                at=timezone.now(),
                progress=lambda done, total: bar.update(task, completed=done, total=total),
            )

    def _tell(self, report: Report, path: Path) -> None:
        self.stdout.write(
            f"{report.added} added, {report.updated} updated, {report.unchanged} unchanged, "
            f"{report.answers} answers, {len(report.refused)} refused, {len(report.changed)} notes"
        )
        for line, number, why in report.refused[:SHOWN]:
            self.stdout.write(f"  refused, line {line} ({number}): {why}")
        if report.refused or report.changed:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("w+b") as file:
                write_table(file, heads=["line", "number", "what", "why"], rows=_rows(report))
            self.stdout.write(f"Every changed or refused row: {path}")

    def _report_path(self, institution: Institution, path: Path) -> Path:
        stamp = timezone.now().strftime("%Y%m%d-%H%M%S")
        return Path(settings.DATA_DIR) / "imports" / f"{institution.schema_name}-{path.stem}-{stamp}.csv"


def _rows(report: Report) -> list[tuple[int, str, str, str]]:
    refused = [(line, number, "refused", why) for line, number, why in report.refused]
    return refused + [(line, number, "changed", why) for line, number, why in report.changed]


def find_institution(name: str) -> Institution:
    """By exact host, by subdomain of BASE_DOMAIN, or by schema name."""
    hosts = [name, f"{name}.{settings.BASE_HOST}"]
    with public():
        found = Hostname.objects.select_related("tenant").filter(domain__in=hosts).first()
        institution = found.tenant if found else Institution.objects.filter(schema_name=name).first()
    if institution is None:
        raise CommandError(f"There is no institution at {name}.")
    return institution


def _columns(text: str) -> dict[str, str] | None:
    if not text:
        return None
    pairs = [part.partition("=") for part in text.split(",")]
    return {ours.strip(): theirs.strip() for ours, _equals, theirs in pairs}
