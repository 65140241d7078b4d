"""How many text messages may go on a day, and to which countries: each costs, and some cost a great deal.

Somebody who has codes sent to numbers that earn money by being written to (“SMS pumping”) is stopped by both. A letter
with a code still goes: whoever wants to take part can.
"""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.utils.timezone import localdate, make_aware

from platform_core.access.place import institution_here
from platform_core.outbound.texts import texts_sent

PER_DAY, COUNTRIES = "texts_per_day", "text_countries"
KOREA = "82"
FEWEST, USUAL, MOST = 10, 1_000, 100_000
MOST_COUNTRIES = 20


@dataclass(frozen=True, slots=True)
class TextRules:
    """`countries`: calling codes, such as 82 or 1."""

    per_day: int = USUAL
    countries: tuple[str, ...] = (KOREA,)

    def let(self, number: str) -> bool:
        """`number` as texting.number_of makes it. Of calling codes none begins with another (ITU-T E.164)."""
        if not number.startswith("+"):
            return KOREA in self.countries
        return number.startswith(tuple(f"+{code}" for code in self.countries))


def text_rules() -> TextRules:
    said: dict[str, Any] = getattr(institution_here(), "settings", None) or {}
    countries = tuple(str(code) for code in said.get(COUNTRIES) or (KOREA,))
    return TextRules(int(said.get(PER_DAY) or USUAL), countries)


def texts_today(at: datetime) -> int:
    """Since midnight on the institution's clock."""
    return texts_sent(since=make_aware(datetime.combine(localdate(at), time.min)))
