"""The words of today's page: whose day it is, and one thing that needs doing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from civic.people.rules import departments_of, is_administrator, is_head, is_moderator

# Of each room, at most so many stand on the page; behind them a link to the whole list.
MOST = 8
ONE_MORE = MOST + 1


class Area(models.TextChoices):
    """Parts of the work, as teams share it among themselves (guide A1, roles)."""

    ANSWERS = "answers", _("Answers")
    HEAD = "head", _("Answers of the head")
    PROPOSALS = "proposals", _("Proposals")
    AGENDA = "agenda", _("Agenda committee")
    QUESTIONS = "questions", _("Questions")
    DEBATES = "debates", _("Debates and results")
    VOTES = "votes", pgettext_lazy("menu entry", "Votes")
    EXECUTION = "execution", _("Being carried out")
    GATHERINGS = "gatherings", _("Gatherings and paper")
    MODERATION = "moderation", _("Moderation")


@dataclass(frozen=True, slots=True)
class Who:
    """Whose day it is."""

    person: Any
    departments: frozenset[int]
    is_moderator: bool
    is_administrator: bool
    is_head: bool

    @classmethod
    def of(cls, person: Any) -> "Who":
        leads = is_moderator(person), is_administrator(person), is_head(person)
        return cls(person, departments_of(person), *leads)


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing to do. `due_at`: the first instant that is too late; None where no day is promised."""

    area: Area
    what: Any
    title: str
    url: str
    due_at: datetime | None = None
    note: str = ""

    def is_late(self, at: datetime) -> bool:
        return self.due_at is not None and at >= self.due_at


Source = Callable[[Who, datetime], Iterable[Duty]]
