"""What became of every item, a line each: small enough to keep beside the sums, quick enough to page through."""

import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from civic.processes.kinds import Counter
from civic.processes.models import Simulation
from civic.processes.simulating import Comparison, Past, Way

SIDES = ("now", "then")


@dataclass(frozen=True, slots=True)
class Became:
    """Under one set of rules: gates passed with their instants, answers owed with their due dates."""

    gates: dict[str, datetime]
    owed: list[tuple[str, datetime]]
    fate: str
    expiry: str


@dataclass(frozen=True, slots=True)
class Line:
    number: str
    title: str
    pk: int
    registered_at: datetime
    department: str
    support: int
    now: Became
    then: Became

    def side(self, name: str) -> Became:
        return self.now if name == "now" else self.then


def pack(items: Sequence[Past], compared: Comparison) -> bytes:
    lines = (
        json.dumps(_line(past, now, then), ensure_ascii=False, separators=(",", ":"))
        for past, now, then in zip(items, compared.now.ways, compared.then.ways, strict=True)
    )
    return zlib.compress("\n".join(lines).encode(), level=3)


def unpack(simulation: Simulation) -> Iterator[Line]:
    """In the order of the history; nothing for one that is not done."""
    if not simulation.items:
        return
    for text in zlib.decompress(bytes(simulation.items)).decode().split("\n"):
        if text:
            yield _read(json.loads(text))


def _line(past: Past, now: Way, then: Way) -> list[Any]:
    return [
        past.number,
        past.title,
        past.pk,
        past.registered_at.isoformat(),
        past.department,
        past.total(Counter.SUPPORT) + past.elsewhere,
        _became(now),
        _became(then),
    ]


def _became(way: Way) -> list[Any]:
    return [
        {one.gate: one.at.isoformat() for one in way.passed},
        [[one.answer, one.due_at.isoformat()] for one in way.owed],
        way.fate.value,
        way.expiry.value if way.expiry else "",
    ]


def _read(values: list[Any]) -> Line:
    number, title, pk, registered_at, department, support, now, then = values
    return Line(
        number,
        title,
        pk,
        datetime.fromisoformat(registered_at),
        department,
        support,
        _side(now),
        _side(then),
    )


def _side(values: list[Any]) -> Became:
    gates, owed, fate, expiry = values
    return Became(
        {gate: datetime.fromisoformat(at) for gate, at in gates.items()},
        [(answer, datetime.fromisoformat(due_at)) for answer, due_at in owed],
        fate,
        expiry,
    )
