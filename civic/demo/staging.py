"""What every story of one institution shares: its people, its rules, and what time it is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from civic.demo.cast import Cast
from civic.processes.models import ProcessVersion

Story = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stage:
    """What every story of one institution shares."""

    cast: Cast
    version: ProcessVersion
    now: datetime

    def ago(self, days: float, chance: Random) -> datetime:
        """`days` ago at a waking hour, never later than a few minutes ago."""
        day = timezone.localtime(self.now - timedelta(days=days))
        moment = day.replace(hour=chance.randint(8, 21), minute=chance.randint(0, 59))
        return min(moment, self.now - timedelta(minutes=chance.randint(3, 90)))

    def morning(self, days: float) -> datetime:
        """Nine o'clock, `days` ago."""
        day = timezone.localtime(self.now - timedelta(days=days))
        return day.replace(hour=9, minute=0, second=0, microsecond=0)

    def at_the_office(self, moment: datetime, chance: Random) -> datetime:
        """`moment`, or the next time somebody sits at a desk; never later than a few minutes ago."""
        local = timezone.localtime(moment)
        if not 9 <= local.hour < 18:
            day = local + timedelta(days=local.hour >= 18)
            local = day.replace(hour=chance.randint(9, 16), minute=chance.randint(0, 59))
        return min(local, self.now - timedelta(minutes=2))
