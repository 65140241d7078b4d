"""The answer of a probe, and the period it is asked for."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

MOST = 20


@dataclass(frozen=True, slots=True)
class About:
    """What a point is asked for: a year, or one thing of it. As text: "year:2026", "debate:12"."""

    kind: str
    number: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.number}"

    @classmethod
    def of(cls, text: str) -> "About":
        """Raises ValueError."""
        kind, _colon, number = text.partition(":")
        if not (kind.isalpha() and number.isascii() and number.isdigit() and len(number) < 19):
            raise ValueError(text)
        return cls(kind, int(number))

    @property
    def since(self) -> datetime:
        """The first instant of the year, on the institution's clock."""
        return _new_year(self.number)

    @property
    def until(self) -> datetime:
        """The first instant that is no longer in it."""
        return _new_year(self.number + 1)


def _new_year(year: int) -> datetime:
    return timezone.make_aware(datetime(min(max(year, 1), 9_998), 1, 1)).astimezone(UTC)  # noqa: DTZ001


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is not done yet: of which kind, which one, and what it is called."""

    kind: str
    pk: int
    title: str


@dataclass(frozen=True, slots=True)
class Found:
    """`done` of `of`. Where there is nothing to do, it is not ticked and nothing is missing."""

    done: int
    of: int
    missing: tuple[Missing, ...] = field(default=())

    @property
    def is_done(self) -> bool:
        return self.of > 0 and self.done >= self.of


def yes_or_no(is_so: bool) -> Found:
    return Found(int(is_so), 1)


def of_all(everything: "QuerySet[Any]", lacking: "QuerySet[Any]", kind: str, title: str = "title") -> Found:
    """`lacking` is what of `everything` is not done. Three queries."""
    count = everything.count()
    short = lacking.count()
    named = tuple(
        Missing(kind, pk, str(words)) for pk, words in lacking.order_by("pk").values_list("pk", title)[:MOST]
    )
    return Found(count - short, count, named)
