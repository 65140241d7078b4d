"""`manage.py simulate_rules`: what rules would have done to past proposals, of a file or of an institution."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from civic.journeys.importing.reading import UnreadableFile
from civic.journeys.management.commands.import_proposals import find_institution
from civic.journeys.simulate import counters_of_both, months_before
from civic.journeys.simulating.history import read_own
from civic.journeys.simulating.notes import notes_on
from civic.journeys.simulating.table import UnusableRows, read_past
from civic.journeys.simulating.telling import as_numbers
from civic.processes.calendars import calendar_here
from civic.processes.document import Rules, RulesError, parse_rules
from civic.processes.engine import Calendar
from civic.processes.models import Process, ProcessDraft
from civic.processes.presets import preset, preset_keys
from civic.processes.queries import PROPOSALS
from civic.processes.simulating import Comparison, Past, compare, reached, side
from tenants.context import institution_context

USUAL_ZONE = ZoneInfo("Asia/Seoul")
WIDTH = 110
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Wish:
    items: list[Past]
    now: Rules | None
    then: Rules | None
    days: Calendar
    at: datetime


class Command(BaseCommand):
    help = "Replay past proposals under rules: how many reach a number, pass a gate, are owed an answer."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--csv", type=Path, help="past proposals as CSV or XLSX, as import_proposals reads them"
        )
        parser.add_argument(
            "--columns",
            default="",
            help="ours=theirs,… e.g. number=No,title=Title,submitted_at=Date,support=Votes",
        )
        parser.add_argument("--thresholds", default="", help="numbers of supports, e.g. 5,10,50")
        parser.add_argument("--institution", default="", help="host, subdomain or schema name")
        parser.add_argument("--process", default=PROPOSALS, help="key of the process (default: proposals)")
        parser.add_argument("--months", type=int, default=12, help="how far back an institution's own go")
        parser.add_argument("--preset", default="", help=f"rules to try: {', '.join(preset_keys())}")
        parser.add_argument("--draft", action="store_true", help="try the institution's draft")
        parser.add_argument("--json", action="store_true", help="for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        institution = find_institution(options["institution"]) if options["institution"] else None
        _check(options)
        place = institution_context(institution) if institution else nullcontext()
        zone = institution.zone if institution else USUAL_ZONE
        language = institution.default_language if institution else settings.LANGUAGE_CODE
        with place, timezone.override(zone), translation.override(language):
            try:
                answer = self._answer(options, bool(institution), at)
            except (UnreadableFile, RulesError) as error:
                raise CommandError(str(error)) from error
            except UnusableRows as error:
                raise CommandError("\n".join(error.sentences())) from error
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            self._print(answer)

    def _answer(self, options: dict[str, Any], at_home: bool, at: datetime) -> dict[str, Any]:
        now, then = _rules(options, at_home)
        days = calendar_here() if at_home else Calendar(USUAL_ZONE)
        with _told(self.stderr) as tell:
            items = self._items(options, [one for one in (now, then) if one], at, tell)
            found: dict[str, Any] = {"items": len(items)}
            if options["thresholds"]:
                numbers = reached(items, _numbers(options["thresholds"]), days, progress=tell)
                found["reached"] = {str(count): many for count, many in numbers.items()}
            found |= _compared(Wish(items, now, then, days, at), tell)
        found["notes"] = [str(note) for note in notes_on(items, *(one for one in (now, then) if one))]
        return found

    def _items(self, options: dict[str, Any], rules: list[Rules], at: datetime, tell: Tell) -> list[Past]:
        if options["csv"]:
            return read_past(options["csv"], columns=_columns(options["columns"]))
        process = _process(options["process"])
        return read_own(
            process, counters_of_both(*rules), since=months_before(at, options["months"]), progress=tell
        )

    def _print(self, answer: dict[str, Any]) -> None:
        told = StringIO()
        console = Console(file=told, width=WIDTH)
        console.print(f"{answer['items']} items", highlight=False)
        if "reached" in answer:
            table = Table("supports", "items", "share")
            for count, many in answer["reached"].items():
                table.add_row(count, str(many), _share(many, answer["items"]))
            console.print(table)
        for name in ("now", "then"):
            if name in answer:
                console.print(_side_table(name, answer[name], answer["items"]))
        for curve in answer.get("curves", ()):
            console.print(_curve_table(curve))
        for note in answer["notes"]:
            console.print(f"- {note}", highlight=False)
        self.stdout.write(told.getvalue(), ending="")


def _check(options: dict[str, Any]) -> None:
    """Raises CommandError for what cannot go together."""
    if not options["csv"] and not options["institution"]:
        raise CommandError("Name a file with --csv, an institution with --institution, or both.")
    if options["csv"] and not options["csv"].is_file():
        raise CommandError(f"There is no file {options['csv']}.")
    if options["draft"] and options["preset"]:
        raise CommandError("Either --draft or --preset.")
    if options["draft"] and not options["institution"]:
        raise CommandError("--draft needs --institution.")
    if not (options["thresholds"] or options["preset"] or options["institution"]):
        raise CommandError("Say what to try: --thresholds or --preset.")
    if options["preset"] and options["preset"] not in preset_keys():
        raise CommandError(f"There is no preset {options['preset']}. There are: {', '.join(preset_keys())}.")
    if not 1 <= options["months"] <= 600:
        raise CommandError("--months is between 1 and 600.")


def _rules(options: dict[str, Any], at_home: bool) -> tuple[Rules | None, Rules | None]:
    """The current rules, and those to try."""
    now = then = None
    if at_home:
        process = _process(options["process"])
        if process.current_version is None:
            raise CommandError(f"The process {options['process']} has no rules yet.")
        now = process.current_version.rules
        if options["draft"]:
            draft = ProcessDraft.objects.filter(process=process).first()
            if draft is None:
                raise CommandError(f"The process {options['process']} has no draft.")
            then = parse_rules(draft.document)
    if options["preset"]:
        then = parse_rules(preset(options["preset"]).document)
    return now, then


def _process(key: str) -> Process:
    process = Process.objects.select_related("current_version").filter(key=key).first()
    if process is None:
        keys = ", ".join(Process.objects.values_list("key", flat=True))
        raise CommandError(f"There is no process {key}. There are: {keys}.")
    return process


def _compared(wish: Wish, tell: Tell) -> dict[str, Any]:
    if wish.now is not None and wish.then is not None:
        compared: Comparison = compare(
            wish.now, wish.then, wish.items, wish.days, until=wish.at, progress=tell
        )
        return as_numbers(compared)
    alone = wish.now or wish.then
    if alone is None:
        return {}
    one = side(alone, wish.items, wish.days, until=wish.at, progress=tell)
    return as_numbers(one, name="now" if wish.now else "then")


def _numbers(text: str) -> list[int]:
    try:
        numbers = [int(part) for part in text.split(",") if part.strip()]
    except ValueError:
        raise CommandError(f"--thresholds are whole numbers with commas between them, not {text}.") from None
    if not numbers or min(numbers) < 1:
        raise CommandError("--thresholds are numbers of supports, from 1.")
    return numbers


def _columns(text: str) -> dict[str, str] | None:
    pairs = [part.partition("=") for part in text.split(",") if part]
    return {ours.strip(): theirs.strip() for ours, _equals, theirs in pairs} or None


@contextmanager
def _told(stderr: Any) -> Iterator[Tell]:
    """A bar on a terminal's standard error, nothing elsewhere; gone when it is over."""
    console = Console(file=sys.stderr)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("simulating", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "–"


def _side_table(name: str, numbers: dict[str, Any], items: int) -> Table:
    titles = {"now": "current rules", "then": "rules tried"}
    table = Table("gate", "items", "share", "median days", title=titles[name])
    for gate in numbers["gates"]:
        days = "–" if gate["days"] is None else str(gate["days"])
        table.add_row(gate["gate"], str(gate["passed"]), _share(gate["passed"], items), days)
    table.add_section()
    table.add_row("answers owed", str(numbers["answers"]), "", "")
    for fate, many in numbers["fates"].items():
        table.add_row(fate, str(many), _share(many, items), "")
    return table


def _curve_table(curve: dict[str, Any]) -> Table:
    table = Table("threshold", "items passing", "answers owed", title=f"if {curve['gate']} asked for")
    for point in curve["points"]:
        table.add_row(str(point["count"]), str(point["passed"]), str(point["answers"]))
    return table
