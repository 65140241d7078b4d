"""A simulation of 100,000 items against reading the same rows and parsing their dates.

    python -m tests.bench.simulating [--items 100000] [--rounds 3]

Both sides of a comparison with every curve: once for a file of final counts, from its first byte, and once
for items of which every support's instant is known. No database is asked: what an institution's own rows
cost to fetch is PostgreSQL's to say.
"""

import argparse
import csv
import random
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import process_time

from tests.bench.scratch import start_django

WANTED_SECONDS = 5.0
YEARS = 10
BEGIN = datetime(2015, 1, 1, tzinfo=UTC)
UNTIL = datetime(2026, 1, 1, tzinfo=UTC)
MOST_SUPPORTS = 3_000
COLUMNS = {"number": "No", "title": "Title", "submitted_at": "Date", "support": "Votes"}


def measure(items: int, rounds: int) -> bool:
    chance = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "past.csv"
        _write(path, items, chance)
        plain = _timed(lambda: _read_plainly(path), rounds)
        finals = _timed(lambda: _compare(_from(path)), rounds)
    timed = _with_instants(items, chance)
    acts = sum(len(instants) for past in timed for instants in past.acts.values())
    print(f"{items} items; the second history has {acts} supports")
    print(f"reading the rows and their dates: {plain:.2f} s")
    reached = _judge("a file of final counts, read and compared", finals, plain)
    return (
        _judge("every support's instant, compared", _timed(lambda: _compare(timed), rounds), plain)
        and reached
    )


def _write(path: Path, items: int, chance: random.Random) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS.values())
        for number in range(items):
            writer.writerow([number, f"제안 {number}", f"{_day(chance):%Y-%m-%d %H:%M:%S}", _count(chance)])


def _day(chance: random.Random) -> datetime:
    return BEGIN + timedelta(seconds=chance.randrange(YEARS * 365 * 86_400))


def _count(chance: random.Random) -> int:
    """As on real platforms: most have a handful, few have thousands."""
    return min(int(chance.paretovariate(0.9)), MOST_SUPPORTS)


def _read_plainly(path: Path) -> int:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    found = [(datetime.strptime(row["Date"], "%Y-%m-%d %H:%M:%S"), int(row["Votes"])) for row in rows]  # noqa: DTZ007
    return len(found)


def _from(path: Path) -> list:  # type: ignore[type-arg]
    from civic.journeys.simulating.table import read_past

    return read_past(path, columns=COLUMNS)


def _with_instants(items: int, chance: random.Random) -> list:  # type: ignore[type-arg]
    from civic.processes.kinds import Counter
    from civic.processes.simulating import Past, micros

    found = []
    for number in range(items):
        begin = _day(chance)
        first, room = micros(begin), 40 * 86_400 * 1_000_000
        instants = sorted(first + chance.randrange(room) for _support in range(_count(chance)))
        found.append(Past(str(number), begin, {Counter.SUPPORT: instants}))
    return found


def _compare(items: list) -> None:  # type: ignore[type-arg]
    from zoneinfo import ZoneInfo

    from civic.processes.document import parse_rules
    from civic.processes.engine import Calendar
    from civic.processes.presets import preset
    from civic.processes.simulating import compare

    now = parse_rules(preset("seoul_2019").document)
    then = parse_rules(preset("seoul_2020").document)
    compared = compare(now, then, items, Calendar(ZoneInfo("Asia/Seoul")), until=UNTIL)
    assert compared.now.summary.items == len(items) and compared.curves


def _timed(deed: Callable[[], object], rounds: int) -> float:
    times = []
    for _round in range(rounds):
        begun = process_time()
        deed()
        times.append(process_time() - begun)
    return median(times)


def _judge(words: str, seconds: float, plain: float) -> bool:
    print(f"{words}: {seconds:.2f} s (wanted: under {WANTED_SECONDS:.0f}), {seconds / plain:.2f} × reading")
    return seconds < WANTED_SECONDS


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    start_django()
    sys.exit(0 if measure(arguments.items, arguments.rounds) else 1)
